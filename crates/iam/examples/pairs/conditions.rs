//! Conditions and contexts, from pools small enough that they meet.

use fastrand::Rng;
use iam::{Comparison, Operator, Quantifier};
use serde_json::{Map, Value, json};

const STRINGS: &[&str] = &[
    "red", "Red", "blue", "r?d", "re*", "*", "", "red/blue", "r*d", "ann", "a${*}", "${?}ed", "${$}", "a*",
    "$",
];
/// Only where variables are known.
const VARIABLES: &[&str] = &[
    "${aws:PrincipalTag/team}",
    "${aws:username}",
    "${aws:PrincipalTag/none}",
    "${aws:PrincipalTag/none, 'red'}",
    "${aws:PrincipalTag/team, 'blue'}",
    "r${aws:PrincipalTag/letter}d",
    "*${aws:username}*",
];
const NUMBERS: &[&str] = &["10", "10.0", "9.5", "0", "-3", "100", "3600"];
const DATES: &[&str] = &[
    "2020-01-01T00:00:00Z",
    "2020-01-01",
    "1577836800",
    "1577836801",
    "2019-12-31T19:00:00-05:00",
    "2020-01-01T00:00:00.500Z",
    "2021-06-01T12:00:00Z",
];
const BOOLEANS: &[&str] = &["true", "false"];
const BINARIES: &[&str] = &["QmluYXJ5VmFsdWVJbkJhc2U2NA==", "cmVk"];
const ADDRESSES: &[&str] =
    &["203.0.113.7", "203.0.113.6", "203.0.113.200", "198.51.100.1", "2001:db8:1234:5678::9", "2001:db8::1"];
const RANGES: &[&str] = &[
    "203.0.113.0/24",
    "203.0.113.7/32",
    "203.0.113.128/25",
    "203.0.113.7",
    "198.51.100.0/25",
    "0.0.0.0/0",
    "2001:DB8:1234:5678::/64",
    "2001:db8::1/128",
    "::/0",
];
const ARNS: &[&str] = &[
    "arn:aws:sns:us-east-1:111111111111:topic",
    "arn:aws:s3:::bucket",
    "arn:aws:iam::111111111111:role/worker",
    "arn:aws:iam::111111111111:user/ann",
    "arn:aws:logs:us-east-1:111111111111:log-group:red:*",
];
const ARN_PATTERNS: &[&str] = &[
    "arn:aws:sns:*:111111111111:topic",
    "arn:aws:sns:us-east-1:111111111111:to?ic",
    "arn:*:s3:*:*:bucket",
    "arn:aws:iam::*:role/*",
    "arn:aws:iam::111111111111:user/ann",
    "arn:aws:iam::222222222222:user/ann",
    "arn:aws:logs:us-*-1:1*1:log-group:*",
    "arn:aws:logs:*:log-group:red:?",
];
const ARN_VARIABLES: &[&str] =
    &["arn:aws:iam::111111111111:user/${aws:username}", "arn:aws:iam::*:role/${aws:PrincipalTag/team}"];

