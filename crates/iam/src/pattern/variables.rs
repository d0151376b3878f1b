//! Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, `${*}`.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>

use super::{Piece, SYMBOL, SYMBOL_END, plain};
use crate::context::Context;
use crate::policy::Version;

/// Whether `*` and `?` are more than characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wildcards {
    Yes,
    No,
}

/// A pattern with its variables filled in; `None` where one of them has no value: then the pattern matches nothing.
///
/// A value is put in as plain text. AWS documents no other meaning for a `*` in it, and another would let who sets a tag
/// widen a policy.
pub(crate) fn pieces(
    pattern: &str,
    wildcards: Wildcards,
    version: Version,
    context: &Context,
) -> Option<Vec<Piece>> {
    let text = |part: &str| match wildcards {
        Wildcards::Yes => plain(part),
        Wildcards::No => part.chars().map(Piece::Char).collect(),
    };
    if version == Version::V2008 {
        return Some(text(pattern));
    }
    let mut made = Vec::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, variable, after)) = next_variable(rest) {
        made.extend(text(before));
        made.extend(value(variable, context)?.chars().map(Piece::Char));
        rest = after;
    }
    made.extend(text(rest));
    Some(made)
}

/// The text before the first variable, the variable without its braces, and the text after it.
fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let mut symbol = false;
    for (at, character) in text.char_indices() {
        symbol = (symbol || character == SYMBOL) && character != SYMBOL_END;
        if !symbol && let Some(inner) = text[at..].strip_prefix("${") {
            let (variable, after) = inner.split_once('}')?;
            return Some((&text[..at], variable, after));
        }
    }
    None
}

fn value<'a>(variable: &'a str, context: &'a Context) -> Option<&'a str> {
    if matches!(variable, "*" | "?" | "$") {
        return Some(variable);
    }
    let (key, default) = match variable.split_once(',') {
        Some((key, default)) => {
            (key, default.trim().strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')))
        }
        None => (variable, None),
    };
    match context.get(key.trim()) {
        // A key with several values can't be a variable.
        Some([_, _, ..]) => None,
        Some([only]) if !only.is_empty() => Some(only),
        // "has no value or is not present": an empty text is none.
        // <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html>
        Some(_) | None => default,
    }
}

#[cfg(test)]
mod tests {
    use super::super::matches;
    use super::{Wildcards, pieces};
    use crate::context::Context;
    use crate::policy::Version;

    fn fits(pattern: &str, text: &str) -> bool {
        let mut context = Context::new();
        context.set("aws:username", "ann").set("aws:PrincipalTag/star", "*");
        context.set_all("aws:TagKeys", ["a".to_owned(), "b".to_owned()]);
        pieces(pattern, Wildcards::Yes, Version::V2012, &context).is_some_and(|pieces| matches(&pieces, text))
    }

    #[test]
    fn variables_are_filled_in() {
        assert!(fits("home/${AWS:UserName}/*", "home/ann/x"));
        assert!(fits("${aws:PrincipalTag/team, 'company-wide'}", "company-wide"));
        assert!(fits("${aws:username, 'x'}", "ann"));
        assert!(fits("a${*}b${?}${$}", "a*b?$"));
        assert!(!fits("a${*}b", "axb"));
    }

    #[test]
    fn a_variable_without_a_value_matches_nothing() {
        assert!(!fits("*${aws:PrincipalTag/team}", "anything"));
        assert!(!fits("${aws:TagKeys}", "a"));
        assert!(!fits("${}", ""));
    }

    #[test]
    fn a_value_is_plain_text() {
        assert!(fits("x${aws:PrincipalTag/star}", "x*"));
        assert!(!fits("x${aws:PrincipalTag/star}", "xy"));
    }

    #[test]
    fn what_does_not_close_is_text() {
        assert!(fits("a${b", "a${b"));
    }

    #[test]
    fn the_old_version_knows_no_variables() {
        let pieces = pieces("${aws:username}", Wildcards::Yes, Version::V2008, &Context::new());
        assert!(pieces.is_some_and(|pieces| matches(&pieces, "${aws:username}")));
    }
}
