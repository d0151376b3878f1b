//! The little language of alarms: `sum(Errors) / sum(Invocations) > 5% for 3 minutes`.
//!
//! In: the text of one alarm. Out: the [`Alarm`], or what is wrong and which part of the text it is. Whether the
//! numbers make sense is a rule's business.

use std::borrow::Cow;
use std::ops::Range;

use diag::nearest;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::alarm::{METRICS, canonical_statistic, is_in_milliseconds};
use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::{Read, list, scalar};
use crate::{Alarm, Comparison, Measure, Term};
use yaml::Node;

/// What is wrong with an expression.
#[derive(Debug)]
struct Wrong {
    message: String,
    label: String,
    help: String,
    part: Range<usize>,
}

const FORM: &str = "write `sum(Errors) > 0`, `p99(Duration) > 2000 for 3 minutes` or \
                    `sum(Errors) / sum(Invocations) > 5%`";
const STATISTICS: [&str; 6] = ["sum", "average", "minimum", "maximum", "samplecount", "p99"];

fn parse(text: &str) -> Result<Alarm, Wrong> {
    let mut parser = Expression { text, at: 0 };
    let first = parser.term()?;
    let measure = if parser.takes("/") { Measure::Ratio(first, parser.term()?) } else { Measure::One(first) };
    let comparison = parser.comparison()?;
    let threshold = parser.threshold(&measure)?;
    let minutes = if parser.takes("for") { parser.minutes()? } else { 1 };
    parser.skip_spaces();
    if parser.at < text.len() {
        let rest = parser.at..text.len();
        return Err(wrong("the alarm should end here", "not expected", FORM, rest));
    }
    Ok(Alarm { measure, comparison, threshold, minutes })
}

struct Expression<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Expression<'a> {
    fn term(&mut self) -> Result<Term, Wrong> {
        let (name, part) = self.word();
        let Some(statistic) = canonical_statistic(name) else {
            let label = match nearest(name, STATISTICS) {
                Some(near) if !name.is_empty() => format!("did you mean `{near}`?"),
                _ => "a statistic was expected".to_owned(),
            };
            let message = if name.is_empty() {
                "an alarm begins with a statistic of a metric".to_owned()
            } else {
                format!("`{name}` is not a statistic")
            };
            let known = "statistics: `sum`, `average`, `minimum`, `maximum`, `samplecount`, and percentiles from `p0` to `p100`";
            // `Errors > 0` lacks the statistic altogether.
            let help = if name.is_empty() || METRICS.contains(&name) { FORM } else { known };
            return Err(wrong(message, label, help, part));
        };
        self.expect("(", "the metric follows in brackets")?;
        let (metric, part) = self.word();
        if !METRICS.contains(&metric) {
            let label = match nearest(metric, METRICS) {
                Some(near) if !metric.is_empty() => format!("did you mean `{near}`?"),
                _ => "a metric was expected".to_owned(),
            };
            let help = format!("metrics: {}", list(METRICS));
            return Err(wrong(
                format!("Lambda reports no metric `{metric}` for an alias"),
                label,
                help,
                part,
            ));
        }
        self.expect(")", "the bracket is closed after the metric")?;
        Ok(Term { statistic, metric: metric.to_owned() })
    }

    fn comparison(&mut self) -> Result<Comparison, Wrong> {
        for (sign, comparison) in [
            (">=", Comparison::GreaterOrEqual),
            ("<=", Comparison::LessOrEqual),
            (">", Comparison::Greater),
            ("<", Comparison::Less),
        ] {
            if self.takes(sign) {
                return Ok(comparison);
            }
        }
        Err(wrong("the comparison is missing", "`>`, `>=`, `<` or `<=` was expected", FORM, self.here()))
    }

    fn threshold(&mut self, measure: &Measure) -> Result<f64, Wrong> {
        self.skip_spaces();
        let length =
            self.rest().find(|next: char| !next.is_ascii_digit() && next != '.').unwrap_or(self.rest().len());
        let number = &self.rest()[..length];
        let digits = number.starts_with(|first: char| first.is_ascii_digit()) && !number.ends_with('.');
        let Some(value) = number.parse::<f64>().ok().filter(|_| digits) else {
            return Err(wrong("the threshold is missing", "a number was expected", FORM, self.here()));
        };
        self.at += length;
        self.skip_spaces();
        let unit_start = self.at;
        let milliseconds = matches!(measure, Measure::One(term) if is_in_milliseconds(&term.metric));
        let ratio = matches!(measure, Measure::Ratio(..));
        let (unit, help, value) = if self.takes("%") {
            (
                ratio.then_some(()),
                "a percentage is for a ratio: `sum(Errors) / sum(Invocations) > 5%`",
                value / 100.0,
            )
        } else if self.takes("ms") {
            (
                milliseconds.then_some(()),
                "only times, such as `Duration`, are compared with `ms` or `s`",
                value,
            )
        } else if self.takes("s") {
            (
                milliseconds.then_some(()),
                "only times, such as `Duration`, are compared with `ms` or `s`",
                value * 1_000.0,
            )
        } else {
            (Some(()), "", value)
        };
        match unit {
            Some(()) => Ok(value),
            None => {
                Err(wrong("the unit does not fit what is measured", "wrong unit", help, unit_start..self.at))
            }
        }
    }

    fn minutes(&mut self) -> Result<u16, Wrong> {
        let (number, part) = self.word();
        let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let Some(minutes) = number.parse().ok().filter(|_| digits) else {
            let help = "write `for 3 minutes`; 1 to 1440";
            return Err(wrong(
                "`for` is followed by a number of minutes",
                "a number was expected",
                help,
                part,
            ));
        };
        let (unit, part) = self.word();
        if !matches!(unit, "minute" | "minutes") {
            let help = "an alarm is evaluated once a minute: write `for 3 minutes`";
            return Err(wrong("how long is told in minutes", "`minutes` was expected", help, part));
        }
        Ok(minutes)
    }

    fn expect(&mut self, sign: &str, why: &str) -> Result<(), Wrong> {
        if self.takes(sign) {
            return Ok(());
        }
        Err(wrong(why, format!("`{sign}` was expected"), FORM, self.here()))
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.skip_spaces();
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len();
        }
        found
    }

    /// Letters, digits, dots and underscores; nothing where there are none.
    fn word(&mut self) -> (&'a str, Range<usize>) {
        self.skip_spaces();
        let ends = |next: char| !(next.is_alphanumeric() || matches!(next, '.' | '_'));
        let length = self.rest().find(ends).unwrap_or(self.rest().len());
        let part = if length == 0 { self.here() } else { self.at..self.at + length };
        let word = &self.rest()[..length];
        self.at += length;
        (word, part)
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The next character, or the point behind the last one.
    fn here(&self) -> Range<usize> {
        self.at..self.at + self.rest().chars().next().map_or(0, char::len_utf8)
    }
}

