//! A target that EventBridge reaches only through a role, without one.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::data::targets::Access;
use super::read::targets;
use super::target::kinds;

pub(super) const RULE: Rule = Rule {
    code: "target-needs-role",
    severity: Severity::Error,
    title: "A target that EventBridge reaches through a role has none.",
    explanation: "EventBridge starts pipelines, builds, state machines, tasks and the like by a call of its \
        own, for which it takes on the role in the target's `RoleArn`. The rule's own `RoleArn` does not \
        serve. PutTargets refuses such a target without a role (`RoleArn is required for target …`), and the \
        stack fails. The role must trust `events.amazonaws.com` and allow that one call, such as \
        `codepipeline:StartPipelineExecution` on the pipeline. For kinds whose need no AWS page states \
        outright this is a warning.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-iam-roles.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/create-cwe-ecr-source-cli.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (rule, target) in targets(ctx) {
        if !ctx.is_absent(target, "RoleArn") {
            continue;
        }
        for arn in ctx.get(target, "Arn") {
            for (kind, pattern) in kinds(ctx, arn) {
                let severity = match kind.access {
                    Access::Role => Severity::Error,
                    Access::ProbablyRole => Severity::Warning,
                    Access::Policy | Access::PolicyOnly | Access::Either => continue,
                };
                let mut finding = RULE
                    .at(pattern.node.handle(), format!("this target of `{}` has no `RoleArn`", rule.id))
                    .label(format!("a {} is reached through a role", kind.name))
                    .help("give the target a `RoleArn`: a role that `events.amazonaws.com` may take on");
                finding.severity = severity;
                findings.add(finding);
            }
        }
    }
}
