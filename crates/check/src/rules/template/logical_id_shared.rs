//! A parameter and a resource of the same name.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "logical-id-shared",
    severity: Severity::Error,
    title: "A parameter and a resource have the same name.",
    explanation: "`Ref` names parameters and resources alike, so a name can be only one of them. CloudFormation refuses the \
                  template: logical IDs are unique within it. Rename one; outputs, conditions and mappings have names of \
                  their own and may be called the same.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources() {
        if let Some(parameter) = ctx.parameter(resource.id) {
            let finding = RULE.at(resource.id_span, format!("`{}` is a parameter too", resource.id));
            out.add(finding.related(parameter.key_span, "the parameter"));
        }
    }
}
