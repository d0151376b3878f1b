//! Nearly as much of something as AWS takes.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "limit-near",
    severity: Severity::Warning,
    title: "A template has more than four fifths of what AWS takes.",
    explanation: "Above 80 percent of a limit that cannot be raised the next change may be the one that no longer deploys, when \
                  there is least time for it. What is known only at the deployment counts as long as it usually is: a generated \
                  name has about 63 characters. `limit-exceeded` has the limits.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for limit in ctx.limits() {
        if limit.used > limit.most || limit.usual * 5 <= limit.most * 4 {
            continue;
        }
        let message =
            format!("{} has {} {} of the {} that AWS takes", limit.what, limit.usual, limit.unit, limit.most);
        let mut finding = RULE.about(message).help(limit.cure);
        finding.span = limit.span;
        out.add(finding);
    }
}
