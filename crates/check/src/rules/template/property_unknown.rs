//! Properties that a resource type does not have.

use diag::Severity;

use super::schema::What;
use super::suggest::suggest_key;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "property-unknown",
    severity: Severity::Error,
    title: "A resource has a property that its type does not know.",
    explanation: "CloudFormation compares every property with the resource type's schema before it makes anything, and \
                  stops at one that it does not know: a misspelt name, a name in the wrong case, or one that belongs a \
                  level higher or deeper. Property names are case-sensitive. Write the name as the resource type's page \
                  has it.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Unknown { entry, owner, shape } = violation.what else { continue };
        let name = &entry.key;
        let place = match violation.path.iter().rfind(|part| **part != "*") {
            Some(part) => format!("`{part}` of `{}`", violation.resource),
            None => violation.kind.to_owned(),
        };
        let finding = RULE.at(violation.span, format!("{place} has no property `{name}`"));
        let known: Vec<_> = shape.property_names().collect();
        let mut finding = suggest_key(finding, ctx.document(), (owner, entry), known.iter().copied());
        if finding.label.is_none() && (1..=8).contains(&known.len()) {
            finding = finding.help(format!("its properties: `{}`", known.join("`, `")));
        }
        finding.severity = violation.severity();
        out.add(finding);
    }
}
