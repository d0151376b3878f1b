//! An event pattern's `detail` held against what services send.
//!
//! In: a pattern. Out: each field of its `detail` with what is known of it. Wording is the rules' own.

use cfn::read::{Entry, Node};

use crate::context::Context;

use super::data::details::{Field, OF_CLOUDTRAIL, SHAPES, Shape};
use super::data::sources::{COMPLETE, FROM_CLOUDTRAIL};
use super::matched::{nearest_field, scopes};
use super::read::event_patterns;

/// A field of a pattern's `detail`.
pub(super) struct Seen<'t> {
    pub(super) entry: &'t Entry,
    /// What services send in its place; nothing, where they send no such field.
    pub(super) known: Vec<&'static Field>,
    /// The names of the fields that they do send there.
    pub(super) siblings: Vec<&'static str>,
    /// Whether they send no others.
    pub(super) complete: bool,
}

/// Every field of every pattern's `detail`, where the events it waits for are known.
pub(super) fn fields<'t>(ctx: &Context<'t>) -> Vec<Seen<'t>> {
    let mut seen = Vec::new();
    for scope in event_patterns(ctx).into_iter().flat_map(|pattern| scopes(ctx, pattern)) {
        let Some((fields, complete)) = known(ctx, &scope) else { continue };
        for detail in ctx.get(scope[0], "detail") {
            gather(ctx, detail, &fields, complete, &mut seen);
        }
    }
    seen
}

/// The fields of the events that a scope waits for, and whether these are all.
fn known<'t>(ctx: &Context<'t>, scope: &[&'t Node]) -> Option<(Vec<&'static Field>, bool)> {
    let types = nearest_field(ctx, scope, "detail-type");
    if types.as_ref().is_some_and(|types| !types.plain || types.texts.is_empty()) {
        return None;
    }
    let by_trail = |kind: &str| FROM_CLOUDTRAIL.contains(&kind);
    if let Some(types) = types.as_ref().filter(|types| types.values().any(by_trail)) {
        return types.values().all(by_trail).then(|| (OF_CLOUDTRAIL.iter().collect(), false));
    }
    let sources = nearest_field(ctx, scope, "source").filter(|sources| sources.plain)?;
    let mut shapes: Vec<&'static Shape> = Vec::new();
    for source in sources.values() {
        let before = shapes.len();
        shapes.extend(SHAPES.iter().filter(|shape| shape.source == source));
        if shapes.len() == before {
            return None;
        }
    }
    let mut complete = sources.values().all(|source| COMPLETE.contains(&source));
    match &types {
        None => complete = false,
        Some(types) => {
            let is_of = |shape: &Shape, kind: &str| shape.detail_types.contains(&kind);
            if !types.values().all(|kind| shapes.iter().any(|shape| is_of(shape, kind))) {
                return None;
            }
            shapes.retain(|shape| types.values().any(|kind| is_of(shape, kind)));
        }
    }
    Some((shapes.into_iter().flat_map(|shape| shape.fields).collect(), complete))
}

fn gather<'t>(
    ctx: &Context<'t>,
    map: &'t Node,
    fields: &[&'static Field],
    complete: bool,
    seen: &mut Vec<Seen<'t>>,
) {
    for entry in map.entries() {
        if entry.key == "$or" {
            for alternative in ctx.items(&entry.value) {
                gather(ctx, alternative, fields, complete, seen);
            }
            continue;
        }
        let known: Vec<_> = fields.iter().copied().filter(|field| field.name() == entry.key).collect();
        let inner: Vec<&'static Field> = known
            .iter()
            .filter_map(|field| match field {
                Field::Inside(_, inner) => Some(inner.iter()),
                _ => None,
            })
            .flatten()
            .collect();
        if !inner.is_empty() && known.iter().all(|field| matches!(field, Field::Inside(..))) {
            for branch in ctx.branches(&entry.value).iter().filter(|branch| branch.node.is_map()) {
                gather(ctx, branch.node, &inner, complete, seen);
            }
        }
        let siblings = fields.iter().map(|field| field.name()).collect();
        seen.push(Seen { entry, known, siblings, complete });
    }
}
