//! The grammar of event patterns, which filter policies of SNS share.
//!
//! In: a pattern as it stands in a template. Out: everything in it that EventBridge refuses. What a value becomes
//! that only the deployment knows is left alone, and so is whether any event can ever match: other rules look into
//! that.
//!
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>

use cfn::read::{Entry, Kind, Node};
use diag::Span;

use crate::context::Context;

use super::operator;

/// What is wrong with a pattern.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: Wrong,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: String,
    /// Whether it is a scalar that only lacks its list.
    pub(super) scalar: bool,
}

/// In which way it is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// A field has neither a list nor fields of its own, or a list holds a list.
    Leaf,
    /// A mapping or list holds nothing.
    Empty,
    /// There is no such comparison.
    Operator,
    /// A comparison can't compare with that.
    Operand,
    /// `$or` isn't given what it needs.
    Or,
}

/// What `$or` refuses as the name of a field in one of its alternatives.
const RESERVED_IN_OR: [&str; 14] = [
    "exactly",
    "equals-ignore-case",
    "prefix",
    "suffix",
    "anything-but",
    "exists",
    "wildcard",
    "numeric",
    "cidr",
    "=",
    "<",
    "<=",
    ">",
    ">=",
];

/// Everything that EventBridge refuses in a pattern.
pub(super) fn faults<'t>(ctx: &Context<'t>, pattern: &'t Node) -> Vec<Fault> {
    let mut faults = Vec::new();
    for branch in ctx.branches(pattern) {
        match branch.node.kind {
            Kind::Map(_) => fields(ctx, branch.node, false, &mut faults),
            Kind::List(_) | Kind::Number(_) | Kind::Bool(_) => faults.push(Fault {
                kind: Wrong::Leaf,
                span: branch.node.handle(),
                message: "a pattern is a mapping of fields".to_owned(),
                label: "no mapping".to_owned(),
                help: "write `source: [aws.codecommit]`".to_owned(),
                scalar: false,
            }),
            // A text may be JSON, and a function can become anything.
            Kind::Text(_) | Kind::Call(_) | Kind::Null => {}
        }
    }
    faults
}

fn fields<'t>(ctx: &Context<'t>, map: &'t Node, in_or: bool, faults: &mut Vec<Fault>) {
    if map.entries().is_empty() {
        faults.push(Fault {
            kind: Wrong::Empty,
            span: map.handle(),
            message: "a mapping of a pattern holds no field".to_owned(),
            label: "empty".to_owned(),
            help: "name a field that events have, or leave the mapping out".to_owned(),
            scalar: false,
        });
    }
    for entry in map.entries() {
        if in_or && RESERVED_IN_OR.contains(&entry.key.as_str()) {
            faults.push(Fault {
                kind: Wrong::Or,
                span: entry.key_span,
                message: format!("`{}` can't be a field in an alternative of `$or`", entry.key),
                label: "the name of a comparison".to_owned(),
                help: "comparisons stand in the list of a field".to_owned(),
                scalar: false,
            });
            continue;
        }
        for branch in ctx.branches(&entry.value) {
            match (entry.key.as_str(), &branch.node.kind) {
                ("$or", _) => alternatives(ctx, entry, branch.node, faults),
                (_, Kind::Map(_)) => fields(ctx, branch.node, in_or, faults),
                (_, Kind::List(_)) => values(ctx, entry, branch.node, faults),
                (_, Kind::Text(_) | Kind::Number(_) | Kind::Bool(_)) => {
                    faults.push(no_list(entry, branch.node));
                }
                (_, Kind::Call(_) | Kind::Null) => {}
            }
        }
    }
}

fn no_list(entry: &Entry, value: &Node) -> Fault {
    let text = value.scalar().unwrap_or_default();
    Fault {
        kind: Wrong::Leaf,
        span: value.handle(),
        message: format!("`{}` of a pattern has no list of values", entry.key),
        label: "not in a list".to_owned(),
        help: format!("put the value into a list: `{}: [{text}]`", entry.key),
        scalar: true,
    }
}

fn values<'t>(ctx: &Context<'t>, entry: &'t Entry, list: &'t Node, faults: &mut Vec<Fault>) {
    if list.items().is_empty() {
        faults.push(Fault {
            kind: Wrong::Empty,
            span: entry.key_span,
            message: format!("`{}` of a pattern has no values", entry.key),
            label: "an empty list".to_owned(),
            help: "leave the field out to take any value".to_owned(),
            scalar: false,
        });
    }
    for item in ctx.items(list) {
        match &item.kind {
            Kind::Map(_) => operator::check(ctx, item, faults),
            Kind::List(_) => faults.push(Fault {
                kind: Wrong::Leaf,
                span: item.handle(),
                message: format!("the list of `{}` holds another list", entry.key),
                label: "a list in a list".to_owned(),
                help: "a pattern's values are texts, numbers, booleans and comparisons".to_owned(),
                scalar: false,
            }),
            Kind::Text(_) | Kind::Number(_) | Kind::Bool(_) | Kind::Null | Kind::Call(_) => {}
        }
    }
}

fn alternatives<'t>(ctx: &Context<'t>, entry: &'t Entry, list: &'t Node, faults: &mut Vec<Fault>) {
    let mut wrong = |span, message: &str, label: &str| {
        faults.push(Fault {
            kind: Wrong::Or,
            span,
            message: message.to_owned(),
            label: label.to_owned(),
            help: "write `$or: [{ a: [1] }, { b: [2] }]`".to_owned(),
            scalar: false,
        });
    };
    if !list.is_list() {
        if list.call().is_none() {
            wrong(entry.key_span, "`$or` of a pattern has no list of mappings", "no list");
        }
        return;
    }
    let items = ctx.items(list);
    let settled = list.items().iter().all(|item| item.call().is_none());
    if settled && items.len() < 2 {
        wrong(entry.key_span, "`$or` of a pattern has fewer than two alternatives", "less than two");
    }
    for item in &items {
        if !item.is_map() && item.call().is_none() {
            wrong(item.handle(), "an alternative of `$or` is no mapping", "no mapping");
        }
    }
    for item in items.into_iter().filter(|item| item.is_map()) {
        fields(ctx, item, true, faults);
    }
}
