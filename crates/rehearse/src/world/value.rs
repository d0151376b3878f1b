//! A value as CloudFormation makes it: no functions are left in it, and what is unknown is a symbol in a text.

use std::borrow::Cow;

use cfn::read::Node;
use serde_json::{Map, Number, Value as Json};

/// A resolved value of a template.
#[derive(Debug, Clone)]
pub struct Value<'t> {
    /// What best shows it: the literal, the branch of an `If` that was taken, the function that made it.
    pub node: &'t Node,
    pub(super) kind: Kind<'t>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind<'t> {
    /// Not written, or `AWS::NoValue`.
    Missing,
    Null,
    Bool(bool),
    Number(Cow<'t, str>),
    Text(Cow<'t, str>),
    List(Vec<Value<'t>>),
    Map(Vec<(Cow<'t, str>, Value<'t>)>),
}

static NOTHING: Node = Node::NOTHING;
static MISSING: Value<'static> = Value { node: &NOTHING, kind: Kind::Missing };

impl PartialEq for Value<'_> {
    /// Places don't count.
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl<'t> Value<'t> {
    /// What is not there.
    pub fn missing<'a>() -> &'a Self {
        &MISSING
    }

    /// The value under a key of a mapping; the first, of duplicates. Of anything else: what is missing.
    pub fn get(&self, key: &str) -> &Value<'t> {
        match &self.kind {
            Kind::Map(entries) => {
                entries.iter().find(|(known, _)| known == key).map_or(&MISSING, |(_, value)| value)
            }
            _ => &MISSING,
        }
    }

    /// The value at the end of a path of keys.
    pub fn at(&self, path: &[&str]) -> &Value<'t> {
        path.iter().fold(self, |value, key| value.get(key))
    }

    /// A list's items. CloudFormation takes a single value where it wants a list: anything else that is there is the only
    /// item.
    pub fn items(&self) -> &[Value<'t>] {
        match &self.kind {
            Kind::List(items) => items,
            Kind::Missing | Kind::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// A mapping's entries, in their order; none, for anything else.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Value<'t>)> {
        let entries = match &self.kind {
            Kind::Map(entries) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().map(|(key, value)| (key.as_ref(), value))
    }

    /// A scalar as CloudFormation makes it a text: numbers in decimal, booleans as `true` and `false`.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) | Kind::Number(text) => Some(text),
            Kind::Bool(true) => Some("true"),
            Kind::Bool(false) => Some("false"),
            _ => None,
        }
    }

    /// A boolean, or a text that says one.
    pub fn boolean(&self) -> Option<bool> {
        match self.text()? {
            text if text.eq_ignore_ascii_case("true") => Some(true),
            text if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// A whole number that is not negative, or a text that says one.
    pub fn number(&self) -> Option<u64> {
        self.text()?.parse().ok()
    }

    /// Whether there is nothing: not written, or dropped by `AWS::NoValue`.
    pub fn is_missing(&self) -> bool {
        self.kind == Kind::Missing
    }

    /// Whether it is a list as such.
    pub fn is_list(&self) -> bool {
        matches!(self.kind, Kind::List(_))
    }

    /// As JSON.
    pub fn to_json(&self) -> Json {
        match &self.kind {
            Kind::Missing | Kind::Null => Json::Null,
            Kind::Bool(value) => Json::Bool(*value),
            Kind::Number(text) => serde_json::from_str::<Number>(text)
                .map_or_else(|_| Json::String(text.to_string()), Json::Number),
            Kind::Text(text) => Json::String(text.to_string()),
            Kind::List(items) => Json::Array(items.iter().map(Value::to_json).collect()),
            Kind::Map(entries) => {
                let mut map = Map::new();
                for (key, value) in entries {
                    map.entry(key.as_ref()).or_insert_with(|| value.to_json());
                }
                Json::Object(map)
            }
        }
    }
}
