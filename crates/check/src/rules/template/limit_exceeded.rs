//! More of something than AWS takes.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "limit-exceeded",
    severity: Severity::Error,
    title: "A template has more of something than AWS takes.",
    explanation: "CloudFormation takes templates of up to 1,000,000 bytes with 500 resources, 200 each of parameters, outputs, \
                  mappings and attributes of a mapping, 60 dynamic references, names of 255 characters, a description of 1,024 \
                  bytes and parameter values of 4,096; CodePipeline 50 stages of 50 actions, each of whose settings has up to \
                  1,000 characters. These limits cannot be raised, and the deployment fails above them.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for limit in ctx.limits().iter().filter(|limit| limit.used > limit.most) {
        let message =
            format!("{} has {} {}, and AWS takes {}", limit.what, limit.used, limit.unit, limit.most);
        let mut finding = RULE.about(message).help(limit.cure);
        finding.span = limit.span;
        out.add(finding);
    }
}
