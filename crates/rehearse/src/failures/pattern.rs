//! Event patterns of EventBridge: whether one matches an event.
//!
//! In: a pattern and an event, both as JSON; what is not known stands in them as a symbol. Out: yes, no, or perhaps. An
//! operator or a field that is not known here makes a "perhaps".
//!
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>

use std::cmp::Ordering;

use serde_json::{Map, Value as Json};

/// Whether something matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    No,
    Perhaps,
    Yes,
}

use Match::{No, Perhaps, Yes};

impl From<bool> for Match {
    fn from(holds: bool) -> Self {
        if holds { Yes } else { No }
    }
}

impl Match {
    fn not(self) -> Self {
        match self {
            No => Yes,
            Perhaps => Perhaps,
            Yes => No,
        }
    }
}

/// Fields that only some events have: where such a one is missing, it is known to be.
const FIELDS: &[&str] = &[
    "action",
    "alarmName",
    "application",
    "build-id",
    "build-status",
    "deploymentGroup",
    "deploymentId",
    "completed-phase",
    "completed-phase-status",
    "event",
    "eventName",
    "eventSource",
    "pipeline",
    "project-name",
    "referenceName",
    "referenceType",
    "stage",
    "type",
];

/// Whether the pattern matches the event.
pub(super) fn matches(pattern: &Json, event: &Json) -> Match {
    match pattern {
        Json::Object(fields) => all(fields, event),
        _ => Perhaps,
    }
}

fn all(fields: &Map<String, Json>, event: &Json) -> Match {
    let one = |(key, wanted): (&String, &Json)| match wanted {
        Json::Array(either) if key == "$or" => any(either, |one| matches(one, event)),
        Json::Array(wanted) => leaf(wanted, event.get(key), key),
        Json::Object(inner) => match event.get(key) {
            Some(value) if is_unknown(value) => Perhaps,
            Some(value) => all(inner, value),
            None => all(inner, &Json::Null).min(absent(key)),
        },
        _ => Perhaps,
    };
    fields.iter().map(one).min().unwrap_or(Yes)
}

fn any<'a>(items: impl IntoIterator<Item = &'a Json>, holds: impl Fn(&'a Json) -> Match) -> Match {
    items.into_iter().map(holds).max().unwrap_or(No)
}

/// What a field's absence is worth. AWS may add fields to its events that no page tells of.
fn absent(key: &str) -> Match {
    if FIELDS.contains(&key) { No } else { Perhaps }
}

fn leaf(wanted: &[Json], value: Option<&Json>, key: &str) -> Match {
    any(wanted, |one| match (one, value) {
        (one, None) => match one.get("exists").and_then(Json::as_bool) {
            Some(exists) if FIELDS.contains(&key) => (!exists).into(),
            Some(_) => Perhaps,
            None => absent(key),
        },
        // A list has what one of its values has.
        (one, Some(Json::Array(values))) => any(values, |value| comparison(one, value)),
        (one, Some(value)) => comparison(one, value),
    })
}

fn comparison(wanted: &Json, value: &Json) -> Match {
    let Json::Object(operator) = wanted else { return equals(wanted, value) };
    let mut operators = operator.iter();
    let (Some((name, with)), None) = (operators.next(), operators.next()) else { return Perhaps };
    match name.as_str() {
        "exists" => with.as_bool().map_or(Perhaps, Match::from),
        "anything-but" => but(with, value).not(),
        "numeric" => numeric(with, value),
        name => text(name, with, value),
    }
}

/// What `anything-but` leaves out: values, or texts of a kind.
fn but(with: &Json, value: &Json) -> Match {
    match with {
        Json::Array(values) => any(values, |one| equals(one, value)),
        Json::Object(operator) => match operator.iter().next() {
            Some((name, Json::Array(values))) => any(values, |one| text(name, one, value)),
            Some((name, with)) => text(name, with, value),
            None => Perhaps,
        },
        with => equals(with, value),
    }
}

fn equals(wanted: &Json, value: &Json) -> Match {
    match (wanted, value) {
        (wanted, value) if wanted == value => Yes,
        (Json::Number(wanted), Json::Number(value)) => (wanted.as_f64() == value.as_f64()).into(),
        (wanted, value) if is_unknown(wanted) || is_unknown(value) => Perhaps,
        _ => No,
    }
}

/// Whether what it is shows only once it runs, or once the stack is there.
fn is_unknown(value: &Json) -> bool {
    value.as_str().is_some_and(|text| text.contains('\u{E000}'))
}

fn text(operator: &str, with: &Json, value: &Json) -> Match {
    if is_unknown(value) || is_unknown(with) {
        return Perhaps;
    }
    let ignoring = with.get("equals-ignore-case").and_then(Json::as_str);
    let (Some(wanted), folds) = (ignoring.or(with.as_str()), ignoring.is_some()) else { return Perhaps };
    let Some(value) = value.as_str() else { return No };
    let folds = folds || operator == "equals-ignore-case";
    let fold = |text: &str| if folds { text.to_lowercase() } else { text.to_owned() };
    let (wanted, value) = (fold(wanted), fold(value));
    match operator {
        "prefix" => value.starts_with(&wanted).into(),
        "suffix" => value.ends_with(&wanted).into(),
        "equals-ignore-case" => (value == wanted).into(),
        // A backslash takes a star's meaning away: nobody writes that here.
        "wildcard" if !wanted.contains('\\') => stars(&wanted, &value).into(),
        _ => Perhaps,
    }
}

