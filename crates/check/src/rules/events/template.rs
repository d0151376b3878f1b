//! Placeholders of an input template: `<name>`.
//!
//! In: the text of `InputTransformer.InputTemplate`. Out: what stands between angle brackets and could be the name
//! of a variable; what can't be one, such as `<br/>` or `a < b`, is left alone.
//!
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html>

use std::ops::Range;

/// Variables that EventBridge fills in by itself.
pub(super) const RESERVED: [&str; 5] = [
    "aws.events.rule-arn",
    "aws.events.rule-name",
    "aws.events.event.ingestion-time",
    "aws.events.event",
    "aws.events.event.json",
];

/// Each placeholder with its place, brackets not included.
pub(super) fn placeholders(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('<') {
        let rest = &text[open + 1..];
        let Some(length) = rest.find(['<', '>']) else { continue };
        let name = &rest[..length];
        if rest[length..].starts_with('>') && is_name(name) {
            found.push((open + 1..open + 1 + length, name));
        }
    }
    found
}

/// Whether it can be a variable's name: letters, digits, `_`, `-`, and the dots of the reserved ones.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn finds_names_alone() {
        let names = |text| placeholders(text).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names(r#""<pipeline> is <state>""#), ["pipeline", "state"]);
        assert_eq!(names("a < b, c > d, <br/>, < x>, <<y>>"), ["y"]);
        assert_eq!(names("{\"all\": <aws.events.event.json>}"), ["aws.events.event.json"]);
    }
}
