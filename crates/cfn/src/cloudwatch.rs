//! CloudWatch.

use serde::Serialize;

use crate::{Arn, Handle, IntoParts, Resource, Text, Value};

/// `AWS::CloudWatch::Alarm` over one metric, or over an expression of several.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Alarm {
    pub alarm_description: String,
    #[serde(flatten)]
    pub measure: Measure,
    pub comparison_operator: &'static str,
    pub threshold: Number,
    pub evaluation_periods: u64,
    pub treat_missing_data: &'static str,
    pub alarm_actions: Vec<Value<Arn>>,
}

/// A number that prints without a fraction where it has none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[allow(clippy::cast_possible_truncation)]
        if self.0.fract() == 0.0 && self.0.abs() < 1e15 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// What an alarm looks at.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Measure {
    One(Box<Metric>),
    #[serde(rename_all = "PascalCase")]
    Expression {
        metrics: Vec<MetricQuery>,
    },
}

/// A metric with its statistic: `Statistic` takes the plain ones, `ExtendedStatistic` percentiles.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Metric {
    pub namespace: &'static str,
    pub metric_name: String,
    pub dimensions: Vec<Dimension>,
    pub period: u64,
    pub statistic: Option<String>,
    pub extended_statistic: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Dimension {
    pub name: &'static str,
    pub value: Text,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct MetricQuery {
    pub id: &'static str,
    pub expression: Option<&'static str>,
    pub metric_stat: Option<MetricStat>,
    pub return_data: bool,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct MetricStat {
    pub metric: MetricIdentity,
    pub period: u64,
    pub stat: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct MetricIdentity {
    pub namespace: &'static str,
    pub metric_name: String,
    pub dimensions: Vec<Dimension>,
}

impl Resource for Alarm {
    const TYPE: &'static str = "AWS::CloudWatch::Alarm";
}

/// `AWS::CloudWatch::CompositeAlarm` over other alarms, each by a [function of its state](CompositeAlarm::any).
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct CompositeAlarm {
    pub alarm_description: String,
    pub alarm_rule: Text,
    pub alarm_actions: Vec<Value<Arn>>,
}

impl CompositeAlarm {
    /// The rule that any of the alarms rings, by their names.
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html>
    pub fn any(names: &[Text]) -> Text {
        let one = |(index, name): (usize, &Text)| {
            let begin = if index == 0 { "ALARM(\"" } else { " OR ALARM(\"" };
            [begin.into_parts(), name.into_parts(), "\")".into_parts()].into_iter().flatten()
        };
        Text::concat(names.iter().enumerate().flat_map(one))
    }
}

impl Resource for CompositeAlarm {
    const TYPE: &'static str = "AWS::CloudWatch::CompositeAlarm";
}

/// `AWS::CloudWatch::Dashboard`.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Dashboard {
    pub dashboard_name: String,
    /// JSON.
    pub dashboard_body: Text,
}

impl Resource for Dashboard {
    const TYPE: &'static str = "AWS::CloudWatch::Dashboard";
    const TAGGABLE: bool = false;
}

impl Handle<Alarm> {
    /// The alarm's name.
    pub fn name(&self) -> Text {
        self.reference()
    }

    /// The alarm's ARN.
    pub fn arn(&self) -> Value<Arn> {
        self.attribute("Arn")
    }
}
