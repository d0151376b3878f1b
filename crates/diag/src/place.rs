//! Places as people and editors count them: lines and columns.

use crate::Span;

/// A point in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1. Lines end with `\n` or `\r\n`.
    pub line: usize,
    /// From 1, in characters (Unicode code points). A byte order mark at the beginning of the text does not count.
    pub column: usize,
}

/// A text cut into lines once, to be asked for many places.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    /// Where each line begins.
    starts: Vec<usize>,
    /// Bytes are characters then: a template in one line of a megabyte is not counted through for every finding.
    ascii: bool,
}

impl<'t> Lines<'t> {
    /// Finds the lines of a text.
    pub fn of(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self {
            text,
            starts: std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect(),
            ascii: text.is_ascii(),
        }
    }

    /// Where a span begins, and the point after its end. A span that lies outside the text ends with it.
    pub fn ends(&self, span: Span) -> (Position, Position) {
        let range = span.range(self.text);
        (self.position(range.start), self.position(range.end))
    }

    fn position(&self, at: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= at);
        if self.ascii {
            return Position { line, column: at - self.starts[line - 1] + 1 };
        }
        let mut before = &self.text[self.starts[line - 1]..at];
        if line == 1 {
            before = before.strip_prefix('\u{feff}').unwrap_or(before);
        }
        Position { line, column: before.chars().count() + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Position};
    use crate::Span;

    fn ends(text: &str, start: usize, end: usize) -> [(usize, usize); 2] {
        let (from, to) = Lines::of(text).ends(Span { start, end });
        [from, to].map(|Position { line, column }| (line, column))
    }

    #[test]
    fn columns_are_characters() {
        assert_eq!(ends("a: \u{1f980} x\nb: y\n", 8, 9), [(1, 6), (1, 7)]);
        assert_eq!(ends("a: x\r\nb: y\r\n", 6, 7), [(2, 1), (2, 2)]);
        assert_eq!(ends("a\nb\n", 4, 4), [(3, 1), (3, 1)]);
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        assert_eq!(ends("\u{feff}a: x", 3, 4), [(1, 1), (1, 2)]);
        assert_eq!(ends("\u{feff}a: x", 0, 0), [(1, 1), (1, 1)]);
    }

    #[test]
    fn any_span_has_a_place() {
        assert_eq!(ends("", 7, 9), [(1, 1), (1, 1)]);
        assert_eq!(ends("\u{fc}\u{fc}", 1, 3), [(1, 1), (1, 3)]);
    }
}
