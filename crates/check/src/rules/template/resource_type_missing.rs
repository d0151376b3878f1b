//! Resources without a type.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "resource-type-missing",
    severity: Severity::Error,
    title: "A resource has no `Type`.",
    explanation: "Every resource says by its `Type` what it is, such as `AWS::SNS::Topic`. CloudFormation refuses a template in \
                  which one does not: \"Every Resources object must contain a Type member\".",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources() {
        if resource.node.get("Type").is_none() && !resource.node.is_open() {
            out.add(RULE.at(resource.id_span, format!("the resource `{}` has no `Type`", resource.id)));
        }
    }
}
