//! Who is told: every listener of the template's that hears one of a failure's signals, and whether it surely does.

use serde_json::Value as Json;

use super::listeners::{self, Hears};
use super::pattern::{self, Match};
use super::scene::Scene;
use super::signals::{self, Sent, Signal};
use super::{Heard, Line, What};
use crate::world::{Resource, Value};

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
const ALARMS: &str = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html";
const LETTERS: &str = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html";

/// A way from a signal to a target.
#[derive(Debug)]
struct Channel {
    /// The logical ID of what sends.
    from: String,
    /// The target's ARN.
    to: String,
    /// Why the signal may not take it.
    doubt: Option<String>,
    page: &'static str,
}

/// The lines on who is told, and what they come to.
pub(super) fn told(scene: &Scene<'_, '_>, sent: &[Sent]) -> (Vec<Line>, Heard) {
    let mut lines = Vec::new();
    let (mut sure, mut perhaps) = (Vec::new(), Vec::new());
    for Channel { from, to, doubt, page } in channels(scene, sent) {
        let named = scene.named(&to);
        let may = scene.may(&from, &to);
        let (text, page) = match listeners::of(scene, &to) {
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
            && alarm(scene, name).is_none()
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
        Signal::Alarm(name) => ringing(scene, name),
        Signal::Metric(namespace, name, dimension) => metric(scene, namespace, name, dimension),
        Signal::Letter(from, to) => {
            vec![Channel { from: from.clone(), to: to.clone(), doubt: None, page: LETTERS }]
        }
    }
}

/// Rules on the default bus: "AWS services send events to your account's default event bus".
fn rules(scene: &Scene<'_, '_>, event: &Json) -> Vec<Channel> {
    let mut found = Vec::new();
    let source = event["source"].as_str().unwrap_or_default();
    let page = EVENTS.iter().find(|(known, _)| *known == source).map_or("", |(_, page)| page);
    let doubt = |matched| match matched {
        Match::No => None,
        Match::Perhaps => Some(Some("whether its pattern matches is not known".to_owned())),
        Match::Yes => Some(None),
    };
    for rule in scene.world.of_type("AWS::Events::Rule") {
        let bus = rule.property("EventBusName").text().unwrap_or("default");
        let is_off = rule.property("State").text() == Some("DISABLED");
        let written = rule.property("EventPattern");
        if is_off || written.is_missing() || !(bus == "default" || bus.ends_with("event-bus/default")) {
            continue;
        }
        let Some(doubt) = doubt(matched(written, event)) else { continue };
        for target in rule.property("Targets").items() {
            let Some(to) = target.get("Arn").text() else { continue };
            found.push(Channel { from: rule.id.to_owned(), to: to.to_owned(), doubt: doubt.clone(), page });
        }
    }
    for function in scene.world.of_type("AWS::Serverless::Function") {
        for (_, source) in function.property("Events").entries() {
            let is_rule = matches!(source.get("Type").text(), Some("EventBridgeRule" | "CloudWatchEvent"));
            let written = source.at(&["Properties", "Pattern"]);
            if is_rule
                && let Some(doubt) = doubt(matched(written, event))
                && let Some(to) = function.arn()
            {
                found.push(Channel { from: function.id.to_owned(), to, doubt, page });
            }
        }
    }
    found
}

fn matched(pattern: &Value<'_>, event: &Json) -> Match {
    let pattern = match pattern.text() {
        Some(text) => serde_json::from_str(text).unwrap_or_default(),
        None => pattern.to_json(),
    };
    pattern::matches(&pattern, event)
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

fn alarm<'w, 't>(scene: &Scene<'w, 't>, name: &str) -> Option<&'w Resource<'t>> {
    let find = |kind| scene.world.by_name(kind, name);
    find("AWS::CloudWatch::Alarm").or_else(|| find("AWS::CloudWatch::CompositeAlarm"))
}

/// What an alarm does, and what others make of it.
fn ringing(scene: &Scene<'_, '_>, name: &str) -> Vec<Channel> {
    let known = alarm(scene, name);
    let name = known.map_or_else(|| name.to_owned(), Resource::name);
    let mut found = known.map_or_else(Vec::new, |alarm| actions(alarm, None));
    for composite in scene.world.of_type("AWS::CloudWatch::CompositeAlarm") {
        if composite.property("AlarmRule").text().is_some_and(|rule| rule.contains(&name)) {
            found.extend(actions(composite, Some("its rule decides")));
        }
    }
    if let Signal::Event(event) = signals::alarm_rings(scene, &name) {
        found.extend(rules(scene, &event));
    }
    found
}

fn actions(alarm: &Resource<'_>, doubt: Option<&str>) -> Vec<Channel> {
    if alarm.property("ActionsEnabled").boolean() == Some(false) {
        return Vec::new();
    }
    let targets = alarm.property("AlarmActions").items().iter().filter_map(Value::text);
    let channel = |to: &str| Channel {
        from: alarm.id.to_owned(),
        to: to.to_owned(),
        doubt: doubt.map(ToOwned::to_owned),
        page: ALARMS,
    };
    targets.map(channel).collect()
}

/// Alarms on a metric. One failure need not make one ring: its threshold decides.
fn metric(
    scene: &Scene<'_, '_>,
    namespace: &str,
    name: &str,
    dimension: &(&'static str, String),
) -> Vec<Channel> {
    let counts = |metric: &Value<'_>| {
        let is = |key: &str, text: &str| metric.get(key).text() == Some(text);
        let of_it = |one: &Value<'_>| {
            one.get("Name").text() == Some(dimension.0) && one.get("Value").text() == Some(&dimension.1)
        };
        is("Namespace", namespace)
            && is("MetricName", name)
            && metric.get("Dimensions").items().iter().all(of_it)
    };
    let mut found = Vec::new();
    for alarm in scene.world.of_type("AWS::CloudWatch::Alarm") {
        let several = alarm.property("Metrics").items().iter();
        let direct = counts(alarm.properties());
        if direct || several.map(|one| one.at(&["MetricStat", "Metric"])).any(counts) {
            let rings_at_once = direct
                && alarm.property("Threshold").text().is_some_and(|text| {
                    let over = alarm.property("ComparisonOperator").text();
                    let one = text.parse::<f64>().unwrap_or(f64::MAX);
                    match over {
                        Some("GreaterThanThreshold") => one < 1.0,
                        Some("GreaterThanOrEqualToThreshold") => one <= 1.0,
                        _ => false,
                    }
                })
                && alarm.property("EvaluationPeriods").number() == Some(1)
                && alarm.property("Statistic").text() == Some("Sum");
            let doubt = (!rings_at_once).then_some("one failure need not make it ring");
            found.extend(actions(alarm, doubt));
        }
    }
    found
}
