//! An alarm on an alias, written as an expression.

use std::fmt;

/// An alarm in one line: `sum(Errors) > 0`, `p99(Duration) > 2000 for 3 minutes`,
/// `sum(Errors) / sum(Invocations) > 5%`.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// What is measured.
    pub measure: Measure,
    /// How it is compared with the threshold.
    pub comparison: Comparison,
    /// The threshold, in the metric's own unit; a percentage as a fraction (`5%` is 0.05).
    pub threshold: f64,
    /// For how many minutes in a row. Default 1.
    pub minutes: u16,
}

impl Default for Alarm {
    fn default() -> Self {
        Self {
            measure: Measure::One(Term { statistic: "Sum".to_owned(), metric: "Errors".to_owned() }),
            comparison: Comparison::Greater,
            threshold: 0.0,
            minutes: 1,
        }
    }
}

/// One metric, or one divided by another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Measure {
    One(Term),
    Ratio(Term, Term),
}

/// A statistic of a metric that Lambda reports for the alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As CloudWatch spells it: `Sum`, `Average`, `Maximum`, `p99`.
    pub statistic: String,
    /// A metric of the namespace `AWS/Lambda`.
    pub metric: String,
}

/// CloudWatch's comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Comparison {
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

impl Comparison {
    /// As CloudWatch spells it.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::Greater => "GreaterThanThreshold",
            Self::GreaterOrEqual => "GreaterThanOrEqualToThreshold",
            Self::Less => "LessThanThreshold",
            Self::LessOrEqual => "LessThanOrEqualToThreshold",
        }
    }
}

/// The metrics that Lambda reports for an alias
/// ([page](https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html)).
pub(crate) const METRICS: [&str; 18] = [
    "Errors",
    "Invocations",
    "Throttles",
    "Duration",
    "PostRuntimeExtensionsDuration",
    "ConcurrentExecutions",
    "ProvisionedConcurrentExecutions",
    "ProvisionedConcurrencyInvocations",
    "ProvisionedConcurrencySpilloverInvocations",
    "ProvisionedConcurrencyUtilization",
    "AsyncEventsReceived",
    "AsyncEventAge",
    "AsyncEventsDropped",
    "DeadLetterErrors",
    "DestinationDeliveryFailures",
    "IteratorAge",
    "OffsetLag",
    "RecursiveInvocationsDropped",
];

/// Whether the metric is a time: Lambda reports all of them in milliseconds.
pub(crate) fn is_in_milliseconds(metric: &str) -> bool {
    matches!(metric, "Duration" | "PostRuntimeExtensionsDuration" | "AsyncEventAge" | "IteratorAge")
}

/// A statistic as CloudWatch spells it: `Sum`, `p99`.
pub(crate) fn canonical_statistic(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let canonical = match lower.as_str() {
        "sum" => "Sum",
        "avg" | "average" => "Average",
        "min" | "minimum" => "Minimum",
        "max" | "maximum" => "Maximum",
        "samplecount" => "SampleCount",
        _ => {
            let percentile = lower.strip_prefix('p')?;
            let is_number = percentile.starts_with(|first: char| first.is_ascii_digit())
                && percentile.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            let in_range = percentile.parse::<f64>().is_ok_and(|percentile| percentile <= 100.0);
            return (is_number && in_range && percentile.len() <= 6).then_some(lower);
        }
    };
    Some(canonical.to_owned())
}

impl fmt::Display for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.measure {
            Measure::One(term) => write!(f, "{term}")?,
            Measure::Ratio(upper, lower) => write!(f, "{upper} / {lower}")?,
        }
        let sign = match self.comparison {
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
        };
        write!(f, " {sign} {}", self.threshold)?;
        if self.minutes == 1 { Ok(()) } else { write!(f, " for {} minutes", self.minutes) }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.statistic.to_ascii_lowercase(), self.metric)
    }
}
