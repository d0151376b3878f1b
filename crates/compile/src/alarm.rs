//! Alarms on an alias.

use cfn::cloudwatch::{
    Alarm, CompositeAlarm, Dimension, Measure, Metric, MetricIdentity, MetricQuery, MetricStat, Number,
};
use cfn::{Arn, Text, Value, text};
use spec::Term;

use crate::functions::Target;

/// Lambda's metrics come every minute.
const PERIOD: u64 = 60;

pub(crate) fn of(name: &str, alarm: &spec::Alarm, target: &Target<'_>, told: &[Value<Arn>]) -> Alarm {
    Alarm {
        alarm_description: format!("{name} of {}: stops its deployment", target.key.as_str()),
        measure: match &alarm.measure {
            spec::Measure::One(term) => Measure::One(Box::new(metric(term, target))),
            spec::Measure::Ratio(part, whole) => Measure::Expression {
                metrics: vec![
                    MetricQuery {
                        id: "ratio",
                        expression: Some("part / whole"),
                        metric_stat: None,
                        return_data: true,
                    },
                    query("part", part, target),
                    query("whole", whole, target),
                ],
            },
        },
        comparison_operator: alarm.comparison.identifier(),
        threshold: Number(alarm.threshold),
        evaluation_periods: u64::from(alarm.minutes),
        treat_missing_data: "notBreaching",
        alarm_actions: told.to_vec(),
    }
}

/// Rings when any of the alarms does.
pub(crate) fn any(pipeline: &str, names: &[Text], told: &[Value<Arn>]) -> CompositeAlarm {
    CompositeAlarm {
        alarm_description: format!("Any alarm of the functions of {pipeline}"),
        alarm_rule: CompositeAlarm::any(names),
        alarm_actions: told.to_vec(),
    }
}

fn metric(term: &Term, target: &Target<'_>) -> Metric {
    let percentile = term.statistic.starts_with('p').then(|| term.statistic.clone());
    Metric {
        namespace: "AWS/Lambda",
        metric_name: term.metric.clone(),
        dimensions: dimensions(target),
        period: PERIOD,
        statistic: percentile.is_none().then(|| term.statistic.clone()),
        extended_statistic: percentile,
    }
}

fn query(id: &'static str, term: &Term, target: &Target<'_>) -> MetricQuery {
    let metric = MetricIdentity {
        namespace: "AWS/Lambda",
        metric_name: term.metric.clone(),
        dimensions: dimensions(target),
    };
    let stat = MetricStat { metric, period: PERIOD, stat: term.statistic.clone() };
    MetricQuery { id, expression: None, metric_stat: Some(stat), return_data: false }
}

/// The alias by names: a reference to it would close a circle through the deployment group.
fn dimensions(target: &Target<'_>) -> Vec<Dimension> {
    vec![
        Dimension { name: "FunctionName", value: target.name.clone() },
        Dimension { name: "Resource", value: text![&target.name, ":", target.spec.alias()] },
    ]
}
