//! Nodes to values: what the intrinsic functions give.

use std::borrow::Cow;

use cfn::read::{self, Node};

use super::value::{Kind, Value};

pub(super) fn resolve(node: &Node) -> Value<'_> {
    let kind = match &node.kind {
        read::Kind::Null => Kind::Null,
        read::Kind::Bool(value) => Kind::Bool(*value),
        read::Kind::Number(text) => Kind::Number(Cow::Borrowed(text)),
        read::Kind::Text(text) => Kind::Text(Cow::Borrowed(text)),
        read::Kind::List(items) => Kind::List(items.iter().map(resolve).collect()),
        read::Kind::Map(entries) => Kind::Map(
            entries.iter().map(|entry| (Cow::Borrowed(entry.key.as_str()), resolve(&entry.value))).collect(),
        ),
        read::Kind::Call(_) => Kind::Missing,
    };
    Value { node, kind }
}
