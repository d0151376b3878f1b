//! Text to [`Node`]s: this module alone knows the YAML parser.
//!
//! In: the text of one file. Out: its one document as a tree in which every scalar, list and mapping knows its
//! place, with aliases replaced by what they stand for; or the first thing that is not YAML. What a tag means, and
//! which keys a mapping may have, is not decided here.

mod error;

use diag::{Diagnostic, Span};
use serde_yaml::granit_parser::{self, Event, Options, Parser, ScalarStyle};

use crate::node::{Node, Scalar, Style, Tag, Value};
use crate::{ALIAS_BOMB, EMPTY_FILE, SEVERAL_DOCUMENTS, UNKNOWN_ALIAS};

/// What bounds a document: a file of a few lines can ask for billions of values through aliases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most values, with every alias written out.
    pub values: usize,
    /// The most levels of lists and mappings.
    pub depth: usize,
}

/// The document.
///
/// # Errors
///
/// Why there is none; the codes are those of [`crate::CODES`].
pub fn document(text: &str, limits: Limits) -> Result<Node, Diagnostic> {
    let mut options = Options::default();
    options.emit_comments = false;
    options.emit_unresolved_aliases = true;
    options.flow_nesting_limit = limits.depth;
    options.block_nesting_limit = limits.depth;
    let mut composer = Composer {
        text,
        limits,
        parser: Parser::new_from_str_with_options(text, options),
        anchors: Vec::new(),
        nodes: 0,
    };
    composer.stream()
}

struct Composer<'a> {
    text: &'a str,
    limits: Limits,
    parser: Parser<'a, granit_parser::StrInput<'a>>,
    /// By the parser's number of the anchor: the value, and how many nodes a copy of it costs.
    anchors: Vec<Option<(Node, usize)>>,
    nodes: usize,
}

impl<'a> Composer<'a> {
    fn stream(&mut self) -> Result<Node, Diagnostic> {
        let mut document = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(..) if document.is_none() => {
                    let (event, span) = self.next()?;
                    document = Some(self.node(event, span)?);
                }
                Event::DocumentStart(..) => {
                    return Err(Diagnostic::error(SEVERAL_DOCUMENTS, "a second document begins here")
                        .at(span)
                        .label("this line begins it")
                        .help("one file holds one document: move what follows into a file of its own"));
                }
                _ => break,
            }
        }
        document
            .filter(|node| !node.is_missing())
            .ok_or_else(|| Diagnostic::error(EMPTY_FILE, "the file holds nothing").at(Span::default()))
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Diagnostic> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, self.span(&span))),
            Some(Err(error)) => Err(error::explain(self.text, self.limits.depth, &error)),
            None => Ok((Event::StreamEnd, Span { start: self.text.len(), end: self.text.len() })),
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span) -> Result<Node, Diagnostic> {
        self.count(1, span)?;
        let before = self.nodes;
        let (value, anchor, tag) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tag = self.tag(tag.as_deref(), span);
                let plain = style == ScalarStyle::Plain && tag.as_ref().is_none_or(|tag| !tag.is_text());
                let scalar = Scalar::new(self.text, text.into_owned(), styled(style), plain, span);
                (Value::Scalar(scalar), anchor, tag)
            }
            Event::SequenceStart(_, anchor, tag) => {
                let tag = self.tag(tag.as_deref(), span);
                (Value::List(self.items()?), anchor, tag)
            }
            Event::MappingStart(_, anchor, tag) => {
                let tag = self.tag(tag.as_deref(), span);
                (Value::Map(self.entries()?), anchor, tag)
            }
            Event::Alias(anchor) => return self.alias(anchor, span),
            // What is left is an alias of an anchor that does not exist.
            _ => return Err(unknown_alias(self.text, span)),
        };
        let node = Node { value, span, owner: None, tag, alias: None };
        if anchor > 0 {
            if self.anchors.len() <= anchor {
                self.anchors.resize(anchor + 1, None);
            }
            self.anchors[anchor] = Some((node.clone(), self.nodes - before + 1));
        }
        Ok(node)
    }

    fn items(&mut self) -> Result<Vec<Node>, Diagnostic> {
        let mut items = Vec::with_capacity(2);
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                return Ok(items);
            }
            items.push(self.node(event, span)?);
        }
    }

    fn entries(&mut self) -> Result<Vec<(Node, Node)>, Diagnostic> {
        // Most mappings are small, and a node is large.
        let mut entries = Vec::with_capacity(2);
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                return Ok(entries);
            }
            let key = self.node(event, span)?;
            let (event, span) = self.next()?;
            let mut value = self.node(event, span)?;
            value.owner = Some(key.span);
            entries.push((key, value));
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<Node, Diagnostic> {
        let anchored = self.anchors.get(anchor).and_then(Option::as_ref);
        let Some(cost) = anchored.map(|(_, cost)| *cost) else {
            let message = "an alias inside the very value that it stands for";
            return Err(Diagnostic::error(UNKNOWN_ALIAS, message)
                .at(span)
                .label("would contain itself")
                .help("write the value out"));
        };
        self.count(cost, span)?;
        let copy = self.anchors[anchor].as_ref().map(|(node, _)| Node { alias: Some(span), ..node.clone() });
        copy.ok_or_else(|| unknown_alias(self.text, span))
    }

    fn count(&mut self, nodes: usize, span: Span) -> Result<(), Diagnostic> {
        self.nodes += nodes;
        if self.nodes <= self.limits.values {
            return Ok(());
        }
        let most = self.limits.values;
        let message = format!("the file holds more than {most} values, with every alias written out");
        Err(Diagnostic::error(ALIAS_BOMB, message)
            .at(span)
            .label("one too many")
            .help("write fewer aliases (`*name`) of aliases"))
    }

    fn tag(&self, tag: Option<&granit_parser::Tag>, span: Span) -> Option<Box<Tag>> {
        let tag = tag?;
        let written = tag.original();
        let start = self.text[..span.start].rfind(&written).unwrap_or(span.start);
        let core = tag.is_yaml_core_schema().then(|| tag.core_suffix().unwrap_or_default().to_owned());
        Some(Box::new(Tag { span: Span { start, end: start + written.len() }, written, core }))
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let start = span.start.byte_offset().unwrap_or(self.text.len());
        Span { start, end: span.end.byte_offset().unwrap_or(start).max(start) }
    }
}

