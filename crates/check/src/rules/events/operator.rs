//! The comparisons of event patterns: `{ prefix: a }` and the like.
//!
//! In: a mapping in the list of a field. Out: what EventBridge refuses of it.
//!
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>

use std::net::IpAddr;

use cfn::read::{Entry, Kind, Node};
use diag::nearest;

use crate::context::Context;

use super::pattern::{Fault, Wrong};

const OPERATORS: [&str; 8] =
    ["prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "numeric", "exists", "cidr"];
/// What `anything-but` can turn around.
const REVERSIBLE: [&str; 4] = ["prefix", "suffix", "equals-ignore-case", "wildcard"];

/// Checks a comparison.
pub(super) fn check<'t>(ctx: &Context<'t>, map: &'t Node, faults: &mut Vec<Fault>) {
    if map.is_open() {
        return;
    }
    let [entry] = map.entries() else {
        let message = if map.entries().is_empty() {
            "a comparison of a pattern is empty"
        } else {
            "a comparison of a pattern has more than one key"
        };
        faults.push(Fault {
            kind: Wrong::Operator,
            span: map.entries().get(1).map_or(map.handle(), |entry| entry.key_span),
            message: message.to_owned(),
            label: "not one key".to_owned(),
            help: "each comparison is a mapping of its own in the list".to_owned(),
            scalar: false,
        });
        return;
    };
    for branch in ctx.branches(&entry.value) {
        operand(ctx, entry, branch.node, faults);
    }
}

fn operand<'t>(ctx: &Context<'t>, entry: &'t Entry, value: &'t Node, faults: &mut Vec<Fault>) {
    match entry.key.as_str() {
        "prefix" | "suffix" => {
            if value.is_map() {
                within(
                    ctx,
                    value,
                    &["equals-ignore-case"],
                    &|ctx, inner, value, faults| {
                        text(ctx, inner, value, faults);
                    },
                    faults,
                );
            } else {
                text(ctx, entry, value, faults);
            }
        }
        // `exactly` is in EventBridge's own matcher, though not in its guide.
        "equals-ignore-case" | "exactly" => text(ctx, entry, value, faults),
        "wildcard" => wildcard(ctx, entry, value, faults),
        "anything-but" => anything_but(ctx, entry, value, faults),
        "numeric" => numeric(ctx, entry, value, faults),
        "exists" => {
            if !matches!(value.kind, Kind::Bool(_) | Kind::Call(_) | Kind::Null) {
                faults.push(wrong(value, "`exists` is `true` or `false`", "write `exists: true`"));
            }
        }
        "cidr" => cidr(ctx, entry, value, faults),
        other => faults.push(unknown(entry, other)),
    }
}

fn unknown(entry: &Entry, name: &str) -> Fault {
    let help = nearest(name, OPERATORS).map_or_else(
        || format!("the comparisons are {}", listed(&OPERATORS)),
        |near| format!("did you mean `{near}`?"),
    );
    Fault {
        kind: Wrong::Operator,
        span: entry.key_span,
        message: format!("`{name}` is no comparison of a pattern"),
        label: "unknown".to_owned(),
        help,
        scalar: false,
    }
}

fn wrong(value: &Node, message: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault {
        kind: Wrong::Operand,
        span: value.handle(),
        message: message.into(),
        label: "can't be compared with".to_owned(),
        help: help.into(),
        scalar: false,
    }
}

/// What is checked of a comparison inside another.
type Inner<'f> = &'f dyn for<'t> Fn(&Context<'t>, &'t Entry, &'t Node, &mut Vec<Fault>);

/// A comparison inside another.
fn within<'t>(ctx: &Context<'t>, map: &'t Node, names: &[&str], check: Inner<'_>, faults: &mut Vec<Fault>) {
    for entry in map.entries() {
        if !names.contains(&entry.key.as_str()) {
            faults.push(Fault {
                help: format!("what can stand there: {}", listed(names)),
                ..unknown(entry, &entry.key)
            });
            continue;
        }
        for branch in ctx.branches(&entry.value) {
            check(ctx, entry, branch.node, faults);
        }
    }
}

fn text<'t>(_: &Context<'t>, entry: &'t Entry, value: &'t Node, faults: &mut Vec<Fault>) {
    if !matches!(value.kind, Kind::Text(_) | Kind::Call(_) | Kind::Null) {
        let name = &entry.key;
        let help = match value.scalar() {
            Some(scalar) => format!("put it in quotes: `{name}: \"{scalar}\"`"),
            None => format!("each comparison takes one text: `{name}: abc`"),
        };
        faults.push(wrong(value, format!("`{name}` takes a text"), help));
    }
}

