//! Texts that do not match their property's pattern.

use diag::Severity;

use super::schema::What;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "value-pattern",
    severity: Severity::Error,
    title: "A text does not match the pattern of its property.",
    explanation: "The resource type's schema says by a regular expression which texts a property takes: which characters, \
                  which beginning, which form. CloudFormation or the service refuses others at the deployment. The finding \
                  shows the pattern as AWS writes it.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Pattern { text, pattern } = &violation.what else { continue };
        let shown: String = text.chars().take(60).collect();
        let message = format!("{} cannot be `{shown}`", violation.place());
        let mut finding = RULE.at(violation.span, message).help(format!("it has to match `{pattern}`"));
        finding.severity = violation.severity();
        out.add(finding.related(violation.origin, "the value comes from here"));
    }
}
