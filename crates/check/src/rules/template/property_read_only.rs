//! Properties that AWS sets.

use diag::Severity;

use super::schema::What;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "property-read-only",
    severity: Severity::Warning,
    title: "A property is set that only AWS can set.",
    explanation: "The resource type's schema lists this property as read-only: AWS fills it in, and a template cannot. \
                  Depending on the type the value is ignored or the request refused; in neither case it is what the \
                  resource gets. Leave it out, and read it with `Fn::GetAtt` where it is needed.",
    pages: &[
        "https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::ReadOnly { name } = violation.what else { continue };
        let message = format!("`{name}` of `{}` is set by AWS, not by a template", violation.resource);
        out.add(RULE.at(violation.span, message).help("leave it out"));
    }
}
