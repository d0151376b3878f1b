//! How traffic moves from one version to the next.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::Duration;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::{Read, scalar, suggest};
use yaml::Node;

/// A traffic shift in a readable spelling: `all-at-once`, `canary-10-percent-5-minutes`,
/// `linear-10-percent-every-1-minute`; any percentage and number of minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// Everything in one step.
    AllAtOnce,
    /// A first part, then after a while the rest.
    Canary {
        /// The first part, 1 to 99.
        percent: u8,
        /// How long it is watched.
        minutes: u16,
    },
    /// Equal parts.
    Linear {
        /// Each part, 1 to 99.
        percent: u8,
        /// From one part to the next.
        minutes: u16,
    },
}

impl Default for Shift {
    fn default() -> Self {
        Self::Canary { percent: 10, minutes: 5 }
    }
}

impl Shift {
    /// CodeDeploy's own configuration of this shift, where it has one.
    pub fn built_in(self) -> Option<String> {
        match self {
            Self::AllAtOnce => Some("CodeDeployDefault.LambdaAllAtOnce".to_owned()),
            Self::Canary { percent: 10, minutes: minutes @ (5 | 10 | 15 | 30) } => {
                Some(format!("CodeDeployDefault.LambdaCanary10Percent{minutes}Minutes"))
            }
            Self::Linear { percent: 10, minutes: minutes @ (1 | 2 | 3 | 10) } => {
                let unit = if minutes == 1 { "Minute" } else { "Minutes" };
                Some(format!("CodeDeployDefault.LambdaLinear10PercentEvery{minutes}{unit}"))
            }
            Self::Canary { .. } | Self::Linear { .. } => None,
        }
    }

    /// How long the shift takes when nothing goes wrong; a step of no percent counts as one of one.
    pub fn length(self) -> Duration {
        match self {
            Self::AllAtOnce => Duration::seconds(0),
            Self::Canary { minutes, .. } => Duration::minutes(u64::from(minutes)),
            Self::Linear { percent, minutes } => {
                Duration::minutes(u64::from(minutes) * (100_u64.div_ceil(u64::from(percent.max(1))) - 1))
            }
        }
    }
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = |minutes: u16| if minutes == 1 { "minute" } else { "minutes" };
        match *self {
            Self::AllAtOnce => f.write_str("all-at-once"),
            Self::Canary { percent, minutes } => {
                write!(f, "canary-{percent}-percent-{minutes}-{}", unit(minutes))
            }
            Self::Linear { percent, minutes } => {
                write!(f, "linear-{percent}-percent-every-{minutes}-{}", unit(minutes))
            }
        }
    }
}

impl Read for Shift {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let text = &scalar(node, "a shift", findings)?.text;
        if let Some(shift) = parse(text) {
            return Some(shift);
        }
        let diagnostic = Finding::InvalidShift.error(format!("`{text}` is not a shift")).at(node.span);
        let diagnostic = match readable(text) {
            Some(readable) => diagnostic.label(format!("here this is written `{readable}`")),
            None => suggest(diagnostic, text, COMMON),
        };
        findings.push(diagnostic.help(
            "write `all-at-once`, `canary-10-percent-5-minutes` (10 % first, the rest after 5 minutes) or \
             `linear-10-percent-every-1-minute`, with any percentage and number of minutes",
        ));
        None
    }
}

/// Spellings to suggest.
const COMMON: [&str; 10] = [
    "all-at-once",
    "canary-10-percent-5-minutes",
    "canary-10-percent-10-minutes",
    "canary-10-percent-15-minutes",
    "canary-10-percent-30-minutes",
    "linear-10-percent-every-1-minute",
    "linear-10-percent-every-2-minutes",
    "linear-10-percent-every-3-minutes",
    "linear-10-percent-every-5-minutes",
    "linear-10-percent-every-10-minutes",
];

fn parse(text: &str) -> Option<Shift> {
    let parts: Vec<&str> = text.split('-').collect();
    match parts[..] {
        ["all", "at", "once"] => Some(Shift::AllAtOnce),
        ["canary", percent, "percent", minutes, "minute" | "minutes"] => {
            Some(Shift::Canary { percent: number(percent)?, minutes: number(minutes)? })
        }
        ["linear", percent, "percent", "every", minutes, "minute" | "minutes"] => {
            Some(Shift::Linear { percent: number(percent)?, minutes: number(minutes)? })
        }
        _ => None,
    }
}

/// Digits alone: the standard library would take a `+` before them.
fn number<T: FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// What CodeDeploy or SAM calls a shift, in our spelling: `CodeDeployDefault.LambdaCanary10Percent5Minutes`.
fn readable(text: &str) -> Option<Shift> {
    let name = text.strip_prefix("CodeDeployDefault.").unwrap_or(text);
    let name = name.strip_prefix("Lambda").unwrap_or(name);
    let mut spelled = String::new();
    let mut previous = '-';
    for next in name.chars() {
        if !spelled.is_empty()
            && (next.is_ascii_uppercase() || (next.is_ascii_digit() && !previous.is_ascii_digit()))
        {
            spelled.push('-');
        }
        spelled.push(next.to_ascii_lowercase());
        previous = next;
    }
    parse(&spelled)
}

impl JsonSchema for Shift {
    fn schema_name() -> Cow<'static, str> {
        "Shift".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "`all-at-once`; `canary-P-percent-M-minutes`: P percent first, the rest after M minutes; \
                `linear-P-percent-every-M-minutes`: P percent more every M minutes. P is 1 to 99; the whole shift takes \
                less than 24 hours.",
            "type": "string",
            "anyOf": [
                { "enum": COMMON },
                { "pattern": "^(canary-[0-9]{1,2}-percent-[0-9]{1,4}-minutes?|linear-[0-9]{1,2}-percent-every-[0-9]{1,4}-minutes?)$" },
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{COMMON, Shift, parse, readable};

    #[test]
    fn reads_what_it_prints() {
        for text in COMMON {
            assert_eq!(parse(text).unwrap().to_string(), text);
        }
        assert_eq!(
            parse("linear-20-percent-every-3-minutes"),
            Some(Shift::Linear { percent: 20, minutes: 3 })
        );
        assert_eq!(parse("canary-5-percent-1-minute"), Some(Shift::Canary { percent: 5, minutes: 1 }));
    }

    #[test]
    fn anything_else_is_none() {
        for text in [
            "",
            "canary",
            "canary-10-percent",
            "canary-+1-percent-5-minutes",
            "canary-300-percent-5-minutes",
            "linear-10-percent-1-minute",
            "canary--percent-5-minutes",
            "All-At-Once",
            "canary-10-percent-99999-minutes",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn knows_what_others_call_it() {
        for (name, spelled) in [
            ("CodeDeployDefault.LambdaCanary10Percent5Minutes", "canary-10-percent-5-minutes"),
            ("CodeDeployDefault.LambdaLinear10PercentEvery1Minute", "linear-10-percent-every-1-minute"),
            ("CodeDeployDefault.LambdaAllAtOnce", "all-at-once"),
            ("AllAtOnce", "all-at-once"),
            ("Linear10PercentEvery10Minutes", "linear-10-percent-every-10-minutes"),
        ] {
            assert_eq!(readable(name).unwrap().to_string(), spelled);
        }
    }
}
