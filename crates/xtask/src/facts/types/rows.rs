//! The rows of `types.bin`: what is known of a shape, a type, a runtime.

use std::collections::BTreeMap;

use facts::layout::field;
use serde_json::Value as Json;

use super::super::book::Part;
use super::super::graph::{Facts, Graph, Node, Slot};
use super::Type;

const PATHS: [&str; facts::layout::PATH_LISTS] = [
    "createOnlyProperties",
    "conditionalCreateOnlyProperties",
    "readOnlyProperties",
    "writeOnlyProperties",
    "deprecatedProperties",
    "primaryIdentifier",
];

/// The parts of each class of shapes.
pub(super) fn shapes(graph: &Graph, classes: &[usize]) -> Vec<Vec<Part>> {
    let mut firsts = BTreeMap::new();
    for (node, class) in graph.nodes.iter().zip(classes) {
        firsts.entry(*class).or_insert(node);
    }
    firsts.into_values().map(|node| shape(node, classes)).collect()
}

fn shape(node: &Node, classes: &[usize]) -> Vec<Part> {
    let mut fields: BTreeMap<u32, Option<Part>> = own(&node.facts);
    let class = |child: &usize| classes[*child];
    let mut properties = Vec::new();
    let mut lists: BTreeMap<u32, Vec<Part>> = BTreeMap::new();
    for (slot, child) in &node.children {
        match slot {
            Slot::Property(name) => properties.push((name.clone(), class(child))),
            Slot::Pattern(pattern) => lists
                .entry(field::PATTERN_PROPERTIES)
                .or_default()
                .extend([Part::Pattern(pattern.clone()), Part::Shape(class(child), 0)]),
            Slot::Child(field) => {
                fields.insert(*field, Some(Part::Shape(class(child), 0)));
            }
            Slot::Listed(field, _) => lists.entry(*field).or_default().push(Part::Shape(class(child), 0)),
        }
    }
    if !properties.is_empty() {
        fields.insert(field::PROPERTIES, Some(Part::Properties(properties)));
    }
    fields.extend(lists.into_iter().map(|(field, parts)| (field, Some(Part::Block(parts)))));
    let mask = fields.keys().fold(0_u64, |mask, field| mask | 1 << field);
    std::iter::once(Part::Number(mask)).chain(fields.into_values().flatten()).collect()
}

fn own(facts: &Facts) -> BTreeMap<u32, Option<Part>> {
    let mut fields: BTreeMap<u32, Option<Part>> = facts.flags.iter().map(|flag| (*flag, None)).collect();
    if facts.kinds != 0 {
        fields.insert(field::KINDS, Some(Part::Number(facts.kinds.into())));
    }
    fields.extend(facts.counts.iter().map(|(field, count)| (*field, Some(Part::Number(*count)))));
    fields.extend(facts.bounds.iter().map(|(field, text)| (*field, Some(bound(text)))));
    fields.extend(facts.names.iter().map(|(field, names)| (*field, Some(Part::Names(names.clone())))));
    for (field, dependents) in &facts.dependents {
        let parts = dependents.iter().flat_map(|(name, others)| {
            [Part::Name(name.clone()), Part::Number(others.len() as u64)]
                .into_iter()
                .chain(others.iter().cloned().map(Part::Name))
        });
        fields.insert(*field, Some(Part::Block(parts.collect())));
    }
    if let Some(values) = &facts.values {
        fields.insert(field::VALUES, Some(Part::Values(values.clone())));
    }
    if let Some(pattern) = &facts.pattern {
        fields.insert(field::PATTERN, Some(Part::Pattern(pattern.clone())));
    }
    if let Some(format) = &facts.format {
        fields.insert(field::FORMAT, Some(Part::Text(format.clone(), 1, 0)));
    }
    fields
}

/// Whole numbers doubled twice, negative ones turned over; others as text.
fn bound(text: &str) -> Part {
    let whole = text.parse::<i64>().ok().or_else(|| text.strip_suffix(".0")?.parse().ok());
    match whole {
        Some(value) if value.unsigned_abs() < 1 << 60 => {
            let turned = if value < 0 { !value } else { value };
            Part::Number(turned.unsigned_abs() << 2 | u64::from(value < 0) << 1)
        }
        _ => Part::Text(text.to_owned(), 2, 1),
    }
}

/// What is known of one type.
pub(super) fn resource_type(known: &Type<'_>, classes: &[usize]) -> Vec<Part> {
    let optional =
        |text: Option<&str>| text.map_or(Part::Number(0), |text| Part::Text(text.to_owned(), 1, 1));
    let schema = known.schema;
    let taggable = schema["tagging"]["taggable"].as_bool().or(schema["taggable"].as_bool());
    let mut parts = vec![
        Part::Shape(classes[known.root], 0),
        known.reference.map_or(Part::Number(0), |node| Part::Shape(classes[node], 1)),
        Part::Number(taggable.map_or(0, |known| u64::from(known) + 1)),
        optional(
            schema["tagging"]["tagProperty"].as_str().and_then(|path| path.strip_prefix("/properties/")),
        ),
        optional(schema["lifecycle"]["status"].as_str()),
        optional(schema["lifecycle"]["date"].as_str()),
    ];
    for list in PATHS {
        let paths = schema[list].as_array().into_iter().flatten().filter_map(Json::as_str);
        let paths = paths.filter_map(|path| path.strip_prefix("/properties/"));
        parts.push(Part::Block(paths.map(|path| Part::Text(path.to_owned(), 1, 0)).collect()));
    }
    parts.push(Part::Number(known.attributes.len() as u64));
    for (name, node) in &known.attributes {
        parts.extend([Part::Text(name.clone(), 1, 0), Part::Shape(classes[*node], 0)]);
    }
    parts
}

pub(super) fn runtimes(gathered: &Json) -> Result<Vec<Vec<Part>>, String> {
    let runtimes: BTreeMap<_, _> = gathered.as_object().ok_or("no runtimes")?.iter().collect();
    let row = |(name, runtime): (&String, &Json)| {
        let keys = ["deprecated", "create-block", "update-block", "successor"];
        let dates = keys.map(|key| {
            runtime[key].as_str().map_or(Part::Number(0), |date| Part::Text(date.to_owned(), 1, 1))
        });
        std::iter::once(Part::Text(name.clone(), 1, 0)).chain(dates).collect()
    };
    Ok(runtimes.into_iter().map(row).collect())
}
