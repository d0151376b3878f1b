//! Values that have none of the forms their property takes.

use diag::Severity;

use super::schema::What;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "value-form",
    severity: Severity::Error,
    title: "A value has none of the forms that its property takes.",
    explanation: "Some properties take one of several forms: a name or an ARN, one set of settings or another. This value is \
                  none of them, or is two at once where it has to be one. No form is so near that the finding could name \
                  what is wrong with it; the resource type's page has them all.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Form { wanted } = &violation.what else { continue };
        let message = format!("{} has none of the forms that AWS takes", violation.place());
        let mut finding = RULE.at(violation.span, message);
        finding.severity = violation.severity();
        let finding = match violation.condition() {
            Some(condition) => finding.label(condition),
            None => finding,
        };
        out.add(match wanted.as_slice() {
            [] => finding.help(format!("see the page of {}", violation.kind)),
            wanted => finding.help(format!("it takes {}", wanted.join(", or "))),
        });
    }
}
