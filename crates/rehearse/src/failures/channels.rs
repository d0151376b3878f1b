//! Who is told: every listener of the template's that hears one of a failure's signals, and whether it surely does.

use serde_json::Value as Json;

use super::listeners::Hears;
use super::pattern::{self, Match};
use super::scene::Scene;
use super::signals::{Sent, Signal};
use super::{Heard, Line, What, alarms};
use crate::world::Value;

/// The events of each source.
const EVENTS: &[(&str, &str)] = &[
    (
        "aws.codepipeline",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html",
    ),
    (
        "aws.codebuild",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html",
    ),
    (
        "aws.codedeploy",
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html",
    ),
    (
        "aws.cloudwatch",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html",
    ),
];
const NOTICES: &str = "https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html";
const TRIGGERS: &str =
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-sns-event-notifications.html";
const LETTERS: &str = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html";

/// A way from a signal to a target.
#[derive(Debug)]
pub(super) struct Channel {
    /// The logical ID of what sends.
    pub(super) from: String,
    /// The target's ARN.
    pub(super) to: String,
    /// Why the signal may not take it.
    pub(super) doubt: Option<String>,
    pub(super) page: &'static str,
}

/// The lines on who is told, and what they come to.
pub(super) fn told(scene: &Scene<'_, '_>, sent: &[Sent]) -> (Vec<Line>, Heard) {
    let mut lines = Vec::new();
    let (mut sure, mut perhaps) = (Vec::new(), Vec::new());
    for Channel { from, to, doubt, page } in channels(scene, sent) {
        let named = scene.named(&to);
        let may = scene.may(&from, &to);
        let (text, page) = match scene.hears(&to) {
            _ if may == Some(false) => (format!("not {from}: {named} does not let it in"), page),
            Hears::Nobody(why) => (format!("not through {from}: {why}"), page),
            Hears::Surely(who) => match doubt {
                None if may == Some(true) || is_outside(scene, &to) || from == named => {
                    let text = format!("{from} tells {who}");
                    sure.push(who);
                    (text, page)
                }
                None => {
                    let why = format!("whether {named} lets {from} in is not known");
                    perhaps.push(why.clone());
                    (format!("{from} may tell {who}: {why}"), page)
                }
                Some(why) => {
                    perhaps.push(format!("{from}: {why}"));
                    (format!("{from} may tell {who}: {why}"), page)
                }
            },
            Hears::Perhaps(why) => {
                perhaps.push(why.clone());
                (format!("{from} may tell somebody: {why}"), page)
            }
        };
        let line = Line::new(What::Told, text, page);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    for signal in sent {
        if let Signal::Alarm(name) = &signal.signal
            && alarms::find(scene, name).is_none()
        {
            let shown = scene.world.shown(name);
            perhaps.push(format!("whom the alarm {shown} tells is not in the template"));
            let text = format!("whom the alarm {shown} tells is not in the template");
            lines.push(Line::new(What::Told, text, ""));
        }
    }
    sure.dedup();
    let heard = match perhaps.into_iter().next() {
        _ if !sure.is_empty() => Heard::By(sure),
        Some(why) => Heard::Maybe(why),
        None => Heard::Nobody,
    };
    (lines, heard)
}

/// Chats let in whom they were set up with. SAM writes the permissions of a function's own events.
fn is_outside(scene: &Scene<'_, '_>, arn: &str) -> bool {
    scene.world.by_arn(arn).is_none() && arn.split(':').nth(2) == Some("chatbot")
}

/// Every channel that takes one of the signals; of several signals, the surest counts.
fn channels(scene: &Scene<'_, '_>, sent: &[Sent]) -> Vec<Channel> {
    let mut found: Vec<Channel> = Vec::new();
    for Sent { signal, doubt } in sent {
        for mut channel in of(scene, signal) {
            channel.doubt = channel.doubt.or_else(|| doubt.clone());
            match found.iter_mut().find(|known| (&known.from, &known.to) == (&channel.from, &channel.to)) {
                Some(known) => known.doubt = known.doubt.take().filter(|_| channel.doubt.is_some()),
                None => found.push(channel),
            }
        }
    }
    found
}

fn of(scene: &Scene<'_, '_>, signal: &Signal) -> Vec<Channel> {
    match signal {
        Signal::Event(event) => rules(scene, event),
        Signal::Notice(resource, id) => notices(scene, resource, id),
        Signal::Trigger(group, event) => triggers(scene, group, event),
        Signal::Alarm(name) => alarms::ringing(scene, name),
        Signal::Metric(namespace, name, dimension) => alarms::metric(scene, namespace, name, dimension),
        Signal::Log(group) => alarms::logged(scene, group),
        Signal::Letter(from, to) => {
            vec![Channel { from: from.clone(), to: to.clone(), doubt: None, page: LETTERS }]
        }
    }
}

/// Channels of the rules that match an event.
pub(super) fn rules(scene: &Scene<'_, '_>, event: &Json) -> Vec<Channel> {
    let mut found = Vec::new();
    let source = event["source"].as_str().unwrap_or_default();
    let page = EVENTS.iter().find(|(known, _)| *known == source).map_or("", |(_, page)| page);
    for rule in scene.rules.get_or_init(|| all_rules(scene)) {
        let doubt = match pattern::matches(&rule.pattern, event) {
            Match::No => continue,
            Match::Perhaps => Some("whether its pattern matches is not known".to_owned()),
            Match::Yes => None,
        };
        let channel =
            |to: &String| Channel { from: rule.id.clone(), to: to.clone(), doubt: doubt.clone(), page };
        found.extend(rule.targets.iter().map(channel));
    }
    found
}

/// A rule of EventBridge.
#[derive(Debug)]
pub(super) struct Rule {
    id: String,
    pattern: Json,
    targets: Vec<String>,
}

/// Rules on the default bus: "AWS services send events to your account's default event bus".
fn all_rules(scene: &Scene<'_, '_>) -> Vec<Rule> {
    let mut found = Vec::new();
    for rule in scene.world.of_type("AWS::Events::Rule") {
        let bus = rule.property("EventBusName").text().unwrap_or("default");
        let is_off = rule.property("State").text() == Some("DISABLED");
        let pattern = rule.property("EventPattern");
        if is_off || pattern.is_missing() || !(bus == "default" || bus.ends_with("event-bus/default")) {
            continue;
        }
        let targets = rule.property("Targets").items().iter();
        let targets = targets.filter_map(|target| target.get("Arn").text().map(ToOwned::to_owned));
        found.push(Rule { id: rule.id.to_owned(), pattern: json(pattern), targets: targets.collect() });
    }
    for function in scene.world.of_type("AWS::Serverless::Function") {
        for (_, source) in function.property("Events").entries() {
            let pattern = source.at(&["Properties", "Pattern"]);
            if matches!(source.get("Type").text(), Some("EventBridgeRule" | "CloudWatchEvent")) {
                let targets = function.arn().into_iter().collect();
                found.push(Rule { id: function.id.to_owned(), pattern: json(pattern), targets });
            }
        }
    }
    found
}

fn json(pattern: &Value<'_>) -> Json {
    match pattern.text() {
        Some(text) => serde_json::from_str(text).unwrap_or_default(),
        None => pattern.to_json(),
    }
}

fn notices(scene: &Scene<'_, '_>, resource: &str, id: &str) -> Vec<Channel> {
    let mut found = Vec::new();
    for rule in scene.world.of_type("AWS::CodeStarNotifications::NotificationRule") {
        let mut ids =
            rule.property("EventTypeIds").items().iter().chain(rule.property("EventTypeId").items());
        let is_on = rule.property("Status").text() != Some("DISABLED");
        if is_on
            && rule.property("Resource").text() == Some(resource)
            && ids.any(|one| one.text() == Some(id))
        {
            let targets = rule.property("Targets").items().iter();
            let targets = targets.filter_map(|target| target.get("TargetAddress").text());
            let channel = |to: &str| Channel {
                from: rule.id.to_owned(),
                to: to.to_owned(),
                doubt: None,
                page: NOTICES,
            };
            found.extend(targets.map(channel));
        }
    }
    found
}

fn triggers(scene: &Scene<'_, '_>, group: &str, event: &str) -> Vec<Channel> {
    let Some(group) = scene.world.resource(group) else { return Vec::new() };
    let triggers = group.property("TriggerConfigurations").items().iter();
    let waits = |trigger: &&Value<'_>| {
        trigger.get("TriggerEvents").items().iter().any(|one| one.text() == Some(event))
    };
    let targets = triggers.filter(waits).filter_map(|trigger| trigger.get("TriggerTargetArn").text());
    let channel =
        |to: &str| Channel { from: group.id.to_owned(), to: to.to_owned(), doubt: None, page: TRIGGERS };
    targets.map(channel).collect()
}
