//! Templates that do not fit into a request.

use diag::Severity;

use super::limits::{INLINE, bytes};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "template-needs-bucket",
    severity: Severity::Warning,
    title: "A template is too large to be deployed without a bucket.",
    explanation: "A request to CloudFormation carries a template of up to 51,200 bytes. `aws cloudformation deploy` refuses a \
                  larger one unless it is told by `--s3-bucket` where to put it; from a bucket it may have up to 1,000,000 \
                  bytes. White space and comments count.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
        "https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let used = bytes(ctx.document());
    if used > INLINE {
        let message =
            format!("the template has {used} bytes, and a deployment without a bucket takes {INLINE}");
        out.add(
            RULE.about(message)
                .help("deploy it through a bucket: `aws cloudformation deploy --s3-bucket <bucket> …`"),
        );
    }
}
