//! Lists and mappings with too few or too many members.

use diag::Severity;

use super::schema::What;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "value-count",
    severity: Severity::Error,
    title: "A list or mapping has fewer or more members than its property takes.",
    explanation: "The resource type's schema says how many members this list or mapping may have, and the deployment fails \
                  with fewer or more. Members that a condition leaves out by `AWS::NoValue` do not count: the finding says \
                  which way the conditions have to go.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let (count, fewest, most, (one, many)) = match violation.what {
            What::Items { count, fewest, most } => (count, fewest, most, ("item", "items")),
            What::Properties { count, fewest, most } => (count, fewest, most, ("property", "properties")),
            _ => continue,
        };
        let (bound, word) = match most {
            Some(most) if count > most => (most, "at most"),
            _ => (fewest.unwrap_or_default(), "at least"),
        };
        let unit = if count == 1 { one } else { many };
        let message = format!("{} has {count} {unit}, and takes {word} {bound}", violation.place());
        let mut finding = RULE.at(violation.span, message);
        finding.severity = violation.severity();
        out.add(match violation.condition() {
            Some(condition) => finding.label(condition),
            None => finding,
        });
    }
}
