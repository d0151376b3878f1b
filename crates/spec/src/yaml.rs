//! Text to [`Node`]s: this module alone knows the YAML parser.
//!
//! In: the text of one file. Out: its one document as a tree in which every scalar, list and mapping knows its
//! place, with aliases replaced by what they stand for; or the first thing that is not YAML. What a plain scalar
//! means, and which keys a mapping may have, is not decided here.

mod error;

use diag::{Diagnostic, Span};
use serde_yaml::granit_parser::{self, Event, Options, Parser, ScalarStyle, Tag};

use crate::codes::Finding;
use crate::node::{Node, Scalar, Value};

/// Far above every honest stack file; a file of a few lines can ask for billions of nodes through aliases.
const MAX_NODES: usize = 20_000;

/// The deepest honest value is about ten levels down.
const MAX_DEPTH: usize = 40;

/// The document, or why there is none.
pub(crate) fn document(text: &str) -> Result<Node, Diagnostic> {
    let mut options = Options::default();
    options.emit_comments = false;
    options.emit_unresolved_aliases = true;
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let mut composer = Composer {
        text,
        parser: Parser::new_from_str_with_options(text, options),
        anchors: Vec::new(),
        nodes: 0,
    };
    composer.stream()
}

struct Composer<'a> {
    text: &'a str,
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
                    return Err(Finding::SeveralDocuments
                        .error("a second document begins here")
                        .at(span)
                        .label("this line begins it")
                        .help("one file holds one stack: move what follows into a file of its own"));
                }
                _ => break,
            }
        }
        document.filter(|node| !node.is_missing()).ok_or_else(|| {
            Finding::EmptyFile.error("the file holds nothing").at(Span::default()).help(
                "a stack needs at least `edition`, `name`, `source`, `functions` and `stages`; \
                 `stacks/smallest.yaml` is the shortest one to start from",
            )
        })
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Diagnostic> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, self.span(&span))),
            Some(Err(error)) => Err(error::explain(self.text, &error)),
            None => Ok((Event::StreamEnd, Span { start: self.text.len(), end: self.text.len() })),
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span) -> Result<Node, Diagnostic> {
        self.count(1, span)?;
        let before = self.nodes;
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain;
                let tagged_text = self.check_tag(tag.as_deref(), span)?;
                (
                    Value::Scalar(Scalar::new(self.text, text.into_owned(), plain && !tagged_text, span)),
                    anchor,
                )
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), span)?;
                (Value::List(self.items()?), anchor)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), span)?;
                (Value::Map(self.entries()?), anchor)
            }
            Event::Alias(anchor) => return self.alias(anchor, span),
            // What is left is an alias of an anchor that does not exist.
            _ => return Err(unknown_alias(self.text, span)),
        };
        let node = Node { value, span, owner: None };
        if anchor > 0 {
            if self.anchors.len() <= anchor {
                self.anchors.resize(anchor + 1, None);
            }
            self.anchors[anchor] = Some((node.clone(), self.nodes - before + 1));
        }
        Ok(node)
    }

    fn items(&mut self) -> Result<Vec<Node>, Diagnostic> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                return Ok(items);
            }
            items.push(self.node(event, span)?);
        }
    }

    fn entries(&mut self) -> Result<Vec<(Node, Node)>, Diagnostic> {
        let mut entries = Vec::new();
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
        let Some((node, cost)) = self.anchors.get(anchor).cloned().flatten() else {
            return Err(Finding::UnknownAlias
                .error("an alias inside the very value that it stands for")
                .at(span)
                .label("would contain itself")
                .help("write the value out"));
        };
        self.count(cost, span)?;
        Ok(node)
    }

    fn count(&mut self, nodes: usize, span: Span) -> Result<(), Diagnostic> {
        self.nodes += nodes;
        if self.nodes <= MAX_NODES {
            return Ok(());
        }
        Err(Finding::AliasBomb
            .error("the file holds more than 20,000 values, with every alias written out")
            .at(span)
            .label("one too many")
            .help("a real stack file has a few hundred; write fewer aliases (`*name`) of aliases"))
    }

    /// Whether the tag makes a scalar text; tags other than YAML's own are refused.
    fn check_tag(&self, tag: Option<&Tag>, span: Span) -> Result<bool, Diagnostic> {
        let Some(tag) = tag else { return Ok(false) };
        if tag.is_yaml_core_schema() {
            return Ok(tag.core_suffix() == Some("str"));
        }
        let written = tag.original();
        let start = self.text[..span.start].rfind(&written).unwrap_or(span.start);
        Err(Finding::UnknownTag
            .error(format!("the tag `{written}` means nothing in a stack file"))
            .at(Span { start, end: start + written.len() })
            .label("tags belong to CloudFormation templates")
            .help("write `{ parameter: Name }` for a value that is given at deployment")
            .help("put the text in quotes if it is to begin with `!`"))
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let start = span.start.byte_offset().unwrap_or(self.text.len());
        Span { start, end: span.end.byte_offset().unwrap_or(start).max(start) }
    }
}

fn unknown_alias(text: &str, span: Span) -> Diagnostic {
    let alias = text.get(span.start..span.end).unwrap_or_default();
    Finding::UnknownAlias
        .error(format!("`{alias}` is an alias in YAML, and nothing is anchored under that name"))
        .at(span)
        .label("a plain value cannot begin with `*`")
        .help(format!("for the text itself, write it in quotes: `\"{alias}\"`"))
}

#[cfg(test)]
mod tests {
    use super::{Value, document};

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
