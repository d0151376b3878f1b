//! A value of a template, with its place.

use std::ops::Range;

use diag::Span;
use serde_json::{Map, Number, Value as Json};
use yaml::{Meaning, Style};

use super::Function;

/// A value of a template.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// A scalar's text with its quotes; a list's or mapping's first character; a short form from its tag on.
    pub span: Span,
    /// The key that it is the value of.
    pub owner: Option<Span>,
    /// Where the alias stands that this is a copy for; the other places are those of the original.
    pub alias: Option<Span>,
    /// What YAML 1.1 and 1.2 make of it, for a scalar without quotes.
    pub plain: Option<Meaning>,
    /// A scalar's style, and where its text begins if the file holds it letter by letter.
    pub(crate) verbatim: Option<(Style, Option<usize>)>,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// `null`, `~` or nothing at all.
    Null,
    /// Also `yes` and `on`, as YAML 1.1 has it.
    Bool(bool),
    /// In decimal, whatever the spelling was.
    Number(String),
    /// A text, or a date.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, duplicates included.
    Map(Vec<Entry>),
    /// An intrinsic function, in whichever form.
    Call(Box<Call>),
}

/// A key of a mapping, and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// As written; empty where the key is a list or a mapping.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// An intrinsic function and what it is given.
#[derive(Debug, Clone)]
pub struct Call {
    /// Which.
    pub function: Function,
    /// Where its name or tag stands.
    pub name_span: Span,
    /// A text, a list or a mapping, as the function wants it; nothing is checked.
    pub argument: Node,
}

/// A step on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into a mapping, or into a function's argument by the function's long name.
    Key(String),
    /// Into a list.
    Index(usize),
}

impl Step {
    /// Into a mapping.
    pub fn key(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

/// What best shows a value: see [`Node::handle`].
pub type Place = Span;

impl Node {
    /// What stands nowhere: for values that are missing.
    pub const NOTHING: Self = Self {
        kind: Kind::Null,
        span: Span { start: 0, end: 0 },
        owner: None,
        alias: None,
        plain: None,
        verbatim: None,
    };

    /// The value under a key of a mapping; the first, of duplicates.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key of a mapping.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// A mapping's entries; none, for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// A list's items; none, for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    /// The text, where it is one: no number, no boolean.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A scalar as CloudFormation makes it a text: numbers in decimal, booleans as `true` and `false`.
    pub fn scalar(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) | Kind::Number(text) => Some(text),
            Kind::Bool(true) => Some("true"),
            Kind::Bool(false) => Some("false"),
            _ => None,
        }
    }

