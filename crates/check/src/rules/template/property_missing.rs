//! Properties that a resource must have and has not.

use diag::Severity;

use super::schema::{Violation, What};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "property-missing",
    severity: Severity::Error,
    title: "A required property is missing.",
    explanation: "The resource type's schema wants this property, and the deployment fails without it. A property whose \
                  value is `AWS::NoValue` under some condition is missing whenever that condition takes this side; the \
                  finding then says which way the conditions have to go. Write the property, or give it a value on both \
                  sides.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Missing { name } = violation.what else { continue };
        let mut finding = RULE.at(violation.span, format!("{} lacks `{name}`", violation.place()));
        finding.severity = violation.severity();
        out.add(match violation.condition() {
            Some(condition) => finding.label(format!("nothing is left {condition}")),
            None => finding.help(reason(violation, name)),
        });
    }
}

/// Why it has to be there.
fn reason(violation: &Violation<'_>, name: &str) -> String {
    let because = |is_there| {
        let names = violation.because.iter().filter(|(_, there)| *there == is_there);
        names.map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>()
    };
    match (because(true).as_slice(), because(false).as_slice()) {
        ([], []) => format!("{} needs `{name}`", violation.kind),
        ([], absent) => format!("it is needed unless {} says otherwise", absent.join(" or ")),
        ([one], _) => format!("{one} asks for it"),
        (several, _) => format!("{} ask for it", several.join(" and ")),
    }
}
