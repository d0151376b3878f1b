//! An event pattern's `detail` held against what services send.
//!
//! In: a pattern. Out: each field of its `detail` with what is known of it. Wording is the rules' own.

use cfn::read::{Entry, Node};

use crate::context::Context;

use super::data::details::{Field, SHAPES, Shape};
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
        let Some((shapes, complete)) = shapes(ctx, &scope) else { continue };
        let fields: Vec<&'static Field> = shapes.iter().flat_map(|shape| shape.fields).collect();
        for detail in ctx.get(scope[0], "detail") {
            gather(ctx, detail, &fields, complete, &mut seen);
        }
    }
    seen
}

/// The shapes of the events that a scope waits for, and whether these are all, and all of each.
fn shapes<'t>(ctx: &Context<'t>, scope: &[&'t Node]) -> Option<(Vec<&'static Shape>, bool)> {
    let sources = nearest_field(ctx, scope, "source").filter(|sources| sources.plain)?;
    let of_source = |source: &str| SHAPES.iter().filter(|shape| shape.source == source).collect::<Vec<_>>();
    let mut all = Vec::new();
    for source in sources.values() {
        let shapes = of_source(source);
        if shapes.is_empty() {
            return None;
        }
        all.extend(shapes);
    }
    let complete = sources.values().all(|source| COMPLETE.contains(&source));
    let Some(types) = nearest_field(ctx, scope, "detail-type") else { return Some((all, false)) };
    if !types.plain || types.texts.is_empty() || types.values().any(|kind| FROM_CLOUDTRAIL.contains(&kind)) {
        return None;
    }
    let known = types.values().all(|kind| all.iter().any(|shape| shape.detail_types.contains(&kind)));
    let shapes =
        all.into_iter().filter(|shape| types.values().any(|kind| shape.detail_types.contains(&kind)));
    known.then(|| (shapes.collect(), complete))
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
