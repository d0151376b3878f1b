//! Whether a value has a shape: surely, surely not, or nobody can tell.
//!
//! What decides which of several forms a value is meant to have. Nothing is reported here.

use cfn::read::{Call, Kind as NodeKind, Node};
use facts::{Kind, Member, Shape};

use super::gives::{Gives, gives};
use super::scalar;
use super::scenario::{View, cases, lists, views};
use crate::context::{Context, When};

/// Shapes can hold themselves, and templates can be deep.
const DEEPEST: usize = 24;

/// `Some(true)`: surely. `Some(false)`: surely not.
pub(super) fn fits<'t>(
    ctx: &Context<'t>,
    shape: Shape,
    node: &'t Node,
    when: &When<'t>,
    depth: usize,
) -> Option<bool> {
    if depth > DEEPEST {
        return None;
    }
    let cases = cases(ctx, node, when)?;
    same(cases.iter().map(|case| one(ctx, shape, case.node?, &case.when, depth)))
}

/// The answer that all give.
fn same(mut answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let first = answers.next()??;
    answers.all(|answer| answer == Some(first)).then_some(first)
}

/// Whether all hold: one that does not is enough to know.
fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = true;
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            Some(true) => {}
            None => known = false,
        }
    }
    known.then_some(true)
}

fn any(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    all(answers.map(|answer| answer.map(|holds| !holds))).map(|none| !none)
}

fn one<'t>(ctx: &Context<'t>, shape: Shape, node: &'t Node, when: &When<'t>, depth: usize) -> Option<bool> {
    if shape.is_never() {
        return Some(false);
    }
    let deeper = |shape: Shape| fits(ctx, shape, node, when, depth + 1);
    let own = match &node.kind {
        NodeKind::Null => None,
        NodeKind::Call(call) => call_fits(ctx, shape, node, call),
        NodeKind::Map(_) if !shape.kinds().has(Kind::Object) => Some(false),
        NodeKind::Map(_) => map_fits(ctx, shape, node, when, depth),
        NodeKind::List(_) if !shape.kinds().has(Kind::Array) => Some(false),
        NodeKind::List(_) => list_fits(ctx, shape, node, when, depth),
        _ => text_fits(shape, node.scalar().unwrap_or_default()),
    };
    let mut answers = vec![own];
    if own == Some(false) {
        return own;
    }
    answers.push(all(shape.all_of().map(deeper)));
    if shape.any_of().next().is_some() {
        answers.push(any(shape.any_of().map(deeper)));
    }
    if shape.one_of().next().is_some() {
        answers.push(exactly_one(shape.one_of().map(deeper)));
    }
    if let Some(not) = shape.not() {
        answers.push(deeper(not).map(|holds| !holds));
    }
    if let Some(conditional) = shape.conditional() {
        answers.push(match deeper(conditional.when) {
            Some(true) => conditional.then.map_or(Some(true), deeper),
            Some(false) => conditional.otherwise.map_or(Some(true), deeper),
            None => None,
        });
    }
    all(answers.into_iter())
}

fn exactly_one(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let (mut holding, mut unknown) = (0, 0);
    for answer in answers {
        match answer {
            Some(true) => holding += 1,
            Some(false) => {}
            None => unknown += 1,
        }
    }
    match (holding, unknown) {
        (2.., _) => Some(false),
        (_, 0) => Some(holding == 1),
        _ => None,
    }
}

fn text_fits(shape: Shape, text: &str) -> Option<bool> {
    if text.contains("{{resolve:") {
        return None;
    }
    let unsure = shape.pattern().is_some_and(|pattern| pattern.is_match(text).is_none());
    if !scalar::faults(shape, text).is_empty() {
        return Some(false);
    }
    (!unsure).then_some(true)
}