fn wrong(
    message: impl Into<String>,
    label: impl Into<String>,
    help: impl Into<String>,
    part: Range<usize>,
) -> Wrong {
    Wrong { message: message.into(), label: label.into(), help: help.into(), part }
}

impl Read for Alarm {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let text = scalar(node, "an alarm", findings)?;
        match parse(&text.text) {
            Ok(alarm) => Some(alarm),
            Err(Wrong { message, label, help, part }) => {
                let place = text.part(part).unwrap_or(node.span);
                findings.error(Finding::InvalidAlarm, Some(place), message, label, help);
                None
            }
        }
    }
}

impl JsonSchema for Alarm {
    fn schema_name() -> Cow<'static, str> {
        "Alarm".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A statistic (`sum`, `average`, `minimum`, `maximum`, `samplecount`, `p0` to `p100`) of a metric \
                that Lambda reports for the alias, or the ratio of two; `>`, `>=`, `<` or `<=`; a threshold, with `%` for \
                ratios and `ms` or `s` for times; and how many minutes in a row, 1 to 1440 \
                ([Lambda metrics](https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html)).",
            "type": "string",
            "pattern": "^\\s*\\w[\\w.]*\\s*\\(\\s*\\w+\\s*\\)\\s*(/\\s*\\w[\\w.]*\\s*\\(\\s*\\w+\\s*\\)\\s*)?[<>]=?\\s*[0-9.]+\\s*(%|ms|s)?\\s*(for\\s+[0-9]+\\s+minutes?\\s*)?$",
            "examples": ["sum(Errors) > 0", "p99(Duration) > 2000 for 3 minutes", "sum(Errors) / sum(Invocations) > 5%"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::{Alarm, Comparison, Measure, Term};

    fn term(statistic: &str, metric: &str) -> Term {
        Term { statistic: statistic.to_owned(), metric: metric.to_owned() }
    }

    #[test]
    fn reads_the_documented_forms() {
        assert_eq!(parse("sum(Errors) > 0").unwrap(), Alarm::default());
        assert_eq!(
            parse("p99(Duration) > 2000 for 3 minutes").unwrap(),
            Alarm {
                measure: Measure::One(term("p99", "Duration")),
                comparison: Comparison::Greater,
                threshold: 2_000.0,
                minutes: 3,
            }
        );
        assert_eq!(
            parse("sum(Errors)/sum(Invocations)>=5%for 1 minute").unwrap(),
            Alarm {
                measure: Measure::Ratio(term("Sum", "Errors"), term("Sum", "Invocations")),
                comparison: Comparison::GreaterOrEqual,
                threshold: 0.05,
                minutes: 1,
            }
        );
        assert!((parse("AVG(Duration) < 1.5 s").unwrap().threshold - 1_500.0).abs() < f64::EPSILON);
    }

    #[test]
    fn reads_what_it_prints() {
        for text in [
            "sum(Errors) > 0",
            "p99.9(Duration) >= 2000 for 3 minutes",
            "sum(Errors) / sum(Invocations) > 0.05",
            "maximum(ConcurrentExecutions) < 12.5",
        ] {
            assert_eq!(parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn says_which_part_is_wrong() {
        for (text, part) in [
            ("", ""),
            ("Errors > 0", "Errors"),
            ("summ(Errors) > 0", "summ"),
            ("sum Errors > 0", "E"),
            ("sum(Error) > 0", "Error"),
            ("sum(Errors > 0", ">"),
            ("sum(Errors) = 0", "="),
            ("sum(Errors) > many", "m"),
            ("sum(Errors) > 5%", "%"),
            ("sum(Errors) > 5ms", "ms"),
            ("sum(Errors) > 5 for ever", "ever"),
            ("sum(Errors) > 5 for 3 hours", "hours"),
            ("sum(Errors) > 5 for 3 minutes or so", "or so"),
            ("sum(Errors) > 1. ", "1"),
            ("p101(Duration) > 1", "p101"),
        ] {
            assert_eq!(&text[parse(text).unwrap_err().part], part, "{text}");
        }
    }
}
