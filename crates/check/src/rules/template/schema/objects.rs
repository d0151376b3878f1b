//! A mapping against an object's shape: which properties it has, and which together.

use cfn::read::{Kind as NodeKind, Node};
use diag::Span;
use facts::Shape;

use super::scalar;
use super::scenario::{View, views};
use super::violation::What;
use super::walk::Walk;
use crate::context::When;

/// Judges a mapping.
pub(super) fn judge<'t>(walk: &mut Walk<'_, 't>, shape: Shape, map: &'t Node, when: &When<'t>) {
    let mut never = Vec::new();
    for entry in map.entries() {
        if walk.property(shape, map, entry, when) {
            never.push(entry.key.as_str());
        }
        if let Some(key) = shape.key() {
            for what in scalar::faults(key, &entry.key) {
                walk.add(entry.key_span, when, what);
            }
        }
    }
    if never.is_empty() && !has_rules(shape) {
        return;
    }
    let place = map.handle();
    for view in views(walk.ctx, map, when, false).unwrap_or_default() {
        if !map.is_open() {
            absent(walk, shape, &view, place);
        }
        together(walk, shape, &view, map, &never);
    }
}

/// Judges properties that are not written at all.
pub(super) fn nothing<'t>(walk: &mut Walk<'_, 't>, shape: Shape, place: Span, when: &When<'t>) {
    let view = View { entries: Vec::new(), when: when.clone() };
    absent(walk, shape, &view, place);
}

/// Whether the shape says anything about which properties there are, apart from those that must not be there.
fn has_rules(shape: Shape) -> bool {
    shape.required().next().is_some()
        || shape.required_or().next().is_some()
        || shape.required_xor().next().is_some()
        || shape.dependent_required().next().is_some()
        || shape.dependent_excluded().next().is_some()
        || shape.min_properties().is_some()
        || shape.max_properties().is_some()
}

/// What has to be there and is not.
fn absent<'t>(walk: &mut Walk<'_, 't>, shape: Shape, view: &View<'t>, place: Span) {
    for name in shape.required().filter(|name| !view.has(name)) {
        walk.add(place, &view.when, What::Missing { name });
    }
    for (name, needed) in shape.dependent_required() {
        if view.has(name) {
            for needed in needed.into_iter().filter(|needed| !view.has(needed)) {
                walk.add(place, &view.when, What::Needs { name, needed });
            }
        }
    }
    for names in [shape.required_or().collect::<Vec<_>>(), shape.required_xor().collect()] {
        if !names.is_empty() && !names.iter().any(|name| view.has(name)) {
            walk.add(place, &view.when, What::Choice { names });
        }
    }
    let count = view.entries.len() as u64;
    if let Some(fewest) = shape.min_properties().filter(|fewest| count < *fewest) {
        let what = What::Properties { count, fewest: Some(fewest), most: shape.max_properties() };
        walk.add(place, &view.when, what);
    }
}

/// What must `never` be there, or not with something else.
fn together<'t>(walk: &mut Walk<'_, 't>, shape: Shape, view: &View<'t>, map: &'t Node, never: &[&str]) {
    let written = |name: &str| view.entries.iter().find(|(key, _)| *key == name).map(|(key, _)| *key);
    let present: Vec<_> = shape.required_xor().filter_map(written).collect();
    if let [_, second, ..] = present.as_slice() {
        walk.add(key_span(map, second), &view.when, What::Conflict { names: present.clone() });
    }
    for (name, excluded) in shape.dependent_excluded() {
        let Some(name) = written(name) else { continue };
        for other in excluded.into_iter().filter_map(written) {
            // Which of two that exclude each other is named first does not matter.
            let mut names = vec![name, other];
            names.sort_unstable();
            walk.add(key_span(map, names[1]), &view.when, What::Conflict { names });
        }
    }
    for (name, _) in view.entries.iter().filter(|(name, _)| never.contains(name)) {
        walk.add(key_span(map, name), &view.when, What::Conflict { names: vec![name] });
    }
    let count = view.entries.len() as u64;
    if let Some(most) = shape.max_properties().filter(|most| count > *most) {
        let what = What::Properties { count, fewest: shape.min_properties(), most: Some(most) };
        walk.add(map.handle(), &view.when, what);
    }
}

/// Where a key stands.
fn key_span(map: &Node, name: &str) -> Span {
    match &map.kind {
        NodeKind::Map(entries) => {
            entries.iter().find(|entry| entry.key == name).map_or(map.handle(), |entry| entry.key_span)
        }
        _ => map.handle(),
    }
}