/// Whether a text is a pattern's pieces in order, with anything where the stars are.
fn stars(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut pieces: Vec<_> = pieces.collect();
    let Some(last) = pieces.pop() else { return rest.is_empty() };
    for piece in pieces {
        let Some((_, after)) = rest.split_once(piece) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

/// `[">", 0, "<=", 5]`
fn numeric(with: &Json, value: &Json) -> Match {
    let Some(value) = value.as_f64() else { return if is_unknown(value) { Perhaps } else { No } };
    let Some(bounds) = with.as_array().filter(|bounds| bounds.len() % 2 == 0) else { return Perhaps };
    let holds = |bound: &[Json]| {
        let (Some(operator), Some(limit)) = (bound[0].as_str(), bound[1].as_f64()) else { return Perhaps };
        let Some(order) = value.partial_cmp(&limit) else { return Perhaps };
        match operator {
            "=" => (order == Ordering::Equal).into(),
            "<" => (order == Ordering::Less).into(),
            "<=" => (order != Ordering::Greater).into(),
            ">" => (order == Ordering::Greater).into(),
            ">=" => (order != Ordering::Less).into(),
            _ => Perhaps,
        }
    };
    bounds.chunks_exact(2).map(holds).min().unwrap_or(Perhaps)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test panics

    use serde_json::{Value as Json, json};

    use super::{Match, matches};
    use Match::{No, Perhaps, Yes};

    fn event() -> Json {
        json!({
            "source": "aws.codepipeline",
            "detail-type": "CodePipeline Stage Execution State Change",
            "resources": ["arn:aws:codepipeline:us-east-1:111122223333:demo"],
            "detail": {
                "pipeline": "demo", "stage": "Build", "state": "FAILED", "attempt": 3,
                "execution-id": "\u{E000}~execution\u{E001}",
            },
        })
    }

    #[test]
    fn operators_do_what_their_page_says() {
        for (detail, expected) in [
            (r#"{"state": ["FAILED"]}"#, Yes),
            (r#"{"state": ["SUCCEEDED", "FAILED"], "pipeline": ["demo"]}"#, Yes),
            (r#"{"state": ["FAILED"], "pipeline": ["other"]}"#, No),
            (r#"{"state": [{"prefix": "FA"}]}"#, Yes),
            (r#"{"state": [{"prefix": {"equals-ignore-case": "fa"}}]}"#, Yes),
            (r#"{"state": [{"suffix": "FA"}]}"#, No),
            (r#"{"state": [{"suffix": {"equals-ignore-case": "led"}}]}"#, Yes),
            (r#"{"state": [{"equals-ignore-case": "failed"}]}"#, Yes),
            (r#"{"state": [{"anything-but": "SUCCEEDED"}]}"#, Yes),
            (r#"{"state": [{"anything-but": ["SUCCEEDED", "FAILED"]}]}"#, No),
            (r#"{"state": [{"anything-but": {"prefix": "FA"}}]}"#, No),
            (r#"{"state": [{"anything-but": {"suffix": ["ING", "TED"]}}]}"#, Yes),
            (r#"{"state": [{"anything-but": {"wildcard": "*A*"}}]}"#, No),
            (r#"{"state": [{"wildcard": "F*L*D"}]}"#, Yes),
            (r#"{"state": [{"wildcard": "F*L"}]}"#, No),
            (r#"{"state": [{"wildcard": "FAILED"}]}"#, Yes),
            (r#"{"stage": [{"exists": true}]}"#, Yes),
            (r#"{"stage": [{"exists": false}]}"#, No),
            (r#"{"action": [{"exists": false}]}"#, Yes),
            (r#"{"action": ["Deploy"]}"#, No),
            (r#"{"type": {"category": ["Deploy"]}}"#, No),
            (r#"{"attempt": [{"numeric": [">", 2, "<=", 3]}]}"#, Yes),
            (r#"{"attempt": [{"numeric": ["=", 4]}]}"#, No),
            (r#"{"attempt": [3.0]}"#, Yes),
            (r#"{"$or": [{"stage": ["Test"]}, {"state": ["FAILED"]}]}"#, Yes),
            (r#"{"$or": [{"stage": ["Test"]}, {"state": ["STARTED"]}]}"#, No),
        ] {
            let pattern = json!({ "detail": serde_json::from_str::<Json>(detail).unwrap() });
            assert_eq!(matches(&pattern, &event()), expected, "{detail}");
        }
    }

    #[test]
    fn a_list_matches_by_one_of_its_values() {
        let arn = "arn:aws:codepipeline:us-east-1:111122223333:demo";
        assert_eq!(matches(&json!({ "resources": [arn] }), &event()), Yes);
        assert_eq!(matches(&json!({ "resources": [{ "suffix": ":other" }] }), &event()), No);
    }

    #[test]
    fn what_nobody_knows_may_match() {
        for pattern in [
            json!({ "detail": { "execution-id": ["1"] } }),
            json!({ "detail": { "news": [{ "exists": true }] } }),
            json!({ "detail": { "news": { "of": ["today"] } } }),
            json!({ "detail": { "state": [{ "cidr": "10.0.0.0/8" }] } }),
            json!({ "detail": { "pipeline": ["\u{E000}ImportValue name\u{E001}"] } }),
        ] {
            assert_eq!(matches(&pattern, &event()), Perhaps, "{pattern}");
        }
        let known = json!({ "detail": { "state": ["STARTED"], "news": [1] } });
        assert_eq!(matches(&known, &event()), No);
    }
}
