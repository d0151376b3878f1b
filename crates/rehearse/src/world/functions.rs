//! Nodes to values: what the intrinsic functions give.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html>

use std::borrow::Cow;

use cfn::read::{self, Call, Function, Node, SubPart, sub_parts};

use super::scope::{Scope, why};
use super::symbol;
use super::value::{Kind, Value};

impl<'t> Scope<'t> {
    pub(super) fn resolve(&self, node: &'t Node) -> Value<'t> {
        self.deeper(|| self.resolve_kind(node)).unwrap_or_else(|| self.unknown("…", node, why::TOO_MUCH))
    }

    fn resolve_kind(&self, node: &'t Node) -> Value<'t> {
        let kind = match &node.kind {
            read::Kind::Null => Kind::Null,
            read::Kind::Bool(value) => Kind::Bool(*value),
            read::Kind::Number(text) => Kind::Number(Cow::Borrowed(text)),
            read::Kind::Text(text) => Kind::Text(self.dynamic(Cow::Borrowed(text), node)),
            read::Kind::List(items) => Kind::List(self.list(items)),
            read::Kind::Map(_) => Kind::Map(self.map(node)),
            read::Kind::Call(call) => return self.call(node, call),
        };
        Value { node, kind }
    }

    fn list(&self, items: &'t [Node]) -> Vec<Value<'t>> {
        items.iter().map(|item| self.resolve(item)).filter(|item| !item.is_missing()).collect()
    }

    fn map(&self, node: &'t Node) -> Vec<(Cow<'t, str>, Value<'t>)> {
        let mut entries = Vec::with_capacity(node.entries().len());
        for entry in node.entries() {
            if entry.key == "Fn::Transform" || entry.key.starts_with("Fn::ForEach") {
                self.symbol(&entry.key, node, why::FUNCTION);
                continue;
            }
            let value = self.resolve(&entry.value);
            if !value.is_missing() {
                entries.push((Cow::Borrowed(entry.key.as_str()), value));
            }
        }
        entries
    }

    fn call(&self, node: &'t Node, call: &'t Call) -> Value<'t> {
        let argument = &call.argument;
        let found = match call.function {
            Function::Ref => argument.scalar().map(|name| self.reference(name, node)),
            Function::GetAtt => self.get_att(node, argument),
            Function::Sub => self.sub(node, argument),
            Function::Join => self.join(node, argument),
            Function::Select => self.select(node, argument),
            Function::Split => self.split(node, argument),
            Function::If => self.branch(argument),
            Function::FindInMap => self.find_in_map(argument),
            Function::Base64 => self.base64(node, argument),
            Function::Length => self.length(node, argument),
            Function::ToJsonString => Some(self.made(self.resolve(argument).to_json().to_string(), node)),
            Function::ImportValue => {
                let export = self.resolve(argument);
                Some(self.unknown(
                    &format!("ImportValue {}", export.text().unwrap_or("…")),
                    node,
                    why::EXPORT,
                ))
            }
            _ => {
                let argument = self.resolve(argument);
                let argument = argument.text().map_or_else(|| argument.to_json().to_string(), str::to_owned);
                let name = call.function.name().trim_start_matches("Fn::");
                let name = format!("{name} {argument}");
                Some(self.unknown(name.trim_end(), node, why::FUNCTION))
            }
        };
        found.unwrap_or_else(|| {
            let written = self.document.text().get(node.span.start..node.span.end).unwrap_or("…");
            let place = node.handle().start;
            let shown = written.lines().next().unwrap_or_default();
            self.unknown(&format!("{} at {place}: {shown}", call.function.name()), node, why::ARGUMENT)
        })
    }

    fn get_att(&self, node: &'t Node, argument: &'t Node) -> Option<Value<'t>> {
        if let Some(path) = argument.text() {
            let (id, attribute) = path.split_once('.')?;
            return Some(self.attribute(id, attribute, node));
        }
        let [id, attribute @ ..] = argument.items() else { return None };
        // In JSON, the parts of a dotted name may be items of their own.
        let attribute: Option<Vec<_>> =
            attribute.iter().map(|part| self.resolve(part).text().map(str::to_owned)).collect();
        let attribute = attribute.filter(|parts| !parts.is_empty())?.join(".");
        Some(self.attribute(id.text()?, &attribute, node))
    }

    fn sub(&self, node: &'t Node, argument: &'t Node) -> Option<Value<'t>> {
        let (text, own) = match argument.items() {
            [text, own] => (text.text()?, own.entries()),
            _ => (argument.scalar()?, &[][..]),
        };
        let mut made = String::with_capacity(text.len());
        for part in sub_parts(text) {
            match part {
                SubPart::Text(range) => made.push_str(&text[range]),
                SubPart::Escaped(range) => {
                    made.push_str("${");
                    made.push_str(&text[range]);
                    made.push('}');
                }
                SubPart::Variable(range) => {
                    let name = &text[range];
                    let value = match (own.iter().find(|entry| entry.key == name), name.split_once('.')) {
                        (Some(entry), _) => self.resolve(&entry.value),
                        (None, Some((id, attribute))) => self.attribute(id, attribute, node),
                        (None, None) => self.reference(name, node),
                    };
                    match value.text() {
                        Some(text) => made.push_str(text),
                        None if value.is_missing() => {}
                        None => made.push_str(&self.symbol(name, node, why::ARGUMENT)),
                    }
                    // What doubles is stopped before it is there.
                    if made.len() > text.len() && !self.burn(value.text().map_or(0, str::len)) {
                        return Some(self.unknown("…", node, why::TOO_MUCH));
                    }
                }
            }
        }
        Some(Value { node, kind: Kind::Text(self.dynamic(made.into(), node)) })
    }

