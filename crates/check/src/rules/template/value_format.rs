//! Texts that are not what their property's name for them says.

use diag::Severity;

use super::schema::What;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "value-format",
    severity: Severity::Error,
    title: "A text is not the ARN, identifier or network that its property takes.",
    explanation: "The property takes the ARN of a certain kind of resource, an identifier such as `sg-…`, or a network such \
                  as `10.0.0.0/16`. The service refuses any other text at the deployment. Whether the resource exists is \
                  not looked at.",
    pages: &[
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Format { text, form, .. } = &violation.what else { continue };
        let shown: String = text.chars().take(60).collect();
        let message = format!("{} cannot be `{shown}`", violation.place());
        let mut finding = RULE.at(violation.span, message).help(format!("it takes {form}"));
        finding.severity = violation.severity();
        out.add(finding.related(violation.origin, "the value comes from here"));
    }
}
