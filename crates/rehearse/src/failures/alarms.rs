//! Alarms that ring because of a failure, or because they count it, and what they do.

use super::channels::{self, Channel};
use super::scene::Scene;
use super::signals::{self, Signal};
use crate::world::{Resource, Value};

const ALARMS: &str = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html";
const FILTERS: &str = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html";

/// The alarm of that name or ARN.
pub(super) fn find<'w, 't>(scene: &Scene<'w, 't>, name: &str) -> Option<&'w Resource<'t>> {
    let of = |kind| scene.world.by_name(kind, name);
    of("AWS::CloudWatch::Alarm").or_else(|| of("AWS::CloudWatch::CompositeAlarm"))
}

/// What an alarm does, and what others make of it.
pub(super) fn ringing(scene: &Scene<'_, '_>, name: &str) -> Vec<Channel> {
    let known = find(scene, name);
    let name = known.map_or_else(|| name.to_owned(), Resource::name);
    let mut found = known.map_or_else(Vec::new, |alarm| actions(alarm, None));
    for composite in scene.world.of_type("AWS::CloudWatch::CompositeAlarm") {
        let Some(rule) = composite.property("AlarmRule").text() else { continue };
        if rule.contains(&name) {
            found.extend(actions(composite, (!is_any(rule)).then_some("its rule decides")));
        }
    }
    if let Signal::Event(event) = signals::alarm_rings(scene, &name) {
        found.extend(channels::rules(scene, &event));
    }
    found
}

/// Whether a composite alarm's rule is `ALARM(…) OR ALARM(…)`: each of those that it names makes it ring.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html>
fn is_any(rule: &str) -> bool {
    rule.split(" OR ").all(|one| {
        let inside = one.trim().strip_prefix("ALARM(").and_then(|rest| rest.strip_suffix(')'));
        inside.is_some_and(|name| !name.contains(['(', ')']))
    })
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
pub(super) fn metric(
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

/// Whoever reads along in a log: filters decide what they see of it.
pub(super) fn logged(scene: &Scene<'_, '_>, group: &str) -> Vec<Channel> {
    const FILTER: &str = "its filter decides what it sees of the log";
    let mut found = Vec::new();
    let reads = |filter: &&Resource<'_>| filter.property("LogGroupName").text() == Some(group);
    for filter in scene.world.of_type("AWS::Logs::SubscriptionFilter").filter(reads) {
        if let Some(to) = filter.property("DestinationArn").text() {
            found.push(Channel {
                from: filter.id.to_owned(),
                to: to.to_owned(),
                doubt: Some(FILTER.to_owned()),
                page: FILTERS,
            });
        }
    }
    for filter in scene.world.of_type("AWS::Logs::MetricFilter").filter(reads) {
        for metric in filter.property("MetricTransformations").items() {
            let is = |alarm: &&Resource<'_>, key, of| {
                let text = alarm.property(key).text();
                text.is_some() && text == metric.get(of).text()
            };
            let alarms = scene.world.of_type("AWS::CloudWatch::Alarm");
            for alarm in alarms.filter(|alarm| {
                is(alarm, "Namespace", "MetricNamespace") && is(alarm, "MetricName", "MetricName")
            }) {
                found.extend(actions(alarm, Some(FILTER)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::is_any;

    #[test]
    fn any_of_several_rings_with_each() {
        for (rule, expected) in [
            (r#"ALARM("a") OR ALARM("b")"#, true),
            ("ALARM(a)", true),
            ("ALARM(a) AND ALARM(b)", false),
            ("NOT ALARM(a)", false),
            ("OK(a) OR ALARM(b)", false),
            ("(ALARM(a) AND OK(b)) OR ALARM(c)", false),
        ] {
            assert_eq!(is_any(rule), expected, "{rule}");
        }
    }
}
