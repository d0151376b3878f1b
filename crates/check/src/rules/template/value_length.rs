//! Texts that are too short or too long.

use diag::Severity;

use super::schema::What;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "value-length",
    severity: Severity::Error,
    title: "A text is shorter or longer than its property takes.",
    explanation: "The resource type's schema bounds the length of this text, in characters, and the deployment fails with a \
                  shorter or longer one. A name that is put together from parameters and the stack's name easily gets too \
                  long: leave the property out where CloudFormation can make a name by itself.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Length { length, fewest, most } = violation.what else { continue };
        let place = violation.place();
        let message = match (fewest, most) {
            (_, Some(most)) if length > most => {
                format!("{place} has {length} characters, and takes {most} at most")
            }
            (Some(1), _) => format!("{place} is empty"),
            (fewest, _) => {
                format!("{place} has {length} characters, and takes {} at least", fewest.unwrap_or_default())
            }
        };
        let mut finding = RULE.at(violation.span, message);
        finding.severity = violation.severity();
        out.add(finding.related(violation.origin, "the value comes from here"));
    }
}
