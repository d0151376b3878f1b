//! A value against several shapes at once: all of them, one of them, one under a condition.

use cfn::read::{Kind as NodeKind, Node};
use facts::{Kind, Shape};

use super::fits::{fits, view_fits};
use super::gives::{Gives, gives, has_scalar, name_of};
use super::scenario::views;
use super::violation::{Violation, What};
use super::walk::Walk;
use crate::context::When;
use crate::rules::template::place::shown;

/// Judges the parts of a shape that are shapes of the same value.
pub(super) fn judge<'t>(walk: &mut Walk<'_, 't>, shape: Shape, node: &'t Node, when: &When<'t>) {
    let any_of: Vec<_> = shape.any_of().collect();
    let one_of: Vec<_> = shape.one_of().collect();
    let conditional = shape.conditional();
    if any_of.is_empty()
        && one_of.is_empty()
        && conditional.is_none()
        && shape.not().is_none()
        && shape.all_of().next().is_none()
    {
        return;
    }
    // What properties differ by condition can make one form of a mapping of another.
    for when in whens(walk, node, when) {
        for inner in shape.all_of() {
            walk.one(inner, node, &when);
        }
        if !any_of.is_empty() {
            choose(walk, &any_of, node, &when);
        }
        if !one_of.is_empty() {
            choose(walk, &one_of, node, &when);
            only_one(walk, &one_of, node, &when);
        }
        if let Some(inner) = shape.not()
            && fits(walk.ctx, inner, node, &when, 0) == Some(true)
        {
            let required = inner.required().chain(inner.any_of().flat_map(|form| form.required()));
            let names = required.filter_map(|name| written(node, name)).collect::<Vec<_>>();
            let place = match names.as_slice() {
                [name] => node.entry(name).map_or(shown(node), |entry| entry.key_span),
                _ => shown(node),
            };
            let what =
                if names.is_empty() { What::Form { wanted: Vec::new() } } else { What::Conflict { names } };
            walk.add(place, &when, what);
        }
        if let Some(conditional) = conditional {
            let then = match fits(walk.ctx, conditional.when, node, &when, 0) {
                Some(true) => conditional.then,
                Some(false) => conditional.otherwise,
                None => None,
            };
            if let Some(then) = then {
                let before = walk.because.len();
                let names = conditional.when.property_names();
                walk.because.extend(names.map(|name| (name, node.get(name).is_some())));
                walk.one(then, node, &when);
                walk.because.truncate(before);
            }
        }
    }
}

/// The cases of a mapping's properties, or the one case of anything else.
fn whens<'t>(walk: &Walk<'_, 't>, node: &'t Node, when: &When<'t>) -> Vec<When<'t>> {
    if !node.is_map() {
        return vec![when.clone()];
    }
    let views = views(walk.ctx, node, when, true).unwrap_or_default();
    views.into_iter().map(|view| view.when).collect()
}

/// Reports a value that has none of the forms, by what is wrong with the form it comes nearest to.
fn choose<'t>(walk: &mut Walk<'_, 't>, forms: &[Shape], node: &'t Node, when: &When<'t>) {
    if forms.iter().any(|form| fits(walk.ctx, *form, node, when, 0) != Some(false)) {
        return;
    }
    if let Some(names) = missing(walk, forms, node, when) {
        walk.add(shown(node), when, What::Choice { names });
        return;
    }
    let takers: Vec<_> = forms.iter().copied().filter(|form| takes(walk, *form, node)).collect();
    if let [first, rest @ ..] = forms
        && takers.is_empty()
        && rest.iter().all(|form| name_of(form.kinds()) == name_of(first.kinds()))
    {
        // Whichever form was meant, another kind of value is.
        walk.one(*first, node, when);
        return;
    }
    // Where `Type` says which form is meant, what the others want is of no interest.
    let meant: Vec<_> = takers.iter().copied().filter(|form| is_named(walk, *form, node)).collect();
    let candidates = if meant.is_empty() { takers } else { meant };
    let mut probes: Vec<Vec<Violation<'t>>> = candidates
        .into_iter()
        .map(|form| walk.probe(|walk| walk.one(form, node, when)))
        .filter(|found| !found.is_empty())
        .collect();
    probes.sort_by_key(Vec::len);
    let nearest = match probes.as_slice() {
        [] => None,
        [_] => probes.pop(),
        [first, second, ..] => (first.len() < second.len()).then(|| probes.swap_remove(0)),
    };
    match nearest {
        Some(found) => walk.found.extend(found),
        None => {
            let mut wanted: Vec<_> = probes.iter().filter_map(|found| found.first()?.what.wanted()).collect();
            wanted.dedup();
            walk.add(shown(node), when, What::Form { wanted });
        }
    }
}

/// The properties of which one would do, where every form only lacks one.
fn missing<'t>(
    walk: &Walk<'_, 't>,
    forms: &[Shape],
    node: &'t Node,
    when: &When<'t>,
) -> Option<Vec<&'static str>> {
    if !node.is_map() {
        return None;
    }
    let view = views(walk.ctx, node, when, true)?.pop()?;
    let mut names = Vec::new();
    for form in forms {
        let absent: Vec<_> = form.required().filter(|name| !view.has(name)).collect();
        let [name] = absent.as_slice() else { return None };
        if form.properties().next().is_some() && view_fits(walk.ctx, *form, true, &view, 0) == Some(false) {
            return None;
        }
        if !names.contains(name) {
            names.push(*name);
        }
    }
    (names.len() > 1).then_some(names)
}

/// Reports a value that has more than one of the forms, of which it may have one.
fn only_one<'t>(walk: &mut Walk<'_, 't>, forms: &[Shape], node: &'t Node, when: &When<'t>) {
    let fitting: Vec<_> =
        forms.iter().filter(|form| fits(walk.ctx, **form, node, when, 0) == Some(true)).collect();
    if fitting.len() < 2 {
        return;
    }
    let mut names = Vec::new();
    for name in fitting.iter().flat_map(|form| form.required()) {
        if let Some(name) = written(node, name)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    let place = names.get(1).and_then(|name| node.entry(name)).map_or(shown(node), |entry| entry.key_span);
    if names.len() > 1 {
        walk.add(place, when, What::Conflict { names });
    }
}

/// Whether a form is for values of this kind at all.
fn takes(walk: &Walk<'_, '_>, form: Shape, node: &Node) -> bool {
    let kinds = form.kinds();
    match &node.kind {
        NodeKind::Map(_) => kinds.has(Kind::Object),
        NodeKind::List(_) => kinds.has(Kind::Array),
        NodeKind::Call(call) => match gives(walk.ctx, call) {
            Gives::Anything => true,
            gives => gives.suits(kinds),
        },
        _ => has_scalar(kinds),
    }
}

/// Whether the value names this form by its `Type`.
fn is_named<'t>(walk: &Walk<'_, 't>, form: Shape, node: &'t Node) -> bool {
    let values = form.property("Type").and_then(|shape| shape.values());
    let name = node.get("Type").and_then(|name| walk.ctx.text(name));
    values.zip(name).is_some_and(|(values, name)| values.contains(&name))
}

/// A key as the template has it.
fn written<'t>(node: &'t Node, name: &str) -> Option<&'t str> {
    node.entry(name).map(|entry| entry.key.as_str())
}
