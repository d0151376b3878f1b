//! A text of another language inside a template: a buildspec, a function's code.
//!
//! In: the node that holds it, written out, through `Fn::Sub` or `Fn::Join`. Out: the text, with every part that only
//! CloudFormation knows masked by letters of the same length, and the way back from a part of the text to its place in
//! the template. What the text means is for the rules.

use std::ops::Range;

use cfn::read::{Document, Function, Kind, Node, SubPart, sub_parts};
use diag::Span;

/// Stands for a value that has no text of its own to hide, as in a `Fn::Join`.
const MASK: &str = "xxxxxxxx";

/// A text of another language, and where it comes from.
#[derive(Debug)]
pub(crate) struct Embedded<'t> {
    text: String,
    pieces: Vec<Piece<'t>>,
}

/// A part of the text.
#[derive(Debug)]
struct Piece<'t> {
    range: Range<usize>,
    /// What wrote it.
    node: &'t Node,
    /// Where it begins in the node's own text; `None` where it is masked as a whole.
    from: Option<usize>,
    /// Whether the text is not known.
    hole: bool,
}

impl<'t> Embedded<'t> {
    /// The text that a node holds; `None` where too little of it is written out.
    pub(crate) fn read(node: &'t Node) -> Option<Self> {
        let mut text = Self { text: String::new(), pieces: Vec::new() };
        text.add(node).then_some(text)
    }

    /// The text, unknown parts masked.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing in it is unknown.
    pub(crate) fn is_whole(&self) -> bool {
        self.pieces.iter().all(|piece| !piece.hole)
    }

    /// Whether a part holds something unknown.
    pub(crate) fn is_opaque(&self, part: &Range<usize>) -> bool {
        self.pieces
            .iter()
            .any(|piece| piece.hole && piece.range.start < part.end && part.start < piece.range.end)
    }

    /// Whether something unknown has a line of its own, or begins one: it may be many lines.
    pub(crate) fn may_hold_lines(&self) -> bool {
        self.pieces.iter().filter(|piece| piece.hole).any(|piece| {
            let before = &self.text[..piece.range.start];
            before.rsplit('\n').next().is_none_or(|line| line.trim().is_empty())
        })
    }

    /// Where a part of the text stands in the template.
    pub(crate) fn place(&self, document: &Document, part: Range<usize>) -> Span {
        let holds = |piece: &&Piece<'_>| piece.range.start <= part.start && part.start < piece.range.end;
        let Some(piece) = self.pieces.iter().find(holds).or(self.pieces.last()) else {
            return Span::default();
        };
        let Some(from) = piece.from else { return piece.node.handle() };
        if piece.hole {
            // The mask has other letters than what it hides.
            return document.place(piece.node, from..from + piece.range.len());
        }
        let start = from + part.start.clamp(piece.range.start, piece.range.end) - piece.range.start;
        let end = from + part.end.clamp(piece.range.start, piece.range.end) - piece.range.start;
        document.place(piece.node, start..end.max(start))
    }

    /// Adds what a node holds, if it holds a text.
    fn add(&mut self, node: &'t Node) -> bool {
        match &node.kind {
            Kind::Text(text) => self.push(text, node, Some(0), false),
            Kind::Number(text) => self.push(text, node, None, false),
            Kind::Call(call) => match call.function {
                Function::Sub => {
                    let text = call.argument.items().first().unwrap_or(&call.argument);
                    return self.substituted(text);
                }
                Function::Join => return self.joined(&call.argument),
                _ => return false,
            },
            _ => return false,
        }
        true
    }

    fn push(&mut self, text: &str, node: &'t Node, from: Option<usize>, hole: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push(Piece { range: start..self.text.len(), node, from, hole });
    }

    fn substituted(&mut self, node: &'t Node) -> bool {
        let Some(text) = node.text() else { return false };
        let mut at = 0;
        for part in sub_parts(text) {
            if let SubPart::Text(range) = part {
                self.hide(text, node, at..range.start);
                at = range.end;
                self.push(&text[range.clone()], node, Some(range.start), false);
            }
        }
        self.hide(text, node, at..text.len());
        true
    }

    /// Adds letters for what stands there.
    fn hide(&mut self, text: &str, node: &'t Node, part: Range<usize>) {
        if !part.is_empty() {
            let mask = "x".repeat(text[part.clone()].len());
            self.push(&mask, node, Some(part.start), true);
        }
    }

    fn joined(&mut self, argument: &'t Node) -> bool {
        let [delimiter, list] = argument.items() else { return false };
        let (Some(delimiter_text), Kind::List(items)) = (delimiter.text(), &list.kind) else { return false };
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.push(delimiter_text, delimiter, None, false);
            }
            if !self.add(item) {
                self.push(MASK, item, None, true);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Embedded;

    /// The text of the template's only value, and where parts of it stand.
    fn read(template: &str, parts: &[&str]) -> (String, Vec<String>) {
        let document = cfn::read::read(template).unwrap();
        let node = document.root().get("A").unwrap();
        let embedded = Embedded::read(node).unwrap();
        let places = parts.iter().map(|part| {
            let start = embedded.text().find(part).unwrap();
            let span = embedded.place(&document, start..start + part.len());
            document.text()[span.start..span.end].to_owned()
        });
        (embedded.text().to_owned(), places.collect())
    }

    #[test]
    fn written_out() {
        let (text, places) = read("A: |\n  one\n  two three\n", &["one", "three"]);
        assert_eq!(text, "one\ntwo three\n");
        assert_eq!(places, ["one", "three"]);
    }

    #[test]
    fn substituted() {
        let (text, places) = read("A: !Sub |\n  a ${B} c\n  ${!d} e\n", &["c", "e", "xxxx"]);
        assert_eq!(text, "a xxxx c\nxxxxx e\n");
        assert_eq!(places, ["c", "e", "${B}"]);
    }

    #[test]
    fn joined() {
        let (text, places) = read(
            "A: !Join\n  - \"\\n\"\n  - - one\n    - !Ref B\n    - !Sub t${C}\n",
            &["one", "xxxxxxxx", "t"],
        );
        assert_eq!(text, "one\nxxxxxxxx\ntxxxx");
        assert_eq!(places[0], "one");
        assert_eq!(places[1], "!Ref");
        assert_eq!(places[2], "t");
    }

    #[test]
    fn what_may_be_many_lines() {
        let document = cfn::read::read("A: !Sub \"a\\n  ${B}\\n\"\nB: !Sub a ${B}\n").unwrap();
        let of = |key: &str| Embedded::read(document.root().get(key).unwrap()).unwrap();
        assert!(of("A").may_hold_lines());
        assert!(!of("B").may_hold_lines());
        assert!(!of("B").is_whole());
        assert!(of("B").is_opaque(&(3..4)));
        assert!(!of("B").is_opaque(&(0..1)));
    }
}
