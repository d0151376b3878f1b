//! A log group that EventBridge is to write to, and no policy that lets it.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::policy::Answer;
use crate::rule::Findings;

use super::read::{meanings, targets};

pub(super) const RULE: Rule = Rule {
    code: "log-group-needs-policy",
    severity: Severity::Note,
    title: "A rule writes to a log group, and the template has no policy that lets it.",
    explanation: "EventBridge writes to a log group by a resource policy of CloudWatch Logs, which belongs \
        to the account and region, not to the group: it must allow `events.amazonaws.com` and \
        `delivery.logs.amazonaws.com` to create log streams and put log events. The console makes one; \
        CloudFormation doesn't. Without any, events are lost without a trace. As the account may have one \
        already, this is a note: add an `AWS::Logs::ResourcePolicy`, unless you know of one.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    if ctx.may_gain_resources() {
        return;
    }
    for (rule, target) in targets(ctx) {
        for arn in ctx.get(target, "Arn") {
            for group in meanings(ctx, arn).into_iter().filter(|group| group.kind == "AWS::Logs::LogGroup") {
                if is_let_in(ctx) {
                    continue;
                }
                findings.add(
                    RULE.at(arn.handle(), format!("no policy lets `{}` write to `{}`", rule.id, group.id))
                        .label("never arrives, unless the account has a policy")
                        .related(group.id_span, "the log group")
                        .help("add an `AWS::Logs::ResourcePolicy` that lets EventBridge write"),
                );
            }
        }
    }
}

fn is_let_in(ctx: &Context<'_>) -> bool {
    let mut policies = ctx.policies().iter().filter(|policy| policy.of == "AWS::Logs::ResourcePolicy");
    policies.any(|policy| policy.lets_service(ctx, "events.amazonaws.com", "logs:PutLogEvents") != Answer::No)
}
