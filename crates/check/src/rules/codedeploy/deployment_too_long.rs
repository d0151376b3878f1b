//! A shift that takes longer than what starts it can wait.

use cfn::read::Node;
use diag::Severity;

use super::configs::Platform;
use super::groups::{self, named};
use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "deployment-too-long",
    severity: Severity::Warning,
    title: "A traffic shift takes longer than a pipeline's Lambda action can wait.",
    explanation: "A pipeline that deploys through a Lambda function waits 24 hours for it at most, continuation tokens included. A \
                  shift that takes longer, with an hour for each hook, goes on after the action has timed out, and the pipeline \
                  counts the deployment as failed. Shorten the shift, or let CloudFormation's own action deploy, which waits three \
                  days.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html",
    ],
    check,
};

/// What a Lambda action of a pipeline waits, in minutes.
const MOST_MINUTES: u64 = 24 * 60;

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let invokes = ctx
        .of_type("AWS::CodePipeline::Pipeline")
        .filter_map(Resource::properties)
        .flat_map(|pipeline| ctx.all(pipeline, &["Stages", "Actions", "ActionTypeId", "Provider"]))
        .find(|provider| provider.text() == Some("Lambda"));
    let Some(invokes) = invokes else { return };
    for group in groups::all(ctx).into_iter().filter(|group| group.platform == Some(Platform::Lambda)) {
        for node in ctx.all(group.properties, &["DeploymentConfigName"]) {
            let config = named(ctx, "AWS::CodeDeploy::DeploymentConfig", "DeploymentConfigName", node);
            let Some(properties) = config.and_then(Resource::properties) else { continue };
            let Some((interval, minutes)) = longest(ctx, properties) else { continue };
            if minutes > MOST_MINUTES {
                out.add(
                    RULE.at(interval.handle(), format!("this shift takes {minutes} minutes"))
                        .related(invokes.handle(), "a Lambda action waits 1440 minutes")
                        .help("shorten it to less than a day"),
                );
            }
        }
    }
}

/// The interval of a configuration, and the minutes from its first shift to its last.
fn longest<'t>(ctx: &Context<'t>, config: &'t Node) -> Option<(&'t Node, u64)> {
    let number = |node: &'t Node| ctx.text(node)?.parse::<u64>().ok();
    let one = |path: [&str; 3]| match ctx.all(config, &path).as_slice() {
        [node] => Some(*node),
        _ => None,
    };
    if let Some(interval) = one(["TrafficRoutingConfig", "TimeBasedCanary", "CanaryInterval"]) {
        return Some((interval, number(interval)?));
    }
    let interval = one(["TrafficRoutingConfig", "TimeBasedLinear", "LinearInterval"])?;
    let share = number(one(["TrafficRoutingConfig", "TimeBasedLinear", "LinearPercentage"])?)?;
    let shifts = 100_u64.div_ceil(share.max(1)) - 1;
    Some((interval, shifts.saturating_mul(number(interval)?)))
}