fn unknown_alias(text: &str, span: Span) -> Diagnostic {
    let alias = text.get(span.start..span.end).unwrap_or_default();
    let message = format!("`{alias}` is an alias in YAML, and nothing is anchored under that name");
    Diagnostic::error(UNKNOWN_ALIAS, message)
        .at(span)
        .label("a plain value cannot begin with `*`")
        .help(format!("for the text itself, write it in quotes: `\"{alias}\"`"))
}

const fn styled(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}

#[cfg(test)]
mod tests {
    use diag::Diagnostic;

    use super::{Limits, Node, Value};

    fn document(text: &str) -> Result<Node, Diagnostic> {
        super::document(text, Limits { values: 20_000, depth: 40 })
    }

    #[test]
    fn an_alias_is_a_copy() {
        let node = document("a: &x [1, 2]\nb: *x\n").unwrap();
        let entries = node.entries().unwrap();
        assert!(matches!(&entries[1].1.value, Value::List(items) if items.len() == 2));
    }

    #[test]
    fn hostile_text_is_a_finding() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..10 {
            let alias = format!("*a{}", level - 1);
            bomb += &[
                "a",
                &level.to_string(),
                ": &a",
                &level.to_string(),
                " [",
                &vec![alias; 10].join(", "),
                "]\n",
            ]
            .concat();
        }
        assert_eq!(document(&bomb).unwrap_err().code, "alias-bomb");
        assert_eq!(document("a: &a [*a]\n").unwrap_err().code, "unknown-alias");
        let deep = "[".repeat(10_000);
        assert_eq!(document(&deep).unwrap_err().code, "too-deep");
        for text in [
            "a: b\0c",
            "\u{7}",
            "a: \"\\ud800\"",
            "%YAML 9.9\n---\na",
            "? ? ?",
            "- - -\t- x",
            "&",
            "!<",
            "|9",
        ] {
            let _ = document(text);
        }
    }

    #[test]
    fn places_are_bytes_of_the_text_as_it_is() {
        for text in ["\u{feff}k\u{e9}y: value\r\n", "# \u{1f980}\r\nk\u{e9}y: value", "{ k\u{e9}y: value }"] {
            let node = document(text).unwrap();
            let (key, value) = &node.entries().unwrap()[0];
            assert_eq!(&text[key.span.start..key.span.end], "k\u{e9}y");
            assert_eq!(&text[value.span.start..value.span.end], "value");
        }
        for text in ["\u{feff}a: 1\r\n\u{e9}: @\r\n", "\u{1f980}: \u{1f980}\n\u{e9}: @"] {
            let place = document(text).unwrap_err().span.unwrap();
            assert_eq!(&text[place.start..place.end], "@");
        }
    }
}
