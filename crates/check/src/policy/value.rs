//! A policy document as a tree, whether the template writes it as an object or as JSON in a text.
//!
//! In: a node. Out: a [`Value`] in which every `Fn::If` is taken both ways and a text has holes for what is only known
//! at the deployment. What stands for an unknown number of values is [`Content::Unknown`].

use std::borrow::Cow;
use std::rc::Rc;

use cfn::read::{Function, Kind as NodeKind, Node, SubPart, sub_parts};
use diag::Span;
use yaml::Limits;

use crate::context::Context;
use crate::resolve::{Hole, Piece};

use super::text::Text;

/// A value of a document.
#[derive(Debug, Clone)]
pub(crate) struct Value<'t> {
    /// What best shows it.
    pub(crate) span: Span,
    pub(crate) content: Content<'t>,
    /// Whether it stands there under some conditions only.
    pub(crate) conditional: bool,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Content<'t> {
    /// A text, number or boolean.
    Text(Text<'t>),
    List(Vec<Value<'t>>),
    Map(Rc<Map<'t>>),
    /// `null`, or nothing at all.
    Null,
    /// What a function gives that nobody can follow.
    Unknown,
}

/// A mapping of a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Map<'t> {
    pub(crate) members: Vec<Member<'t>>,
    /// Whether it may have members that are not written out.
    pub(crate) open: bool,
}

/// A key of a mapping and every value it can have.
#[derive(Debug, Clone)]
pub(crate) struct Member<'t> {
    pub(crate) key: Cow<'t, str>,
    pub(crate) key_span: Span,
    pub(crate) values: Vec<Value<'t>>,
    /// Whether it may be absent.
    pub(crate) optional: bool,
}

impl<'t> Map<'t> {
    /// The member of a key that can be there.
    pub(crate) fn get(&self, key: &str) -> Option<&Member<'t>> {
        self.members.iter().find(|member| member.key == key && !member.values.is_empty())
    }

    /// Whether it surely has no such key.
    pub(crate) fn lacks(&self, key: &str) -> bool {
        !self.open && self.get(key).is_none()
    }
}

impl<'t> Value<'t> {
    /// The mapping, if it is one.
    pub(crate) fn map(&self) -> Option<&Map<'t>> {
        match &self.content {
            Content::Map(map) => Some(map),
            _ => None,
        }
    }
}

/// Every value that can stand in a node's place.
pub(super) fn values<'t>(ctx: &Context<'t>, node: &'t Node) -> Vec<Value<'t>> {
    if node.call().is_none() {
        return value(ctx, node);
    }
    let mut all = Vec::new();
    for branch in ctx.branches(node) {
        for mut value in value(ctx, branch.node) {
            value.conditional |= !branch.when.is_empty();
            all.push(value);
        }
    }
    all
}

/// What a document is that stands in a node's place, JSON in a text included; a text that is no JSON is one.
pub(super) fn documents<'t>(ctx: &Context<'t>, node: &'t Node) -> Vec<Value<'t>> {
    let branches = ctx.branches(node);
    branches
        .into_iter()
        .flat_map(|branch| match json(ctx, branch.node) {
            Some(document) => vec![document],
            None => value(ctx, branch.node),
        })
        .collect()
}

/// What a node can be that is no `Fn::If`: several texts, where the parts of one can be several.
fn value<'t>(ctx: &Context<'t>, node: &'t Node) -> Vec<Value<'t>> {
    let one = |content| vec![Value { span: node.handle(), content, conditional: false }];
    match &node.kind {
        NodeKind::Null => one(Content::Null),
        NodeKind::List(items) => {
            one(Content::List(items.iter().flat_map(|item| values(ctx, item)).collect()))
        }
        NodeKind::Map(entries) => {
            let members = entries.iter().map(|entry| Member {
                key: Cow::Borrowed(&entry.key),
                key_span: entry.key_span,
                values: values(ctx, &entry.value),
                optional: entry.value.call_of(&Function::If).is_some(),
            });
            one(Content::Map(Rc::new(Map { members: members.collect(), open: node.is_open() })))
        }
        NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Text(_) => {
            one(ctx.text(node).map_or(Content::Unknown, |text| {
                let pieces = vec![Piece::Known(text)];
                Content::Text(Text { span: node.handle(), pieces, literal: literal(node) })
            }))
        }
        NodeKind::Call(call) => match call.function {
            Function::Ref
            | Function::GetAtt
            | Function::Sub
            | Function::Join
            | Function::Select
            | Function::FindInMap
            | Function::ImportValue => texts(ctx, node).unwrap_or_else(|| one(Content::Unknown)),
            _ => one(Content::Unknown),
        },
    }
}

