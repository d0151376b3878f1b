//! A span of time as people write it: `30s`, `20m`, `12h`, `7d`.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::{Read, scalar};
use yaml::Meaning;
use yaml::Node;

/// A whole number of seconds, minutes, hours or days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration {
    seconds: u64,
}

impl Duration {
    /// That many seconds.
    pub const fn seconds(seconds: u64) -> Self {
        Self { seconds }
    }

    /// That many minutes.
    pub const fn minutes(minutes: u64) -> Self {
        Self { seconds: minutes * 60 }
    }

    /// That many hours.
    pub const fn hours(hours: u64) -> Self {
        Self { seconds: hours * 3_600 }
    }

    /// That many days.
    pub const fn days(days: u64) -> Self {
        Self { seconds: days * 86_400 }
    }

    /// In seconds.
    pub const fn as_seconds(self) -> u64 {
        self.seconds
    }

    /// In minutes, where it is a whole number of them.
    pub const fn as_minutes(self) -> Option<u64> {
        if self.seconds.is_multiple_of(60) { Some(self.seconds / 60) } else { None }
    }

    /// In days, where it is a whole number of them.
    pub const fn as_days(self) -> Option<u64> {
        if self.seconds.is_multiple_of(86_400) { Some(self.seconds / 86_400) } else { None }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, length) in [("d", 86_400), ("h", 3_600), ("m", 60)] {
            if self.seconds > 0 && self.seconds.is_multiple_of(length) {
                return write!(f, "{}{unit}", self.seconds / length);
            }
        }
        write!(f, "{}s", self.seconds)
    }
}

/// What the letters after the number mean, in seconds.
const UNITS: [(char, u64); 4] = [('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400)];

fn parse(text: &str) -> Option<Duration> {
    let (_, length) = UNITS.iter().find(|(unit, _)| text.ends_with(*unit))?;
    let number = &text[..text.len() - 1];
    let digits = !number.is_empty() && number.len() <= 9 && number.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = number.parse().ok().filter(|_| digits)?;
    Some(Duration::seconds(number * length))
}

impl Read for Duration {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let written = scalar(node, "a length of time", findings)?;
        let duration = parse(&written.text);
        if duration.is_none() {
            let label = match written.meaning {
                Meaning::Integer => "needs a unit",
                _ => "a number and one of `s`, `m`, `h`, `d`",
            };
            findings.error(
                Finding::InvalidDuration,
                Some(node.span),
                format!("`{}` is not a length of time", written.text),
                label,
                "write seconds as `30s`, minutes as `20m`, hours as `12h`, days as `7d`",
            );
        }
        duration
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[0-9]{1,9}[smhd]$",
            "patternErrorMessage": "a number and a unit: 30s, 20m, 12h, 7d",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, parse};

    #[test]
    fn a_number_and_a_unit() {
        assert_eq!(parse("3s"), Some(Duration::seconds(3)));
        assert_eq!(parse("30m"), Some(Duration::minutes(30)));
        assert_eq!(parse("36h"), Some(Duration::hours(36)));
        assert_eq!(parse("7d"), Some(Duration::days(7)));
        for text in ["", "7", "d", "7 d", "1h30m", "7D", "-7d", "+7d", "1.5h", "9999999999d", "7日"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn prints_as_it_is_written() {
        for text in ["3s", "30m", "36h", "7d", "0s"] {
            assert_eq!(parse(text).unwrap().to_string(), text);
        }
    }
}
