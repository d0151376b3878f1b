//! An action that alarms can't take.

use cfn::read::{Function, Node};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::resolve::Piece;
use crate::rule::Findings;

use super::read::{Arn, of_type};

pub(super) const RULE: Rule = Rule {
    code: "invalid-alarm-action",
    severity: Severity::Error,
    title: "An alarm's action is none that alarms can take.",
    explanation: "An alarm acts on topics, functions, scaling policies, EC2 instances \
        (`arn:aws:automate:…`), Systems Manager OpsItems and incidents and investigations, each named by its \
        ARN. PutMetricAlarm refuses other ARNs, and names, when the stack is deployed. For a queue, an event \
        bus or anything else, put a topic or an EventBridge rule between. An alarm can only act in its own \
        region.",
    pages: &["https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"],
    check,
};

const SERVICES: [&str; 8] =
    ["automate", "swf", "autoscaling", "lambda", "sns", "ssm", "ssm-incidents", "aiops"];
/// Types that people take for an alarm's action, and that are none.
const NEVER: [&str; 9] = [
    "AWS::CodePipeline::Pipeline",
    "AWS::CodeBuild::Project",
    "AWS::Events::EventBus",
    "AWS::IAM::Role",
    "AWS::Kinesis::Stream",
    "AWS::Logs::LogGroup",
    "AWS::SNS::Subscription",
    "AWS::SQS::Queue",
    "AWS::StepFunctions::StateMachine",
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for kind in ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"] {
        for (_, properties) in of_type(ctx, kind) {
            for list in ["AlarmActions", "OKActions", "InsufficientDataActions"] {
                for action in ctx.get(properties, list).into_iter().flat_map(|list| ctx.items(list)) {
                    if let Some((message, help)) = judge(ctx, action) {
                        findings
                            .add(RULE.at(action.handle(), message).label("no action of an alarm").help(help));
                    }
                }
            }
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, action: &'t Node) -> Option<(String, String)> {
    let between = || "put a topic between, or an EventBridge rule on the alarm's state".to_owned();
    if let Some(resource) = ctx.target(action) {
        let id = resource.id;
        if NEVER.contains(&resource.kind) {
            return Some((format!("`{id}` is of type `{}`", resource.kind), between()));
        }
        let by_name = resource.kind == "AWS::Lambda::Function" && action.call_of(&Function::Ref).is_some();
        return by_name
            .then(|| (format!("`!Ref {id}` is not the ARN of `{id}`"), format!("write `!GetAtt {id}.Arn`")));
    }
    let pieces = ctx.pieces(action)?;
    match pieces.as_slice() {
        [Piece::Known(text)] if !text.starts_with("arn:") => {
            Some((format!("`{text}` is no ARN"), "give the whole ARN".to_owned()))
        }
        pieces => {
            let service = Arn::of(pieces)?.service?;
            (!SERVICES.contains(&service.as_str()))
                .then(|| (format!("alarms don't act on resources of `{service}`"), between()))
        }
    }
}
