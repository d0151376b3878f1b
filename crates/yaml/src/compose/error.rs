//! What to say about text that is not YAML.
//!
//! The parser knows what it expected; here it is put so that somebody who knows no YAML grammar finds the cure.

use diag::{Diagnostic, Span};
use serde_yaml::granit_parser::{ErrorKind, ScanError};

use crate::{INVALID_YAML, TOO_DEEP};

pub(super) fn explain(text: &str, depth: usize, error: &ScanError) -> Diagnostic {
    let place = place(text, error);
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => {
            Diagnostic::error(TOO_DEEP, format!("values are nested deeper than {depth} levels"))
                .at(place)
                .label("one level too many")
                .help("look for brackets that are never closed")
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            Diagnostic::error(INVALID_YAML, format!("a `{open}` is closed by a `{close}`"))
                .at(place)
                .label("opened here")
                .help("close every `[` with `]` and every `{` with `}`")
        }
        kind => {
            let (message, label, help) = words(kind, text, place.start);
            let diagnostic = Diagnostic::error(INVALID_YAML, message).at(place).label(label);
            match open_bracket(&text[..place.start]) {
                Some((bracket, at)) if at != place => {
                    let closing = if bracket == '[' { ']' } else { '}' };
                    diagnostic.related(at, format!("this `{bracket}` is still open")).help(format!(
                        "close it with `{closing}`, or put the text in quotes if it is not meant as a bracket"
                    ))
                }
                _ if help.is_empty() => diagnostic,
                _ => diagnostic.help(help),
            }
        }
    }
}

/// The message, what stands under the place, and the cure.
fn words(kind: &ErrorKind, text: &str, at: usize) -> (String, &'static str, &'static str) {
    let (message, label, help) = match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => (
            "a tab is used for indentation",
            "the tab is here",
            "YAML is indented with spaces: two per level",
        ),
        ErrorKind::UnclosedQuotedScalar => (
            "a quote is never closed",
            "the text begins here",
            "close it on the same line, and write `\\\"` for a quote inside",
        ),
        ErrorKind::UnclosedFlowCollection { open: '{' } | ErrorKind::UnexpectedEofFlowMapping => {
            ("a `{` is never closed", "a `}` was expected before this", "close it with `}`")
        }
        ErrorKind::UnclosedFlowCollection { .. } | ErrorKind::UnexpectedEofFlowSequence => {
            ("a `[` is never closed", "a `]` was expected before this", "close it with `]`")
        }
        ErrorKind::ExpectedFlowSequenceSeparator => (
            "a list between `[` and `]` goes wrong here",
            "a `,` or `]` was expected",
            "separate the items with `,`, and put items that hold `[`, `]`, `{`, `}` or `,` in quotes",
        ),
        ErrorKind::ExpectedFlowMappingSeparator => (
            "a mapping between `{` and `}` goes wrong here",
            "a `,` or `}` was expected",
            "separate the entries with `,`, and put values that hold `[`, `]`, `{`, `}` or `,` in quotes",
        ),
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            "a `:` in an unexpected place",
            "begins a second value",
            "put a value that holds `: ` in quotes, and begin a new key on a new line",
        ),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            "a `key: value` was expected",
            if rest_of_line(text, at).contains(':') {
                "begins in an unexpected column"
            } else {
                "has no `:`"
            },
            "check the indentation of this line and the `:` after its key",
        ),
        ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockSequenceEntry => (
            "the indentation fits neither the lines above nor a new value",
            "begins in an unexpected column",
            "keys of one mapping, and dashes of one list, stand exactly below each other",
        ),
        ErrorKind::UnexpectedCharacter { character: '@' | '`' | '%' } => {
            ("a plain value cannot begin with this character", "reserved in YAML", "put the value in quotes")
        }
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => (
            "a character that no YAML file may hold",
            "an invisible control character",
            "delete it; in quotes it can be written as an escape, as in `\"\\x07\"`",
        ),
        ErrorKind::InvalidTrailingDoubleQuotedScalar | ErrorKind::InvalidTrailingSingleQuotedScalar => (
            "text goes on after its closing quote",
            "not part of the quoted text",
            "put the whole value in quotes; inside single quotes, a quote is written twice",
        ),
        ErrorKind::UnknownQuotedScalarEscape => (
            "an escape that YAML does not know",
            "after `\\` comes one of `n`, `t`, `\"`, `\\`, `x`, `u` and a few more",
            "write `\\\\` for a backslash, or use single quotes, where a backslash is a backslash",
        ),
        ErrorKind::BlockEntryInFlowCollection | ErrorKind::BlockSequenceEntryNotAllowed => (
            "a `- ` item in an unexpected place",
            "no list can begin here",
            "begin the list on a line of its own, or put a value that begins with `- ` in quotes",
        ),
        ErrorKind::MisplacedFlowCollectionEnd => (
            "a closing bracket without its opening one",
            "closes nothing",
            "match every `[` with `]` and every `{` with `}`",
        ),
        other => {
            let character = text[at..].chars().next().filter(|character| !character.is_control());
            let label = "not YAML from here on";
            let found = character.map(|character| format!(" (at `{character}`)")).unwrap_or_default();
            return (format!("not valid YAML: {other}{found}"), label, "");
        }
    };
    (message.to_owned(), label, help)
}

fn rest_of_line(text: &str, at: usize) -> &str {
    text[at..].lines().next().unwrap_or_default()
}

/// The innermost bracket that an earlier line has left open, as far as it shows without parsing: the parser notices
/// only lines later that something is wrong.
fn open_bracket(before: &str) -> Option<(char, Span)> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut quote = None;
    let mut previous = '\n';
    let mut comment = false;
    for (at, next) in before.char_indices() {
        let begins_value = previous.is_whitespace() || "[{,".contains(previous);
        match (quote, next) {
            (_, '\n') => comment = false,
            _ if comment => {}
            (Some(closing), _) if closing == next => quote = None,
            (None, '"' | '\'') if begins_value => quote = Some(next),
            (None, '#') if previous.is_whitespace() => comment = true,
            (None, '[' | '{') if begins_value => open.push((next, at)),
            (None, ']' | '}') => drop(open.pop()),
            _ => {}
        }
        previous = next;
    }
    let this_line = before.rfind('\n').map_or(0, |end| end + 1);
    let (bracket, at) = open.pop()?;
    (at < this_line).then_some((bracket, Span { start: at, end: at + 1 }))
}

/// The parser counts characters in its errors, not bytes.
fn place(text: &str, error: &ScanError) -> Span {
    let marker = error.marker();
    let line_start = match marker.line() {
        0 | 1 => 0,
        line => text.split_inclusive('\n').take(line - 1).map(str::len).sum(),
    };
    let rest = text.get(line_start..).unwrap_or_default();
    let start = line_start + rest.chars().take(marker.col()).map(char::len_utf8).sum::<usize>();
    // For a character in the middle of a value, it gives the value's beginning.
    let start = match error.kind() {
        ErrorKind::UnexpectedCharacter { character } => {
            text[start..].find(*character).map_or(start, |at| start + at)
        }
        _ => start,
    };
    let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
    Span { start, end }
}
