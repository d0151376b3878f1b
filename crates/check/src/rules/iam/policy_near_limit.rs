//! A policy that nearly is larger than AWS takes.

use diag::Severity;

use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-near-limit",
    severity: Severity::Warning,
    title: "A policy is close to the size that AWS allows, or over what it allows by default.",
    explanation: "From four fifths of a limit on, one statement more can make the next deployment fail. Names and regions that \
        are only known at the deployment count as long as they usually are, so a long stack name may do the same. For the \
        limits see policy-too-large.",
    pages: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for size in ctx.policy_sizes() {
        let (usual, limit) = (size.width.usual, size.limit);
        if size.width.least > limit.highest || usual * 5 <= limit.most * 4 {
            continue;
        }
        let message = if usual > limit.most {
            format!("{}: about {usual} {}, and AWS allows {}", size.what, limit.unit, limit.most)
        } else {
            format!("{}: about {usual} {} of the {} that AWS allows", size.what, limit.unit, limit.most)
        };
        findings.add(RULE.at(size.span, message).help(limit.cure));
    }
}
