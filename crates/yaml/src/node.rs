//! A YAML value with its place, before anybody asks what it means.

use std::ops::Range;

use diag::Span;

use crate::plain::{Meaning, meaning};

/// One value of the file.
#[derive(Debug, Clone)]
pub struct Node {
    /// What was written.
    pub value: Value,
    /// A scalar's text; a list's or mapping's first character.
    pub span: Span,
    /// The key that it is the value of.
    pub owner: Option<Span>,
    /// `!Ref`, `!!str`. Most values have none.
    pub tag: Option<Box<Tag>>,
    /// Where the alias stands that this is a copy for; the other places are those of the original.
    pub alias: Option<Span>,
}

/// What a value can be.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub enum Value {
    Scalar(Scalar),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// A tag as written.
#[derive(Debug, Clone)]
pub struct Tag {
    /// With its exclamation mark.
    pub written: String,
    /// Where.
    pub span: Span,
    /// What follows `tag:yaml.org,2002:`, for YAML's own tags.
    pub core: Option<String>,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}

/// A scalar as written.
#[derive(Debug, Clone)]
pub struct Scalar {
    /// Its text, escapes and folding done.
    pub text: String,
    /// How it is written.
    pub style: Style,
    /// What it means where it is plain; text otherwise.
    pub meaning: Meaning,
    /// Where the text begins, if the file holds it letter by letter: no escapes, no folding.
    verbatim: Option<usize>,
}

impl Tag {
    fn shift(&mut self, by: usize) {
        self.span = moved(self.span, by);
    }

    /// Whether it makes any scalar a text.
    pub fn is_text(&self) -> bool {
        self.core.as_deref() == Some("str")
    }
}

impl Scalar {
    pub(crate) fn new(source: &str, text: String, style: Style, plain: bool, span: Span) -> Self {
        let raw = source.get(span.start..span.end).unwrap_or_default();
        let verbatim = if raw.starts_with(&text) {
            Some(span.start)
        } else if raw.get(1..).is_some_and(|rest| rest.starts_with(&text)) {
            Some(span.start + 1)
        } else {
            None
        };
        let meaning = if plain { meaning(&text) } else { Meaning::Text };
        Self { text, style, meaning, verbatim }
    }

    /// The same scalar with another text, which the file does not hold: what it means is told anew where it is plain.
    #[must_use]
    pub fn with_text(&self, text: String) -> Self {
        let meaning = if self.style == Style::Plain { meaning(&text) } else { Meaning::Text };
        Self { text, meaning, style: self.style, verbatim: None }
    }

    /// Where a part of the text is in the file, if the file holds it letter by letter.
    pub fn part(&self, part: Range<usize>) -> Option<Span> {
        self.verbatim.map(|start| Span { start: start + part.start, end: start + part.end })
    }
}

const fn moved(span: Span, by: usize) -> Span {
    Span { start: span.start + by, end: span.end + by }
}

impl Node {
    /// The same, of a text that begins so many bytes further on.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        self.shift(by);
        self
    }

    fn shift(&mut self, by: usize) {
        self.span = moved(self.span, by);
        self.owner = self.owner.map(|span| moved(span, by));
        self.alias = self.alias.map(|span| moved(span, by));
        self.tag.iter_mut().for_each(|tag| tag.shift(by));
        match &mut self.value {
            Value::Scalar(scalar) => scalar.verbatim = scalar.verbatim.map(|start| start + by),
            Value::List(items) => items.iter_mut().for_each(|item| item.shift(by)),
            Value::Map(entries) => {
                for (key, value) in entries {
                    key.shift(by);
                    value.shift(by);
                }
            }
        }
    }

    /// A mapping's keys and values.
    pub fn entries(&self) -> Option<&[(Node, Node)]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            Value::Scalar(_) | Value::List(_) => None,
        }
    }

    /// The scalar, where it is one.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Whether nothing was written: `key:` alone, `null` or `~`.
    pub fn is_missing(&self) -> bool {
        self.scalar().is_some_and(|scalar| scalar.meaning == Meaning::Nothing)
    }

    /// The value under a key of a mapping.
    pub fn get(&self, wanted: &str) -> Option<&Node> {
        let is_wanted = |key: &Node| key.scalar().is_some_and(|key| key.text == wanted);
        self.entries()?.iter().find(|(key, _)| is_wanted(key)).map(|(_, value)| value)
    }

    /// What best shows the whole value: its key, or its own beginning.
    pub fn handle(&self) -> Span {
        match (&self.value, self.owner) {
            (Value::Scalar(_), Some(owner)) if self.span.start == self.span.end => owner,
            (Value::Scalar(_), _) => self.span,
            (Value::List(_) | Value::Map(_), Some(owner)) => owner,
            (Value::List(items), None) => items.first().map_or(self.span, Node::handle),
            (Value::Map(entries), None) => entries.first().map_or(self.span, |(key, _)| key.span),
        }
    }

    /// What the value is, in words.
    pub fn words(&self) -> String {
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