/// What a key's values are like, and which keys have such.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    String,
    Number,
    Date,
    Boolean,
    Binary,
    Address,
    Arn,
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::String, Self::Number, Self::Date, Self::Boolean, Self::Binary, Self::Address, Self::Arn];

    fn of(comparison: Comparison, rng: &mut Rng) -> Self {
        let name = comparison.name();
        let starts = |start: &str| name.starts_with(start);
        match () {
            () if starts("Numeric") => Self::Number,
            () if starts("Date") => Self::Date,
            () if starts("Bool") => Self::Boolean,
            () if starts("Binary") => Self::Binary,
            () if starts("Arn") => Self::Arn,
            () if name.ends_with("IpAddress") => Self::Address,
            () if starts("Null") => Self::ALL[rng.usize(..Self::ALL.len())],
            () => Self::String,
        }
    }

    /// A key with several values, for each kind its own: what a number is beside a date is not documented.
    fn list(self) -> &'static str {
        match self {
            Self::String => "aws:TagKeys",
            Self::Number => "aws:PrincipalOrgPaths",
            Self::Date => "aws:SourceOrgPaths",
            Self::Boolean => "aws:CalledVia",
            Self::Binary => "aws:PrincipalServiceNamesList",
            Self::Address => "aws:VpceOrgPaths",
            Self::Arn => "aws:ResourceOrgPaths",
        }
    }

    /// Keys that have one value.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::String => {
                &["aws:PrincipalTag/team", "aws:RequestTag/team", "aws:username", "aws:UserAgent"]
            }
            Self::Number => &["aws:MultiFactorAuthAge"],
            Self::Date => &["aws:CurrentTime", "aws:TokenIssueTime"],
            Self::Boolean => &["aws:SecureTransport", "aws:MultiFactorAuthPresent"],
            Self::Binary => &["aws:PrincipalTag/binary"],
            Self::Address => &["aws:SourceIp"],
            Self::Arn => &["aws:SourceArn", "aws:PrincipalArn"],
        }
    }

    fn found(self) -> &'static [&'static str] {
        match self {
            Self::String => STRINGS,
            Self::Number => NUMBERS,
            Self::Date => DATES,
            Self::Boolean => BOOLEANS,
            Self::Binary => BINARIES,
            Self::Address => ADDRESSES,
            Self::Arn => ARNS,
        }
    }

    fn written(self, rng: &mut Rng) -> &'static str {
        let pool = match self {
            Self::String if rng.u8(..4) == 0 => VARIABLES,
            Self::Arn if rng.u8(..5) == 0 => ARN_VARIABLES,
            Self::Arn => ARN_PATTERNS,
            Self::Address => RANGES,
            other => other.found(),
        };
        one(rng, pool)
    }
}

fn one(rng: &mut Rng, pool: &[&'static str]) -> &'static str {
    pool[rng.usize(..pool.len())]
}

/// What a request says of itself: each key with a value, or not there.
pub(crate) fn context(rng: &mut Rng) -> Vec<(&'static str, Vec<String>)> {
    let mut context = Vec::new();
    for kind in Kind::ALL {
        for key in kind.keys() {
            if rng.u8(..3) > 0 {
                context.push((*key, vec![one(rng, kind.found()).to_owned()]));
            }
        }
    }
    if rng.bool() {
        context.push(("aws:PrincipalTag/letter", vec![one(rng, &["e", "*", "?"]).to_owned()]));
    }
    for kind in Kind::ALL {
        match rng.u8(..8) {
            0 | 1 => {}
            2 => context.push((kind.list(), Vec::new())),
            count => {
                let values = (2..count.min(5)).map(|_| one(rng, kind.found()).to_owned());
                context.push((kind.list(), values.collect()));
            }
        }
    }
    context
}

/// A `Condition` element.
pub(crate) fn random(rng: &mut Rng) -> Value {
    let mut condition = Map::new();
    for _ in 0..rng.u8(1..=2) {
        let operator = operator(rng);
        let kind = Kind::of(operator.comparison, rng);
        let null = operator.comparison == Comparison::Null;
        let keys =
            if operator.quantifier.is_some() || (null && rng.bool()) { &[kind.list()] } else { kind.keys() };
        let mut tested = Map::new();
        for _ in 0..=rng.u8(..5) / 4 {
            tested.insert(one(rng, keys).to_owned(), values(rng, operator, kind));
        }
        condition.insert(operator.to_string(), tested.into());
    }
    condition.into()
}

fn values(rng: &mut Rng, operator: Operator, kind: Kind) -> Value {
    if operator.comparison == Comparison::Null {
        return json!(one(rng, BOOLEANS));
    }
    match rng.u8(..3) {
        0 => json!(kind.written(rng)),
        count => json!((0..=count).map(|_| kind.written(rng)).collect::<Vec<_>>()),
    }
}

fn operator(rng: &mut Rng) -> Operator {
    let comparison = Comparison::ALL[rng.usize(..Comparison::ALL.len())];
    let null = comparison == Comparison::Null;
    let quantifier = match rng.u8(..5) {
        0 if !null => Some(Quantifier::All),
        1 if !null => Some(Quantifier::Any),
        _ => None,
    };
    Operator { quantifier, comparison, if_exists: !null && rng.u8(..4) == 0 }
}
