//! A policy that is larger than AWS takes.

use diag::Severity;

use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-too-large",
    severity: Severity::Error,
    title: "A policy is larger than AWS allows.",
    explanation: "AWS limits how long policies are: all inline policies of a role together 10,240 characters, of a group \
        5,120, of a user 2,048; a managed policy 6,144; a role's trust policy 2,048, up to 8,192 on request; a bucket policy \
        20 KB, a topic's 30 KB, a queue's 8,192 bytes, a key's 32 KB, a policy of CloudWatch Logs 5,120 characters. IAM does \
        not count white space. Above that the deployment fails with LimitExceeded. Counted is what the template makes sure \
        of, parts that are only known at the deployment as one character.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-iam-policies.html",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html",
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for size in ctx.policy_sizes() {
        let (least, limit) = (size.width.least, size.limit);
        if least > limit.highest {
            let message = format!("{}: {least} {}, and AWS allows {}", size.what, limit.unit, limit.highest);
            findings.add(RULE.at(size.span, message).help(limit.cure));
        }
    }
}
