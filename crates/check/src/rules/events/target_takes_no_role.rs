//! A role on a target that EventBridge reaches through the target's own policy.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::data::targets::Access;
use super::read::targets;
use super::target::kinds;

pub(super) const RULE: Rule = Rule {
    code: "target-takes-no-role",
    severity: Severity::Error,
    title: "A target that EventBridge reaches through a policy of its own has a role.",
    explanation: "EventBridge writes to a log group by a resource policy of CloudWatch Logs; PutTargets \
        refuses a role there (`RoleArn is not supported for target …`). For functions, topics and queues \
        AWS's pages contradict each other: one copy says that a role may be given in place of a policy, the \
        other that delivery may fail with one, above all to encrypted topics and queues. Both say that the \
        policy alone works: for these kinds this is a note. Leave `RoleArn` out, and let \
        `events.amazonaws.com` in by the function's, topic's or queue's own policy.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, target) in targets(ctx) {
        let Some(role) = ctx.get(target, "RoleArn").into_iter().next() else { continue };
        for arn in ctx.get(target, "Arn") {
            for (kind, _) in kinds(ctx, arn) {
                let severity = match kind.access {
                    Access::PolicyOnly => Severity::Error,
                    Access::Policy => Severity::Note,
                    Access::Role | Access::ProbablyRole | Access::Either => continue,
                };
                let mut finding = RULE
                    .at(role.handle(), format!("a {} takes no role", kind.name))
                    .label("not used, or refused")
                    .related(arn.handle(), "the target")
                    .help("leave `RoleArn` out and allow `events.amazonaws.com` in the target's own policy");
                finding.severity = severity;
                findings.add(finding);
            }
        }
    }
}
