//! The YAML tree to the template's: functions told from mappings.

use diag::Span;
use yaml::Value;

use super::scalar;
use super::{Call, Entry, Function, Kind, Node};

/// Sections in which a mapping `{Condition: name}` is the function.
const LOGIC: [&str; 2] = ["Conditions", "Rules"];

pub(super) fn root(document: yaml::Node) -> Node {
    let mut root = node(document, false);
    if let Kind::Map(sections) = &mut root.kind {
        for section in sections.iter_mut().filter(|section| LOGIC.contains(&section.key.as_str())) {
            logic(&mut section.value);
        }
    }
    root
}

pub(super) fn value(value: yaml::Node) -> Node {
    node(value, false)
}

/// Makes `{Condition: name}` the function, at any depth below.
fn logic(node: &mut Node) {
    match &mut node.kind {
        Kind::List(items) => items.iter_mut().for_each(logic),
        Kind::Call(call) => logic(&mut call.argument),
        Kind::Map(entries) => {
            for entry in entries.iter_mut() {
                logic(&mut entry.value);
            }
            let is_function = entries.len() == 1
                && entries[0].key == "Condition"
                && matches!(entries[0].value.kind, Kind::Text(_));
            if let Some(entry) = is_function.then(|| entries.pop()).flatten() {
                node.kind = Kind::Call(Box::new(Call {
                    function: Function::Condition,
                    name_span: entry.key_span,
                    argument: entry.value,
                }));
            }
        }
        _ => {}
    }
}

/// `inside` a short form's argument, where the tag has been seen to.
fn node(node: yaml::Node, inside: bool) -> Node {
    if !inside && let Some(tag) = node.tag.as_ref().filter(|tag| tag.core.is_none()) {
        let function = Function::from_tag(&tag.written);
        let name_span = tag.span;
        let (span, owner, alias) = (node.span, node.owner, node.alias);
        let argument = self::node(node, true);
        let span = Span { start: name_span.start.min(span.start), end: span.end };
        let kind = Kind::Call(Box::new(Call { function, name_span, argument }));
        return Node { kind, span, owner, alias, plain: None, verbatim: None };
    }
    let (span, owner, alias) = (node.span, node.owner, node.alias);
    let mut verbatim = None;
    let mut plain = None;
    let kind = match node.value {
        Value::Scalar(scalar) => {
            verbatim = Some((scalar.style, scalar.part(0..0).map(|place| place.start)));
            plain = (scalar.style == yaml::Style::Plain).then_some(scalar.meaning);
            // A short form's argument is text as written: `!Ref 1` names nothing, but it is no number.
            scalar::kind(scalar)
        }
        Value::List(items) => Kind::List(items.into_iter().map(|item| self::node(item, false)).collect()),
        Value::Map(entries) => map(entries),
    };
    Node { kind, span, owner, alias, plain, verbatim }
}

fn map(entries: Vec<(yaml::Node, yaml::Node)>) -> Kind {
    let mut converted: Vec<_> = entries
        .into_iter()
        .map(|(key, value)| Entry {
            key_span: key.span,
            key: match key.value {
                Value::Scalar(key) => key.text,
                Value::List(_) | Value::Map(_) => String::new(),
            },
            value: node(value, false),
        })
        .collect();
    let function = match converted.as_slice() {
        [only] => Function::from_key(&only.key),
        _ => None,
    };
    match (function, converted.pop()) {
        (Some(function), Some(only)) => {
            Kind::Call(Box::new(Call { function, name_span: only.key_span, argument: only.value }))
        }
        (_, last) => {
            converted.extend(last);
            Kind::Map(converted)
        }
    }
}
