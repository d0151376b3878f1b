//! Properties that exclude each other.

use diag::Severity;

use super::schema::What;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "property-conflict",
    severity: Severity::Error,
    title: "Properties stand together that exclude each other.",
    explanation: "Some properties cannot go with others, or not with the value that another one has: the service would not \
                  know which to follow, and refuses the request at the deployment. Which ones go together is on the \
                  resource type's page. Leave one of them out, or make each depend on a condition of its own.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Conflict { names } = &violation.what else { continue };
        let place = violation.place();
        let mut finding = match names.as_slice() {
            [name] => RULE
                .at(violation.span, format!("{place} takes no `{name}` beside its other properties"))
                .help("leave it out, or change the property that it does not go with"),
            _ => RULE
                .at(violation.span, format!("{place} has `{}`, of which it takes one", names.join("` and `")))
                .help("leave one of them out"),
        };
        finding.severity = violation.severity();
        out.add(match violation.condition() {
            Some(condition) => finding.label(condition),
            None => finding,
        });
    }
}
