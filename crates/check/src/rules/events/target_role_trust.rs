//! The role of a target that EventBridge may not take on.

use cfn::read::Node;
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::policy::{self, Answer, Kind};
use crate::rule::Findings;

use super::read::{of_type, targets};

pub(super) const RULE: Rule = Rule {
    code: "target-role-trust",
    severity: Severity::Error,
    title: "The role of a target does not trust the service that is to take it on.",
    explanation: "EventBridge calls the target as the role in `RoleArn`, and needs that role's trust: \
        `events.amazonaws.com` for the targets of a rule, `scheduler.amazonaws.com` for that of a schedule. Without it a \
        rule's target is never started, which only the rule's `FailedInvocations` metric shows; a schedule is refused \
        when the stack is deployed.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-iam-roles.html",
        "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, target) in targets(ctx) {
        roles(ctx, target, "events.amazonaws.com", findings);
    }
    for (_, schedule) in of_type(ctx, "AWS::Scheduler::Schedule") {
        for target in ctx.get(schedule, "Target") {
            roles(ctx, target, "scheduler.amazonaws.com", findings);
        }
    }
}

fn roles<'t>(ctx: &Context<'t>, target: &'t Node, service: &str, findings: &mut Findings) {
    for role in ctx.get(target, "RoleArn") {
        let Some(resource) = ctx.target(role).filter(|resource| resource.kind == "AWS::IAM::Role") else {
            continue;
        };
        let policies = policy::of(ctx, resource);
        let mut trusts = policies.iter().filter(|policy| policy.kind() == Kind::Trust).peekable();
        if trusts.peek().is_none()
            || trusts.any(|trust| trust.lets_service(ctx, service, "sts:AssumeRole") != Answer::No)
        {
            continue;
        }
        findings.add(
            RULE.at(role.handle(), format!("the role `{}` does not trust `{service}`", resource.id))
                .label("can't be taken on")
                .related(resource.id_span, "the role")
                .help(format!("let its trust policy allow `sts:AssumeRole` to `Service: {service}`")),
        );
    }
}
