//! Properties that need another one.

use diag::Severity;

use super::schema::What;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "property-dependency",
    severity: Severity::Error,
    title: "A property is there without the one that it needs.",
    explanation: "Some properties mean something only together with another one, and the service refuses them alone, at the \
                  deployment. Write the other one too, or leave this one out.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Needs { name, needed } = violation.what else { continue };
        let message = format!("{} has `{name}` without `{needed}`", violation.place());
        let mut finding =
            RULE.at(violation.span, message).help(format!("write `{needed}`, or leave `{name}` out"));
        finding.severity = violation.severity();
        out.add(match violation.condition() {
            Some(condition) => finding.label(condition),
            None => finding,
        });
    }
}
