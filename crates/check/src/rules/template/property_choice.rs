//! Properties of which one has to be there.

use diag::Severity;

use super::schema::What;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "property-choice",
    severity: Severity::Error,
    title: "None of several properties is there, of which the resource needs one.",
    explanation: "Some resource types take one of several properties and cannot do without any: a policy needs something \
                  to be attached to, a record needs its zone by name or by ID. Without any of them the service refuses \
                  the request, at the deployment. Write one of those that the finding names.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Choice { names } = &violation.what else { continue };
        let message = format!("{} has none of `{}`", violation.place(), names.join("`, `"));
        let mut finding = RULE.at(violation.span, message).help("one of them has to be there");
        finding.severity = violation.severity();
        out.add(match violation.condition() {
            Some(condition) => finding.label(format!("nothing is left {condition}")),
            None => finding,
        });
    }
}
