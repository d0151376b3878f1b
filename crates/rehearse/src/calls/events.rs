//! Rules of EventBridge: what a rule calls on its targets, and as whom.

use std::borrow::Cow;

use super::{Calls, When, messages};
use crate::world::{Resource, Value, World};

/// What is called on one target.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Delivery {
    /// The target's ARN.
    pub target: String,
    /// Who calls.
    pub by: By,
    /// What is called.
    pub calls: Calls,
}

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum By {
    /// The role of that ARN.
    Role(String),
    /// A service in its own name, which the target's policy must allow.
    Service(Cow<'static, str>),
}

const SERVICE: &str = "events.amazonaws.com";
const TARGETS: &str = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html";
const POLICIES: &str = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html";
const ROLES: &str = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html";
const PIPELINES: &str = "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-repo-changes-cfn.html";
const UNREACHED: &str = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html";

/// What EventBridge calls for the targets of a rule.
pub(crate) fn targets(world: &World<'_>, rule: &Resource<'_>) -> Vec<Delivery> {
    let mut found = Vec::new();
    for target in rule.property("Targets").items() {
        let Some(arn) = target.get("Arn").text() else { continue };
        let role = target.get("RoleArn").text();
        let by = role.map_or(By::Service(SERVICE.into()), |role| By::Role(role.to_owned()));
        let calls = match role {
            Some(_) => under_role(arn),
            None => as_service(world, rule, arn),
        };
        found.push(Delivery { target: arn.to_owned(), by, calls });
        found.extend(dead_letters(world, rule, target));
    }
    found
}

/// What the target's service names the call.
fn action(arn: &str) -> Option<(&'static str, &'static str)> {
    let mut parts = arn.splitn(6, ':').skip(2);
    let service = parts.next()?;
    let rest = parts.nth(2).unwrap_or_default();
    Some(match service {
        "codepipeline" => ("codepipeline:StartPipelineExecution", PIPELINES),
        "codebuild" => ("codebuild:StartBuild", ROLES),
        "states" => ("states:StartExecution", ROLES),
        "kinesis" => ("kinesis:PutRecord", ROLES),
        "firehose" => ("firehose:PutRecord", TARGETS),
        "events" if rest.starts_with("event-bus/") => ("events:PutEvents", ROLES),
        "lambda" => ("lambda:InvokeFunction", POLICIES),
        "sqs" => ("sqs:SendMessage", POLICIES),
        "sns" => ("sns:Publish", POLICIES),
        _ => return None,
    })
}

fn unknown(arn: &str) -> Calls {
    Calls::unknown(format!("what EventBridge calls on {arn} is not modelled"))
}

fn under_role(arn: &str) -> Calls {
    let Some((action, page)) = action(arn) else { return unknown(arn) };
    let mut calls = Calls::none();
    calls.push(action, arn, When::Always, page);
    calls
}

/// In EventBridge's own name. Targets that need a role have no policy that could let it in.
fn as_service(world: &World<'_>, rule: &Resource<'_>, arn: &str) -> Calls {
    let service = arn.split(':').nth(2).unwrap_or_default();
    let known =
        |what: &str| Calls::unknown(format!("the {what} {arn} is not in the template: nor is its policy"));
    match service {
        // "You can't use Condition blocks in Amazon SNS topic policies for EventBridge": it sends no keys with that.
        "sns" => messages::publish_as_service(world, arn, &[], POLICIES),
        "lambda" if !has_function(world, arn) => known("function"),
        "sqs" if world.by_arn(arn).is_none() => known("queue"),
        "logs" => Calls::unknown("the resource policies of CloudWatch Logs are not modelled"),
        _ => match action(arn) {
            Some((action, page)) => {
                let mut calls = Calls::none();
                calls.push(action, arn, When::Always, page);
                from_rule(world, rule, calls)
            }
            None => unknown(arn),
        },
    }
}

/// Whether the template has the function, or the alias or version of one, of that ARN.
fn has_function(world: &World<'_>, arn: &str) -> bool {
    let whole = arn.match_indices(':').nth(6).map_or(arn, |(end, _)| &arn[..end]);
    world.by_arn(arn).is_some() || world.by_arn(whole).is_some()
}

fn from_rule(world: &World<'_>, rule: &Resource<'_>, calls: Calls) -> Calls {
    let calls = calls.with("aws:SourceAccount", world.account());
    match rule.arn() {
        Some(arn) => calls.with("aws:SourceArn", &arn),
        None => calls,
    }
}

/// Events that reach no target go to a queue, in EventBridge's own name.
fn dead_letters(world: &World<'_>, rule: &Resource<'_>, target: &Value<'_>) -> Option<Delivery> {
    let queue = target.at(&["DeadLetterConfig", "Arn"]).text()?;
    let mut calls = Calls::none();
    if world.by_arn(queue).is_some() {
        calls.push("sqs:SendMessage", queue, When::Only("when the target cannot be reached"), UNREACHED);
    } else {
        calls.unmodelled(format!("the queue {queue} is not in the template: nor is its policy"));
    }
    let calls = from_rule(world, rule, calls);
    Some(Delivery { target: queue.to_owned(), by: By::Service(SERVICE.into()), calls })
}