/// A text, or several: what may follow a comparison inside `anything-but`.
fn texts<'t>(ctx: &Context<'t>, entry: &'t Entry, value: &'t Node, each: Inner<'_>, faults: &mut Vec<Fault>) {
    if value.is_list() {
        for item in ctx.items(value) {
            each(ctx, entry, item, faults);
        }
    } else {
        each(ctx, entry, value, faults);
    }
}

fn wildcard<'t>(ctx: &Context<'t>, entry: &'t Entry, value: &'t Node, faults: &mut Vec<Fault>) {
    text(ctx, entry, value, faults);
    let Some(pattern) = value.text() else { return };
    if pattern.contains("**") {
        faults.push(wrong(value, "a wildcard has two `*` in a row", "one `*` stands for any text"));
    }
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' && !matches!(letters.next(), Some('*' | '\\')) {
            let help = "write `\\*` for an asterisk and `\\\\` for a backslash";
            faults.push(wrong(value, "a wildcard escapes what needs no escape", help));
            return;
        }
    }
}

fn anything_but<'t>(ctx: &Context<'t>, entry: &'t Entry, value: &'t Node, faults: &mut Vec<Fault>) {
    match &value.kind {
        Kind::Map(_) => within(
            ctx,
            value,
            &REVERSIBLE,
            &|ctx, inner, value, faults| {
                let each: Inner<'_> = if inner.key == "wildcard" { &wildcard } else { &text };
                texts(ctx, inner, value, each, faults);
            },
            faults,
        ),
        Kind::List(_) => {
            let items = ctx.items(value);
            let texts = items.iter().filter(|item| matches!(item.kind, Kind::Text(_))).count();
            let numbers = items.iter().filter(|item| matches!(item.kind, Kind::Number(_))).count();
            let open = items.iter().filter(|item| matches!(item.kind, Kind::Call(_) | Kind::Null)).count();
            if items.is_empty() || texts + numbers + open < items.len() || (texts > 0 && numbers > 0) {
                let message = "`anything-but` takes texts alone or numbers alone";
                faults.push(wrong(value, message, "put numbers that are meant as texts in quotes"));
            }
        }
        Kind::Bool(_) => {
            let message = format!("`{}` takes texts and numbers", entry.key);
            faults.push(wrong(value, message, "for a boolean, name the other one in the list itself"));
        }
        Kind::Text(_) | Kind::Number(_) | Kind::Call(_) | Kind::Null => {}
    }
}

fn numeric<'t>(_: &Context<'t>, _: &'t Entry, value: &'t Node, faults: &mut Vec<Fault>) {
    const FORM: &str = "write `numeric: [\">\", 0, \"<=\", 5]`";
    let items = value.items();
    if value.call().is_some() || items.iter().any(|item| item.call().is_some()) {
        return;
    }
    let operators: Vec<_> = items.iter().step_by(2).map(Node::text).collect();
    let fits =
        matches!(operators[..], [Some("=" | "<" | "<=" | ">" | ">=")] | [Some(">" | ">="), Some("<" | "<=")]);
    if !fits || items.len() % 2 == 1 {
        faults.push(wrong(value, "`numeric` takes one comparison, or a lower and an upper bound", FORM));
        return;
    }
    for number in items.iter().skip(1).step_by(2) {
        if !matches!(number.kind, Kind::Number(_)) {
            faults.push(wrong(number, "`numeric` compares with numbers", FORM));
        }
    }
}

fn cidr<'t>(ctx: &Context<'t>, entry: &'t Entry, value: &'t Node, faults: &mut Vec<Fault>) {
    text(ctx, entry, value, faults);
    let Some(written) = value.text() else { return };
    let fits = written.split_once('/').is_some_and(|(address, length)| {
        let most = match address.parse() {
            Ok(IpAddr::V4(_)) => 32,
            Ok(IpAddr::V6(_)) => 128,
            Err(_) => return false,
        };
        length.parse::<u8>().is_ok_and(|length| length <= most)
    });
    if !fits {
        let message = format!("`{written}` is no range of addresses");
        faults.push(wrong(value, message, "write an address and the length of its prefix: `10.0.0.0/24`"));
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
