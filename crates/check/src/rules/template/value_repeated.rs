//! The same item twice in a list whose items differ.

use diag::Severity;

use super::schema::What;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "value-repeated",
    severity: Severity::Error,
    title: "A list has the same item twice, where its items have to differ.",
    explanation: "The resource type's schema wants the items of this list to be different, as a set, or to have different \
                  keys. The deployment fails with the same one twice. Take one of them out.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Repeated { first, keys } = &violation.what else { continue };
        let message = match keys.as_slice() {
            [] => format!("{} has this item twice", violation.place()),
            keys => format!("{} has two items with the same `{}`", violation.place(), keys.join("` and `")),
        };
        let mut finding = RULE.at(violation.span, message).related(*first, "the first one");
        finding.severity = violation.severity();
        out.add(match violation.condition() {
            Some(condition) => finding.label(condition),
            None => finding.label("again"),
        });
    }
}