fn texts<'t>(ctx: &Context<'t>, node: &'t Node) -> Option<Vec<Value<'t>>> {
    let span = place(node);
    let patterns = ctx.patterns(node);
    let texts = patterns.into_iter().map(|pattern| {
        // A parameter of a list type, and an import, may stand for several.
        let many = match pattern.pieces.as_slice() {
            [Piece::Hole(Hole::Ref(name))] => ctx.parameter(name).is_some_and(|parameter| {
                let kind = parameter.value.get("Type").and_then(Node::text);
                kind.is_none_or(|kind| kind.contains("List"))
            }),
            [Piece::Hole(Hole::Other)] => true,
            _ => false,
        };
        let content = if many {
            Content::Unknown
        } else {
            Content::Text(Text { span, pieces: pattern.pieces, literal: literal(node) })
        };
        Value { span, content, conditional: !pattern.when.is_empty() }
    });
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then_some(texts)
}

fn literal(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Text(_))
}

/// What best shows a text: a scalar itself, all of a short form.
pub(crate) fn place(node: &Node) -> Span {
    match &node.kind {
        NodeKind::Call(call) if call.argument.text().is_some() => {
            Span { start: call.name_span.start, end: call.argument.span.end.max(call.name_span.end) }
        }
        _ => node.handle(),
    }
}

/// The largest policy that AWS takes has 32,768 bytes; what is much larger is not read.
const MOST_BYTES: usize = 4 * 32_768;
const LIMITS: Limits = Limits { values: 10_000, depth: 32 };

/// The document in a text, or in one that `Fn::Sub` completes.
fn json<'t>(ctx: &Context<'t>, node: &'t Node) -> Option<Value<'t>> {
    let (scalar, substituted) = match node.call_of(&Function::Sub) {
        Some(argument) if argument.is_list() => (argument.items().first()?, true),
        Some(argument) => (argument, true),
        None => (node, false),
    };
    let text = scalar.text().filter(|text| text.len() <= MOST_BYTES && text.trim_start().starts_with('{'))?;
    let document = yaml::document(text, LIMITS).ok()?;
    Some(Embedded { ctx, scalar, substituted }.value(&document))
}

/// A text of the template that holds a document.
struct Embedded<'a, 't> {
    ctx: &'a Context<'t>,
    scalar: &'t Node,
    substituted: bool,
}

impl<'t> Embedded<'_, 't> {
    fn place(&self, span: Span) -> Span {
        self.ctx.document().place(self.scalar, span.start..span.end)
    }

    fn value(&self, node: &yaml::Node) -> Value<'t> {
        let content = match &node.value {
            yaml::Value::List(items) => Content::List(items.iter().map(|item| self.value(item)).collect()),
            yaml::Value::Map(entries) => Content::Map(Rc::new(Map {
                members: entries.iter().filter_map(|(key, value)| self.member(key, value)).collect(),
                open: false,
            })),
            yaml::Value::Scalar(_) if node.is_missing() => Content::Null,
            yaml::Value::Scalar(scalar) => {
                let pieces = self.pieces(&scalar.text);
                let literal = scalar.style != yaml::Style::Plain;
                Content::Text(Text { span: self.place(node.span), pieces, literal })
            }
        };
        Value { span: self.place(node.handle()), content, conditional: false }
    }

    fn member(&self, key: &yaml::Node, value: &yaml::Node) -> Option<Member<'t>> {
        let name = key.scalar()?.text.clone();
        Some(Member {
            key: Cow::Owned(name),
            key_span: self.place(key.span),
            values: vec![self.value(value)],
            optional: false,
        })
    }

    fn pieces(&self, text: &str) -> Vec<Piece<'t>> {
        if !self.substituted {
            return vec![Piece::Known(Cow::Owned(text.to_owned()))];
        }
        let pieces = sub_parts(text).into_iter().map(|part| match part {
            SubPart::Text(range) => Piece::Known(Cow::Owned(text[range].to_owned())),
            SubPart::Escaped(range) => Piece::Known(Cow::Owned(format!("${{{}}}", &text[range]))),
            SubPart::Variable(range) => Piece::Hole(self.hole(&text[range])),
        });
        pieces.collect()
    }

    /// The hole that a name in the text is: names live as long as the template, in which they are found again.
    fn hole(&self, name: &str) -> Hole<'t> {
        let whole = self.scalar.text().unwrap_or_default();
        let found = |wanted: &str| whole.find(wanted).map(|start| &whole[start..start + wanted.len()]);
        match name.split_once('.') {
            Some((id, attribute)) => found(id)
                .zip(found(attribute))
                .map_or(Hole::Other, |(id, attribute)| Hole::Att(id, attribute)),
            None => found(name).map_or(Hole::Other, Hole::Ref),
        }
    }
}
