//! Templates that make nothing.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "resources-missing",
    severity: Severity::Error,
    title: "A template has no resources.",
    explanation: "`Resources` is the one section that every template must have, and it must hold at least one resource. \
                  CloudFormation refuses the template otherwise: \"At least one Resources member must be defined\".",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/gettingstarted.templatebasics.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    if !ctx.root().is_map() {
        out.add(RULE.at(ctx.root().handle(), "a template is a mapping of sections"));
        return;
    }
    match ctx.root().entry("Resources") {
        None if ctx.root().is_open() => {}
        None => out
            .add(RULE.about("the template has no section `Resources`").help("a stack is made of resources")),
        Some(entry) if !entry.value.is_map() && entry.value.call().is_none() => {
            let finding = RULE.at(entry.key_span, "`Resources` is not a mapping of logical IDs");
            out.add(finding.help("write `<LogicalId>:` before each resource"));
        }
        Some(entry) if entry.value.is_map() && entry.value.entries().is_empty() => {
            out.add(RULE.at(entry.key_span, "`Resources` holds nothing"));
        }
        Some(_) => {}
    }
}
