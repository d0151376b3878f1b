//! What stands around the actions: what starts the pipeline, who is told, the functions that it delivers.

use std::rc::Rc;

use super::actions::{caller, of_function, shifting};
use super::caller::Caller;
use super::court::Court;
use super::{Act, Step};
use crate::calls::{self, By, Delivery, Of};
use crate::programs;
use crate::world::{Resource, Value};

/// What starts the pipeline.
pub(super) fn start<'t>(court: &Court<'_, 't>, pipeline: &Resource<'t>) -> Step<'t> {
    let arn = pipeline.arn().unwrap_or_default();
    let role = caller(court, pipeline.property("RoleArn").text().unwrap_or_default());
    let look = Act::new(court, role, "CodePipeline", calls::pipeline(court.world, pipeline));
    let mut acts = Vec::new();
    let mut rules = Vec::new();
    // One that is disabled starts nothing, and calls nothing.
    let is_on = |rule: &&Resource<'_>| rule.property("State").text() != Some("DISABLED");
    for rule in court.world.of_type("AWS::Events::Rule").filter(is_on) {
        for delivery in calls::targets(court.world, rule) {
            if delivery.target == arn {
                rules.push(rule);
                acts.push(delivered(court, rule, delivery));
            }
        }
    }
    acts.push(look.assumed(court, &calls::assumption(court.world, Of::Pipeline(&arn))));
    let what = match rules.as_slice() {
        [] => without_rule(pipeline),
        [rule] => format!("{} starts the pipeline", rule.id),
        [first, ..] => format!("{} rules start the pipeline, {} first", rules.len(), first.id),
    };
    Step {
        name: "push".to_owned(),
        what,
        order: 0,
        node: rules.first().map_or(pipeline.node, |rule| rule.node),
        inputs: Vec::new(),
        outputs: Vec::new(),
        minutes: None,
        acts,
    }
}

/// How a pipeline starts that no rule of the template starts.
fn without_rule(pipeline: &Resource<'_>) -> String {
    let sources =
        pipeline.property("Stages").items().first().map_or(&[][..], |stage| stage.get("Actions").items());
    let any = |provider: &str, holds: fn(&Value<'_>) -> bool| {
        sources.iter().any(|action| {
            action.at(&["ActionTypeId", "Provider"]).text() == Some(provider)
                && holds(action.get("Configuration"))
        })
    };
    let detects = |configuration: &Value<'_>| configuration.get("DetectChanges").boolean() != Some(false);
    let polls =
        |configuration: &Value<'_>| configuration.get("PollForSourceChanges").boolean() != Some(false);
    // "When a trigger configuration is specified, default change detection for repository and branch commits is disabled."
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codepipeline-pipeline-pipelinetriggerdeclaration.html
    let triggers = pipeline.property("Triggers").items();
    let hears = |of: &str| triggers.iter().any(|it| !it.at(&["GitConfiguration", of]).items().is_empty());
    if !triggers.is_empty() {
        match (hears("Push"), hears("PullRequest")) {
            (true, true) => "a push or pull request that fits a trigger starts the pipeline".to_owned(),
            (true, false) => "a push that fits a trigger starts the pipeline".to_owned(),
            (false, true) => "a pull request that fits a trigger starts the pipeline".to_owned(),
            (false, false) => "the connection starts the pipeline, as its triggers say".to_owned(),
        }
    } else if any("CodeStarSourceConnection", detects) {
        "the connection starts the pipeline".to_owned()
    } else if any("GitHub", |_| true) {
        "GitHub's webhook, or polling, starts the pipeline".to_owned()
    } else if any("CodeCommit", polls) || any("S3", polls) {
        "CodePipeline polls the source".to_owned()
    } else {
        "nothing in the template starts the pipeline".to_owned()
    }
}

