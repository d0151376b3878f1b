//! Adds what cfn-lint's rules know beyond the schemas.

use std::collections::BTreeMap;

use facts::layout::field;
use serde_json::Value as Json;

use super::graph::{Facts, Graph, Slot};
use super::schema::Reader;
use super::types::Type;

/// Adds every extension at its places and says how many places these were.
pub(super) fn apply(
    graph: &mut Graph,
    types: &mut [Type<'_>],
    extensions: &Json,
    unread: &mut BTreeMap<String, usize>,
) -> Result<usize, String> {
    let mut places = 0;
    for extension in extensions.as_array().into_iter().flatten() {
        let shape = Reader::new(graph, &extension["schema"], unread).document();
        graph.settle();
        for place in extension["keywords"].as_array().into_iter().flatten().filter_map(Json::as_str) {
            let (name, path) = split(place).ok_or_else(|| format!("{place}: no place in a resource"))?;
            let Ok(at) = types.binary_search_by_key(&name, |known| known.name) else {
                return Err(format!("{place}: no such type"));
            };
            types[at].root = added(graph, types[at].root, &path, shape)
                .ok_or_else(|| format!("{place}: no such place"))?;
            places += 1;
        }
    }
    Ok(places)
}

/// The type and the path below its properties.
fn split(place: &str) -> Option<(&str, Vec<&str>)> {
    let mut steps = place.strip_prefix("Resources/")?.split('/');
    let name = steps.next()?;
    (steps.next()? == "Properties").then(|| (name, steps.collect()))
}

/// A copy of the shape whose part at the path has another shape too. Shapes are shared: the way there is copied.
fn added(graph: &mut Graph, at: usize, path: &[&str], shape: usize) -> Option<usize> {
    let mut node = graph.nodes[at].clone();
    let Some((step, rest)) = path.split_first() else {
        let addition = &graph.nodes[shape];
        if addition.children.is_empty() && disjoint(&node.facts, &addition.facts) {
            node.facts = join(node.facts, addition.facts.clone());
        } else {
            let count =
                node.children.keys().filter(|slot| matches!(slot, Slot::Listed(field::ALL_OF, _))).count();
            node.children.insert(Slot::Listed(field::ALL_OF, count), shape);
        }
        return Some(graph.add(node));
    };
    let slot = if *step == "*" { Slot::Child(field::ITEMS) } else { Slot::Property((*step).to_owned()) };
    let child = *node.children.get(&slot)?;
    let child = added(graph, child, rest, shape)?;
    node.children.insert(slot, child);
    Some(graph.add(node))
}

/// Whether the one states nothing that the other states.
fn disjoint(one: &Facts, other: &Facts) -> bool {
    other.kinds == 0
        && !(one.values.is_some() && other.values.is_some())
        && !(one.pattern.is_some() && other.pattern.is_some())
        && !(one.format.is_some() && other.format.is_some())
        && !other.counts.keys().any(|field| one.counts.contains_key(field))
        && !other.bounds.keys().any(|field| one.bounds.contains_key(field))
        && !other.names.keys().any(|field| one.names.contains_key(field))
        && !other.dependents.keys().any(|field| one.dependents.contains_key(field))
        && other.flags.is_empty()
}

fn join(one: Facts, other: Facts) -> Facts {
    one.overlaid(other)
}