    /// The intrinsic function, where it is one.
    pub fn call(&self) -> Option<&Call> {
        match &self.kind {
            Kind::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The argument, where it is a call of that function.
    pub fn call_of(&self, function: &Function) -> Option<&Node> {
        self.call().filter(|call| call.function == *function).map(|call| &call.argument)
    }

    /// Whether it is a mapping.
    pub fn is_map(&self) -> bool {
        matches!(self.kind, Kind::Map(_))
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self.kind, Kind::List(_))
    }

    /// Whether a mapping holds members that are not written out: of a loop, a transform, or a YAML merge.
    pub fn is_open(&self) -> bool {
        self.entries().iter().any(|entry| {
            entry.key == "<<" || entry.key == "Fn::Transform" || entry.key.starts_with("Fn::ForEach")
        })
    }

    /// Whether it is a reference to `AWS::NoValue`.
    pub fn is_no_value(&self) -> bool {
        self.call_of(&Function::Ref).and_then(Node::text) == Some("AWS::NoValue")
    }

    /// What best shows the value: a scalar or short form itself; a mapping's or list's key, or its beginning.
    pub fn handle(&self) -> Place {
        match (&self.kind, self.owner) {
            (Kind::List(_) | Kind::Map(_), Some(owner)) => owner,
            (Kind::List(items), None) => items.first().map_or(self.span, Node::handle),
            (Kind::Map(entries), None) => entries.first().map_or(self.span, |entry| entry.key_span),
            (Kind::Call(call), _) => call.name_span,
            (_, Some(owner)) if self.span.start == self.span.end => owner,
            _ => self.span,
        }
    }

    /// Where a part of a scalar's text stands; the whole scalar, where escapes or folding hide the part.
    pub(super) fn place(&self, source: &str, part: Range<usize>) -> Span {
        match (self.verbatim, &self.kind) {
            (Some((_, Some(start))), _) => Span { start: start + part.start, end: start + part.end },
            (Some((Style::Literal, None)), Kind::Text(text)) => {
                in_block(source, self.span, text, part).unwrap_or(self.span)
            }
            _ => self.span,
        }
    }

    /// As CloudFormation's JSON: functions in their long form, aliases written out.
    pub fn to_value(&self) -> Json {
        match &self.kind {
            Kind::Null => Json::Null,
            Kind::Bool(value) => Json::Bool(*value),
            Kind::Number(text) => number(text).unwrap_or_else(|| Json::String(text.clone())),
            Kind::Text(text) => Json::String(text.clone()),
            Kind::List(items) => Json::Array(items.iter().map(Node::to_value).collect()),
            Kind::Map(entries) => {
                entries.iter().map(|entry| (entry.key.clone(), entry.value.to_value())).collect()
            }
            Kind::Call(call) => {
                let argument = match (&call.function, call.argument.text()) {
                    (Function::GetAtt, Some(path)) => match path.split_once('.') {
                        Some((id, attribute)) => Json::Array(vec![id.into(), attribute.into()]),
                        None => path.into(),
                    },
                    _ => call.argument.to_value(),
                };
                Json::Object(Map::from_iter([(call.function.name().to_owned(), argument)]))
            }
        }
    }

    pub(super) fn path_to(&self, at: usize, path: &mut Vec<Step>) -> bool {
        // A block of text ends where the next key begins.
        let holds = |span: Span| span.start == at || span.start < at && at < span.end;
        match &self.kind {
            Kind::Map(entries) => {
                // Of the entries that begin before the place, the last holds it, unless it is an alias.
                for entry in entries {
                    let before = path.len();
                    path.push(Step::Key(entry.key.clone()));
                    if entry.value.path_to(at, path) || holds(entry.key_span) {
                        return true;
                    }
                    path.truncate(before);
                }
                holds(self.span)
            }
            Kind::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    path.push(Step::Index(index));
                    if item.path_to(at, path) {
                        return true;
                    }
                    path.pop();
                }
                holds(self.span)
            }
            Kind::Call(call) => {
                path.push(Step::Key(call.function.name().to_owned()));
                if call.argument.path_to(at, path) || holds(call.name_span) {
                    return true;
                }
                path.pop();
                holds(self.span)
            }
            _ => holds(self.span),
        }
    }
}

/// A number that prints as it was written; a text stays what it is, and an exponent would be text to YAML 1.1.
fn number(text: &str) -> Option<Json> {
    let number: Number = serde_json::from_str(text).ok()?;
    (number.to_string() == text).then_some(Json::Number(number))
}

/// A part of a literal block's text: its lines are the source's, less the indentation.
fn in_block(source: &str, span: Span, text: &str, part: Range<usize>) -> Option<Span> {
    let line = text.get(..part.start)?.matches('\n').count();
    let column = part.start - text[..part.start].rfind('\n').map_or(0, |end| end + 1);
    let start = block_line(source, span, text, line)? + column;
    let end = start + part.end.checked_sub(part.start)?;
    let same_line = !text.get(part.clone())?.contains('\n');
    let end =
        if same_line { end } else { source[start..].find('\n').map_or(source.len(), |line| start + line) };
    source.get(start..end).filter(|found| !same_line || *found == &text[part])?;
    Some(Span { start, end })
}

/// Where the text of a block's line begins in the source.
fn block_line(source: &str, span: Span, text: &str, line: usize) -> Option<usize> {
    let first = text.lines().position(|line| !line.trim().is_empty())?;
    let sample = text.lines().nth(first)?;
    let mut at = span.start;
    // The span may begin at the indicator or at the text itself.
    if source[at..].starts_with('|') {
        at += source[at..].find('\n')? + 1;
    } else {
        // Blank lines in front of it belong to the text too.
        for _ in 0..=first {
            at = source[..at.saturating_sub(1)].rfind('\n').map_or(0, |end| end + 1);
        }
    }
    let mut lines = Vec::new();
    for part in source[at..].split_inclusive('\n') {
        lines.push((at, part));
        at += part.len();
        if lines.len() > line.max(first) + 1 {
            break;
        }
    }
    let (_, written) = lines.get(first)?;
    let indent = written.trim_end_matches(['\n', '\r']).len().checked_sub(sample.len())?;
    let (start, written) = lines.get(line)?;
    Some(start + indent.min(written.trim_end_matches(['\n', '\r']).len()))
}
