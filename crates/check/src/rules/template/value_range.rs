//! Numbers that are too small or too large.

use diag::Severity;

use super::schema::What;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "value-range",
    severity: Severity::Error,
    title: "A number lies outside what its property takes.",
    explanation: "The resource type's schema bounds this number, and the deployment fails with a smaller or larger one. Mind \
                  the unit: seconds, minutes, megabytes and gibibytes are easily mistaken for each other; the resource \
                  type's page says which it is.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Range { text, shape } = &violation.what else { continue };
        let mut bounds = Vec::new();
        for (word, bound) in [
            ("at least", shape.minimum()),
            ("at most", shape.maximum()),
            ("more than", shape.exclusive_minimum()),
            ("less than", shape.exclusive_maximum()),
            ("a multiple of", shape.multiple_of()),
        ] {
            bounds.extend(bound.map(|bound| format!("{word} {bound}")));
        }
        let message = format!("{} cannot be {text}", violation.place());
        let mut finding = RULE.at(violation.span, message).label(bounds.join(", "));
        finding.severity = violation.severity();
        out.add(finding.related(violation.origin, "the value comes from here"));
    }
}
