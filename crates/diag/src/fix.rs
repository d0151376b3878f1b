//! Changes that mend a finding, and a text with them applied.
//!
//! Here edits are only carried out. Whether one is right is the business of whoever proposes it: a [`Fix`] is for cases with
//! exactly one right answer.

use std::ops::Range;

use crate::Span;

/// A change that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is changed, as a command: ``write `Resources` ``.
    pub title: String,
    /// The pieces of the source that are replaced, each with what takes its place. They belong together: all or none.
    pub edits: Vec<(Span, String)>,
}

impl Fix {
    /// One piece of the source that is replaced.
    pub fn replace(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self { title: title.into(), edits: vec![(span, text.into())] }
    }
}

/// The text with the fixes applied, and which of them were: their indices, in order.
///
/// Where two fixes touch the same piece the first one wins; the other has to be asked for again, on the new text. What is
/// inserted gets the text's line endings; everything else stays as it is, byte for byte.
pub fn apply(text: &str, fixes: &[&Fix]) -> (String, Vec<usize>) {
    let mut taken: Vec<(Range<usize>, &str)> = Vec::new();
    let mut applied = Vec::new();
    for (index, fix) in fixes.iter().enumerate() {
        let before = taken.len();
        for (span, new) in &fix.edits {
            let range = span.start..span.end;
            if text.get(range.clone()).is_none() || taken.iter().any(|(other, _)| meet(&range, other)) {
                taken.truncate(before);
                break;
            }
            taken.push((range, new));
        }
        if taken.len() > before {
            applied.push(index);
        }
    }
    taken.sort_by_key(|(range, _)| (range.start, range.end));
    (splice(text, &taken), applied)
}

/// Whether edits get in each other's way: they overlap, or insert at the same point.
fn meet(one: &Range<usize>, other: &Range<usize>) -> bool {
    one == other || (one.start < other.end && other.start < one.end)
}

fn splice(text: &str, edits: &[(Range<usize>, &str)]) -> String {
    let windows = text.find('\n').is_some_and(|end| text[..end].ends_with('\r'));
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for (range, new) in edits {
        result.push_str(&text[done..range.start]);
        if windows {
            result.push_str(&new.replace("\r\n", "\n").replace('\n', "\r\n"));
        } else {
            result.push_str(new);
        }
        done = range.end;
    }
    result.push_str(&text[done..]);
    result
}

#[cfg(test)]
mod tests {
    use super::{Fix, apply};
    use crate::Span;

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edits =
            edits.iter().map(|(start, end, text)| (Span { start: *start, end: *end }, (*text).into()));
        Fix { title: "mend it".to_owned(), edits: edits.collect() }
    }

    #[test]
    fn the_first_of_two_wins_and_a_fix_is_whole_or_not_at_all() {
        let (first, second) = (fix(&[(0, 1, "A")]), fix(&[(4, 5, "E"), (0, 2, "x")]));
        let third = fix(&[(2, 2, "+"), (5, 5, "!")]);
        assert_eq!(apply("abcde", &[&first, &second, &third]), ("Ab+cde!".to_owned(), vec![0, 2]));
        assert_eq!(apply("abcde", &[&second, &first]), ("xcdE".to_owned(), vec![0]));
        assert_eq!(apply("abcde", &[&third, &third]).1, [0]);
    }

    #[test]
    fn an_edit_inside_another_is_left_out() {
        let (outer, inner) = (fix(&[(0, 4, "x")]), fix(&[(2, 2, "y")]));
        assert_eq!(apply("abcde", &[&outer, &inner]), ("xe".to_owned(), vec![0]));
        assert_eq!(apply("abcde", &[&inner, &outer]), ("abycde".to_owned(), vec![0]));
    }

    #[test]
    fn what_lies_outside_the_text_is_left_out() {
        for (start, end) in [(0, 1), (9, 9), (2, 1)] {
            assert_eq!(apply("\u{fc}", &[&fix(&[(start, end, "x")])]), ("\u{fc}".to_owned(), vec![]));
        }
    }

    #[test]
    fn line_endings_are_those_of_the_text() {
        let insert = fix(&[(3, 3, "b\nc\r\n")]);
        assert_eq!(apply("a\r\nd\r\n", &[&insert]).0, "a\r\nb\r\nc\r\nd\r\n");
        assert_eq!(apply("a\nd", &[&fix(&[(2, 2, "b\n")])]).0, "a\nb\nd");
    }
}
