//! A list against an array's shape: its items, how many there are, and whether they differ.

use cfn::read::{Kind as NodeKind, Node};
use facts::Shape;

use super::fits::fits;
use super::scenario::{Items, lists};
use super::violation::What;
use super::walk::Walk;
use crate::context::When;

/// Judges a list.
pub(super) fn judge<'t>(walk: &mut Walk<'_, 't>, shape: Shape, list: &'t Node, when: &When<'t>) {
    let prefix: Vec<_> = shape.prefix_items().collect();
    if prefix.is_empty() {
        if let Some(inner) = shape.items() {
            for item in list.items() {
                walk.within("*", |walk| walk.value(inner, item, when));
            }
        }
        if !has_rules(shape) {
            return;
        }
    }
    for case in lists(walk.ctx, list, when).unwrap_or_default() {
        if !prefix.is_empty() {
            for (index, item) in case.items.iter().enumerate() {
                if let Some(inner) = prefix.get(index).copied().or_else(|| shape.items()) {
                    walk.within("*", |walk| walk.value(inner, item, &case.when));
                }
            }
        }
        count(walk, shape, list, &case);
        repeated(walk, shape, &case);
        if let Some(wanted) = shape.contains()
            && case.items.iter().all(|item| fits(walk.ctx, wanted, item, &case.when, 0) == Some(false))
        {
            walk.add(list.handle(), &case.when, What::Form { wanted: Vec::new() });
        }
    }
}

fn has_rules(shape: Shape) -> bool {
    shape.min_items().is_some()
        || shape.max_items().is_some()
        || shape.has_unique_items()
        || shape.unique_keys().next().is_some()
        || shape.contains().is_some()
}

fn count<'t>(walk: &mut Walk<'_, 't>, shape: Shape, list: &'t Node, case: &Items<'t>) {
    let count = case.items.len() as u64;
    let (fewest, most) = (shape.min_items(), shape.max_items());
    if fewest.is_some_and(|fewest| count < fewest) || most.is_some_and(|most| count > most) {
        walk.add(list.handle(), &case.when, What::Items { count, fewest, most });
    }
}

/// Items that are there twice, in all or in what names them.
fn repeated<'t>(walk: &mut Walk<'_, 't>, shape: Shape, case: &Items<'t>) {
    let keys: Vec<_> = shape.unique_keys().collect();
    if !shape.has_unique_items() && keys.is_empty() {
        return;
    }
    let mut seen: Vec<(String, &'t Node)> = Vec::new();
    for item in &case.items {
        let Some(name) = identity(item, &keys) else { continue };
        match seen.iter().find(|(other, _)| *other == name) {
            Some((_, first)) => {
                let what = What::Repeated { first: first.handle(), keys: keys.clone() };
                walk.add(item.handle(), &case.when, what);
            }
            None => seen.push((name, item)),
        }
    }
}

/// What tells an item from others: a text that is equal for items that are.
fn identity(item: &Node, keys: &[&str]) -> Option<String> {
    if keys.is_empty() {
        return Some(canonical(item));
    }
    let parts: Option<Vec<_>> = keys.iter().map(|key| item.get(key).map(canonical)).collect();
    parts.map(|parts| parts.join("\n"))
}

/// A value as a text, the same for the same value however it is written.
pub(crate) fn canonical(node: &Node) -> String {
    match &node.kind {
        NodeKind::List(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        NodeKind::Map(entries) => {
            let mut members: Vec<_> =
                entries.iter().map(|entry| format!("{:?}:{}", entry.key, canonical(&entry.value))).collect();
            members.sort_unstable();
            format!("{{{}}}", members.join(","))
        }
        NodeKind::Call(call) => {
            let argument = match super::gives::attribute_of(call) {
                Some((id, name)) => format!("{id}.{name}"),
                None => canonical(&call.argument),
            };
            format!("{}({argument})", call.function.name())
        }
        _ => format!("{:?}", node.scalar().unwrap_or_default()),
    }
}
