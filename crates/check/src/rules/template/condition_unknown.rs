//! Conditions that are used and not defined.

use cfn::read::Node;
use diag::Severity;

use super::suggest::suggest;
use crate::Rule;
use crate::context::Context;
use crate::references::By;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "condition-unknown",
    severity: Severity::Error,
    title: "A condition is used that the template does not define.",
    explanation: "`Condition` of a resource or output, the first argument of `Fn::If`, and the function `Condition` name a \
                  condition of the section `Conditions`, in exactly its case. CloudFormation refuses a template that names \
                  another one: \"Unresolved condition dependency\".",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    if ctx.root().get("Conditions").is_some_and(Node::is_open) {
        return;
    }
    let defined: Vec<&str> = ctx.section("Conditions").iter().map(|entry| entry.key.as_str()).collect();
    for reference in ctx.references() {
        let name = reference.id;
        if reference.by != By::Condition || defined.contains(&name) || name.contains(['$', '&']) {
            continue;
        }
        let finding = RULE.at(reference.span, format!("no condition is called `{name}`"));
        let others = defined
            .iter()
            .copied()
            .filter(|other| reference.section != "Conditions" || *other != reference.member);
        out.add(suggest(finding, ctx.document(), (name, reference.span), others));
    }
}
