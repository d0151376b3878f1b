//! A YAML value with its place, before anybody asks what it means.

use diag::Span;

use crate::plain::{Meaning, meaning};

/// One value of the file.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) value: Value,
    /// A scalar's text; a list's or mapping's first character.
    pub(crate) span: Span,
    /// The key that it is the value of.
    pub(crate) owner: Option<Span>,
}

#[derive(Debug, Clone)]
pub(crate) enum Value {
    Scalar(Scalar),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// A scalar as written.
#[derive(Debug, Clone)]
pub(crate) struct Scalar {
    pub(crate) text: String,
    pub(crate) meaning: Meaning,
    /// Where the text begins, if the file holds it letter by letter: no escapes, no folding.
    verbatim: Option<usize>,
}

impl Scalar {
    pub(crate) fn new(source: &str, text: String, plain: bool, span: Span) -> Self {
        let raw = source.get(span.start..span.end).unwrap_or_default();
        let verbatim = if raw.starts_with(&text) {
            Some(span.start)
        } else if raw.get(1..).is_some_and(|rest| rest.starts_with(&text)) {
            Some(span.start + 1)
        } else {
            None
        };
        let meaning = if plain { meaning(&text) } else { Meaning::Text };
        Self { text, meaning, verbatim }
    }

    /// Where a part of the text is in the file, if the file holds it letter by letter.
    pub(crate) fn part(&self, part: std::ops::Range<usize>) -> Option<Span> {
        self.verbatim.map(|start| Span { start: start + part.start, end: start + part.end })
    }
}

impl Node {
    pub(crate) fn entries(&self) -> Option<&[(Node, Node)]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            Value::Scalar(_) | Value::List(_) => None,
        }
    }

    pub(crate) fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Whether nothing was written: `key:` alone, `null` or `~`.
    pub(crate) fn is_missing(&self) -> bool {
        self.scalar().is_some_and(|scalar| scalar.meaning == Meaning::Nothing)
    }

    /// The value under a key of a mapping.
    pub(crate) fn get(&self, wanted: &str) -> Option<&Node> {
        let is_wanted = |key: &Node| key.scalar().is_some_and(|key| key.text == wanted);
        self.entries()?.iter().find(|(key, _)| is_wanted(key)).map(|(_, value)| value)
    }

    /// What best shows the whole value: its key, or its own beginning.
    pub(crate) fn handle(&self) -> Span {
        match (&self.value, self.owner) {
            (Value::Scalar(_), Some(owner)) if self.span.start == self.span.end => owner,
            (Value::Scalar(_), _) => self.span,
            (Value::List(_) | Value::Map(_), Some(owner)) => owner,
            (Value::List(items), None) => items.first().map_or(self.span, Node::handle),
            (Value::Map(entries), None) => entries.first().map_or(self.span, |(key, _)| key.span),
        }
    }

    /// What the value is, in words.
    pub(crate) fn words(&self) -> String {
        match &self.value {
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a mapping".to_owned(),
            Value::Scalar(scalar) => match scalar.meaning {
                Meaning::Nothing => "nothing".to_owned(),
                Meaning::Integer => "a number".to_owned(),
                Meaning::Text => "text".to_owned(),
                Meaning::Boolean | Meaning::Unclear(_) => format!("`{}`", scalar.text),
            },
        }
    }
}