/// By the text that the call surely becomes, or else by the kind of what it gives.
///
/// Of several texts none is taken: what follows from them would be held against values that may never be given together.
fn call_fits<'t>(ctx: &Context<'t>, shape: Shape, node: &'t Node, call: &Call) -> Option<bool> {
    let gives = gives(ctx, call);
    if !gives.suits(shape.kinds()) {
        return Some(false);
    }
    let texts = ctx.texts(node);
    if let ([text], true) = (texts.known.as_slice(), texts.complete)
        && text.given.is_empty()
        && text.when.is_empty()
    {
        return text_fits(shape, &text.value);
    }
    let known_kind = !matches!(gives, Gives::Anything);
    (known_kind && is_bare(shape)).then_some(true)
}

/// Whether the shape says nothing but which kinds it takes.
fn is_bare(shape: Shape) -> bool {
    shape.values().is_none()
        && shape.pattern().is_none()
        && shape.format().is_none()
        && shape.min_length().is_none()
        && shape.max_length().is_none()
        && shape.minimum().is_none()
        && shape.maximum().is_none()
        && shape.exclusive_minimum().is_none()
        && shape.exclusive_maximum().is_none()
        && shape.min_items().is_none()
        && shape.max_items().is_none()
        && shape.required().next().is_none()
        && shape.properties().next().is_none()
        && shape.contains().is_none()
        && shape.items().is_none_or(is_bare)
}

fn map_fits<'t>(
    ctx: &Context<'t>,
    shape: Shape,
    map: &'t Node,
    when: &When<'t>,
    depth: usize,
) -> Option<bool> {
    let views = views(ctx, map, when, false)?;
    same(views.iter().map(|view| view_fits(ctx, shape, map.is_open(), view, depth)))
}

pub(super) fn view_fits<'t>(
    ctx: &Context<'t>,
    shape: Shape,
    open: bool,
    view: &View<'t>,
    depth: usize,
) -> Option<bool> {
    let absent = if open { None } else { Some(false) };
    let has = |name: &str| if view.has(name) { Some(true) } else { absent };
    let mut answers: Vec<_> = shape.required().map(has).collect();
    for (name, needed) in shape.dependent_required() {
        if view.has(name) {
            answers.extend(needed.into_iter().map(has));
        }
    }
    for (name, excluded) in shape.dependent_excluded() {
        if view.has(name) {
            answers.extend(excluded.into_iter().map(|other| has(other).map(|holds| !holds)));
        }
    }
    if shape.required_or().next().is_some() {
        answers.push(any(shape.required_or().map(has)));
    }
    if shape.required_xor().next().is_some() {
        answers.push(exactly_one(shape.required_xor().map(has)));
    }
    let count = view.entries.len() as u64;
    answers.push(
        shape.max_properties().map_or(Some(true), |most| if count > most { Some(false) } else { Some(true) }),
    );
    answers.push(
        shape.min_properties().map_or(Some(true), |least| if count < least { absent } else { Some(true) }),
    );
    for (name, node) in &view.entries {
        answers.push(match shape.member(name) {
            Member::Known(inner) => fits(ctx, inner, node, &view.when, depth + 1),
            Member::Open => Some(true),
            Member::Refused if *name == "<<" || name.starts_with("Fn::") => None,
            Member::Refused => Some(false),
        });
    }
    all(answers.into_iter())
}

fn list_fits<'t>(
    ctx: &Context<'t>,
    shape: Shape,
    list: &'t Node,
    when: &When<'t>,
    depth: usize,
) -> Option<bool> {
    let lists = lists(ctx, list, when)?;
    same(lists.iter().map(|case| {
        let count = case.items.len() as u64;
        let mut answers = vec![
            Some(shape.min_items().is_none_or(|least| count >= least)),
            Some(shape.max_items().is_none_or(|most| count <= most)),
        ];
        let prefix: Vec<_> = shape.prefix_items().collect();
        for (index, item) in case.items.iter().enumerate() {
            if let Some(inner) = prefix.get(index).copied().or_else(|| shape.items()) {
                answers.push(fits(ctx, inner, item, &case.when, depth + 1));
            }
        }
        if let Some(wanted) = shape.contains() {
            answers.push(any(case.items.iter().map(|item| fits(ctx, wanted, item, &case.when, depth + 1))));
        }
        all(answers.into_iter())
    }))
}