    fn join(&self, node: &'t Node, argument: &'t Node) -> Option<Value<'t>> {
        let [delimiter, list] = argument.items() else { return None };
        let delimiter = delimiter.scalar()?;
        let list = self.resolve(list);
        let mut made = String::new();
        for (index, item) in list.items().iter().flat_map(Value::items).enumerate() {
            if index > 0 {
                made.push_str(delimiter);
            }
            let text = item.text()?;
            made.push_str(text);
            if !self.burn(delimiter.len() + text.len()) {
                return Some(self.unknown("…", node, why::TOO_MUCH));
            }
        }
        Some(Value { node, kind: Kind::Text(self.dynamic(made.into(), node)) })
    }

    fn select(&self, node: &'t Node, argument: &'t Node) -> Option<Value<'t>> {
        let [index, list] = argument.items() else { return None };
        let index = self.resolve(index);
        let list = self.resolve(list);
        match (&list.kind, index.number().and_then(|index| usize::try_from(index).ok())) {
            (Kind::List(items), Some(index)) => items.get(index).cloned(),
            (Kind::Text(text), _) if symbol::is_in(text) => {
                let name = format!("Select {} {}", index.text()?, symbol::plain(text));
                Some(self.unknown(&name, node, why::FUNCTION))
            }
            _ => None,
        }
    }

    fn split(&self, node: &'t Node, argument: &'t Node) -> Option<Value<'t>> {
        let [delimiter, text] = argument.items() else { return None };
        let delimiter = delimiter.scalar().filter(|delimiter| !delimiter.is_empty())?;
        let text = self.resolve(text);
        let text = text.text()?;
        if symbol::is_one(text) {
            let name = format!("Split {delimiter} {}", symbol::plain(text));
            return Some(self.unknown(&name, node, why::FUNCTION));
        }
        if !self.burn(text.len()) {
            return Some(self.unknown("…", node, why::TOO_MUCH));
        }
        let parts = symbol::split(text, delimiter).into_iter();
        Some(Value {
            node,
            kind: Kind::List(parts.map(|part| Value { node, kind: Kind::Text(part.into()) }).collect()),
        })
    }

    fn branch(&self, argument: &'t Node) -> Option<Value<'t>> {
        let [condition, yes, no] = argument.items() else { return None };
        let condition = condition.call_of(&Function::Condition).unwrap_or(condition);
        let holds = self.holds(condition.text()?);
        Some(self.resolve(if holds { yes } else { no }))
    }

    fn find_in_map(&self, argument: &'t Node) -> Option<Value<'t>> {
        let [map, first, second, rest @ ..] = argument.items() else { return None };
        let found = self.in_map(map, first, second);
        found.map(|value| self.resolve(value)).or_else(|| {
            let default = rest.first()?.get("DefaultValue")?;
            Some(self.resolve(default))
        })
    }

    fn in_map(&self, map: &'t Node, first: &'t Node, second: &'t Node) -> Option<&'t Node> {
        let [map, first, second] = [map, first, second].map(|part| self.resolve(part));
        let mut level = *self.mappings.get(map.text()?)?;
        for key in [first.text()?, second.text()?] {
            self.burn(level.entries().len() / 8);
            level = level.get(key)?;
        }
        Some(level)
    }

    fn length(&self, node: &'t Node, argument: &'t Node) -> Option<Value<'t>> {
        let list = self.resolve(argument);
        match &list.kind {
            Kind::List(items) => Some(self.made(items.len().to_string(), node)),
            Kind::Text(text) if symbol::is_in(text) => {
                Some(self.unknown(&format!("Length {}", symbol::plain(text)), node, why::FUNCTION))
            }
            _ => None,
        }
    }

    fn base64(&self, node: &'t Node, argument: &'t Node) -> Option<Value<'t>> {
        let text = self.resolve(argument);
        let text = text.text()?;
        if symbol::is_in(text) {
            // It may be a whole script.
            return Some(self.unknown(&format!("Base64 at {}", node.handle().start), node, why::FUNCTION));
        }
        Some(self.made(base64(text.as_bytes()), node))
    }

    /// A text with its dynamic references as symbols.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
    pub(super) fn dynamic<'a>(&self, text: Cow<'a, str>, node: &'t Node) -> Cow<'a, str> {
        if !text.contains("{{resolve:") {
            return text;
        }
        let mut made = String::new();
        let mut rest = text.as_ref();
        while let Some((before, after)) = rest.split_once("{{resolve:") {
            let Some((name, after)) = after.split_once("}}") else { break };
            made.push_str(before);
            made.push_str(&self.symbol(&format!("resolve:{name}"), node, why::STORED));
            rest = after;
        }
        made.push_str(rest);
        Cow::Owned(made)
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut made = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_usize, |group, at| group << 8 | usize::from(*chunk.get(at).unwrap_or(&0)));
        for digit in 0..4 {
            let is_padding = digit > chunk.len();
            made.push(if is_padding { '=' } else { char::from(DIGITS[group >> (18 - 6 * digit) & 63]) });
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_of_rfc_4648() {
        for (text, encoded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
    }
}