/// Who is told of what: rules that lead elsewhere, alarms, notification rules.
pub(super) fn messages<'t>(court: &Court<'_, 't>, order: usize) -> Option<Step<'t>> {
    let world = court.world;
    let mut acts = Vec::new();
    let mut node = None;
    for resource in world.resources() {
        if matches!(
            resource.kind,
            "AWS::Chatbot::SlackChannelConfiguration" | "AWS::Chatbot::MicrosoftTeamsChannelConfiguration"
        ) {
            node.get_or_insert(resource.node);
            acts.extend(shown(court, resource));
            continue;
        }
        let deliveries = match resource.kind {
            "AWS::Events::Rule" => calls::targets(world, resource),
            "AWS::CloudWatch::Alarm" | "AWS::CloudWatch::CompositeAlarm" => calls::alarm(world, resource),
            "AWS::CodeStarNotifications::NotificationRule" => calls::notification_rule(world, resource),
            "AWS::SNS::Subscription" => calls::subscription(world, resource).into_iter().collect(),
            "AWS::S3::Bucket" => calls::access_logs(world, resource).into_iter().collect(),
            "AWS::Logs::LogGroup" => calls::log_group_key(world, resource).into_iter().collect(),
            _ => continue,
        };
        for delivery in deliveries {
            let target = world.by_arn(&delivery.target);
            if target.is_none_or(|target| target.kind != "AWS::CodePipeline::Pipeline") {
                node.get_or_insert(resource.node);
                acts.push(delivered(court, resource, delivery));
            }
        }
    }
    Some(around("messages", "rules and alarms tell whom they know", order, node?, acts))
}

/// The functions that nothing has invoked yet: their logs, and what their code calls.
pub(super) fn functions<'t>(court: &Court<'_, 't>, steps: &[Step<'t>]) -> Option<Step<'t>> {
    let met = |id: &str| steps.iter().flat_map(|step| &step.acts).any(|act| act.what == id);
    let functions: Vec<_> =
        court.world.of_type("AWS::Lambda::Function").filter(|function| !met(function.id)).collect();
    let acts = functions.iter().map(|function| {
        let program = programs::of_function(court.world, function, Value::missing());
        of_function(court, function, program)
    });
    let acts = acts.collect();
    let order = steps.last().map_or(0, |step| step.order) + 1;
    Some(around("traffic", "functions answer their callers", order, functions.first()?.node, acts))
}

/// What an update of the stack itself has CodeDeploy do.
pub(super) fn update<'t>(court: &Court<'_, 't>, order: usize) -> Option<Step<'t>> {
    let shifts = calls::alias_updates(court.world);
    let acts: Vec<_> = shifts.iter().filter_map(|(group, shift)| shifting(court, group, shift)).collect();
    let node = court.world.of_type("AWS::Lambda::Alias").next()?.node;
    if acts.is_empty() {
        return None;
    }
    Some(around("update", "an update of the stack shifts aliases", order, node, acts))
}

fn around<'t>(
    name: &str,
    what: &str,
    order: usize,
    node: &'t cfn::read::Node,
    acts: Vec<Act<'t>>,
) -> Step<'t> {
    Step {
        name: name.to_owned(),
        what: what.to_owned(),
        order,
        node,
        inputs: Vec::new(),
        outputs: Vec::new(),
        minutes: None,
        acts,
    }
}

/// A chat shows what it is told: under its role, and as far as a guardrail lets it. Of several guardrails none need let all.
fn shown<'t>(court: &Court<'_, 't>, chat: &Resource<'t>) -> Vec<Act<'t>> {
    let Some((role, calls)) = calls::chat(chat) else { return Vec::new() };
    let trust = calls::assumption(court.world, Of::Chat(&chat.arn().unwrap_or_default()));
    let mut acts = Vec::new();
    if let [guardrail] = chat.property("GuardrailPolicies").items()
        && let Some((_, policy)) =
            court.world.managed_policies().find(|(arn, _)| guardrail.text() == Some(*arn))
    {
        let within = Caller::Person { policy: Rc::clone(policy) };
        acts.push(Act::new(court, within, chat.id, calls.clone()));
    }
    acts.push(Act::new(court, caller(court, &role), chat.id, calls).assumed(court, &trust));
    acts
}

fn delivered<'t>(court: &Court<'_, 't>, from: &Resource<'t>, delivery: Delivery) -> Act<'t> {
    match delivery.by {
        By::Service(name) => Act::new(court, Caller::Service { name }, from.id, delivery.calls),
        By::Role(role) => {
            let trust = calls::assumption(court.world, Of::Rule(&from.arn().unwrap_or_default()));
            Act::new(court, caller(court, &role), from.id, delivery.calls).assumed(court, &trust)
        }
    }
}
