//! Makes `types.bin`: resource types and Lambda's runtimes.

use std::collections::BTreeMap;

use facts::layout::field;
use serde_json::Value as Json;

use super::attributes;
use super::book::{Book, Part, file, table, texts};
use super::extensions;
use super::graph::{Facts, Graph, Node, Slot};
use super::patterns::{Translation, translate};
use super::schema::Reader;

const PATHS: [&str; facts::layout::PATH_LISTS] = [
    "createOnlyProperties",
    "conditionalCreateOnlyProperties",
    "readOnlyProperties",
    "writeOnlyProperties",
    "deprecatedProperties",
    "primaryIdentifier",
];

/// A resource type on its way.
pub(super) struct Type<'a> {
    pub(super) name: &'a str,
    pub(super) schema: &'a Json,
    pub(super) root: usize,
    pub(super) reference: Option<usize>,
    pub(super) attributes: BTreeMap<String, usize>,
}

/// The file, and a report of what is in it and what is not.
pub(super) fn encode(gathered: &Json) -> Result<(Vec<u8>, Vec<String>), String> {
    let mut graph = Graph::default();
    let mut unread = BTreeMap::new();
    let schemas = gathered["schemas"].as_object().ok_or("no schemas")?;
    let mut types: Vec<_> = schemas
        .iter()
        .map(|(name, schema)| {
            let root = Reader::new(&mut graph, schema, &mut unread).document();
            Type { name, schema, root, reference: None, attributes: BTreeMap::new() }
        })
        .collect();
    types.sort_by_key(|known| known.name);
    graph.settle();
    for known in &mut types {
        attributes::find(&mut graph, known, &gathered["attributes"]);
    }
    let extended = extensions::apply(&mut graph, &mut types, &gathered["extensions"], &mut unread)?;
    let classes = graph.classes();
    let mut report = vec![format!(
        "{} resource types, {} shapes in the schemas, {extended} places extended",
        types.len(),
        graph.nodes.len()
    )];
    let shapes = shapes(&graph, &classes);
    let rows: Vec<_> = types.iter().map(|known| row(known, &classes)).collect();
    let runtimes = runtimes(&gathered["runtimes"])?;
    let parts = shapes.iter().chain(&rows).chain(&runtimes).flatten();
    let book = Book::new(parts, shapes.len());
    tell(&mut report, &book, &unread, &gathered["left_out"]);
    Ok((write(&book, &types, &shapes, &rows, &runtimes, &mut report), report))
}

fn write(
    book: &Book,
    types: &[Type<'_>],
    shapes: &[Vec<Part>],
    rows: &[Vec<Part>],
    runtimes: &[Vec<Part>],
    report: &mut Vec<String>,
) -> Vec<u8> {
    let mut shape_rows: Vec<_> = (0..shapes.len())
        .filter_map(|class| Some((book.shape(class)?, book.write(&shapes[class]))))
        .collect();
    shape_rows.sort();
    let shape_rows: Vec<_> = shape_rows.into_iter().map(|(_, row)| row).collect();
    let all = |rows: &[Vec<Part>]| rows.iter().map(|row| book.write(row)).collect::<Vec<_>>();
    let sections = [
        ("texts", texts(&book.texts)),
        ("names", texts(&book.names)),
        ("shapes", table(&shape_rows)),
        ("values", table(&book.value_lists())),
        ("patterns", table(&book.pattern_list())),
        ("type names", texts(&types.iter().map(|known| known.name).collect::<Vec<_>>())),
        ("types", table(&all(rows))),
        ("runtimes", table(&all(runtimes))),
    ];
    for (name, section) in &sections {
        report.push(format!("  {name}: {} bytes", section.len()));
    }
    report.push(format!("  {} distinct shapes", shape_rows.len()));
    file(&sections.map(|(_, section)| section))
}

fn tell(report: &mut Vec<String>, book: &Book, unread: &BTreeMap<String, usize>, left_out: &Json) {
    let translations: Vec<_> = book.patterns.iter().map(|pattern| (pattern, translate(pattern))).collect();
    let count =
        |wanted: fn(&Translation) -> bool| translations.iter().filter(|(_, known)| wanted(known)).count();
    report.push(format!(
        "{} patterns: {} as they are, {} translated, {} left out",
        translations.len(),
        count(|known| *known == Translation::Same),
        count(|known| matches!(known, Translation::Parts(..))),
        count(|known| *known == Translation::None)
    ));
    for (pattern, translation) in translations {
        if translation == Translation::None {
            report.push(format!("  left out: {pattern}"));
        }
    }
    for (keyword, times) in unread {
        report.push(format!("keyword not understood: {keyword} ({times})"));
    }
    for (name, reason) in left_out.as_object().into_iter().flatten() {
        report.push(format!("extension left out: {name}: {}", reason.as_str().unwrap_or_default()));
    }
}

/// The parts of each class of shapes.
fn shapes(graph: &Graph, classes: &[usize]) -> Vec<Vec<Part>> {
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
fn row(known: &Type<'_>, classes: &[usize]) -> Vec<Part> {
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

fn runtimes(gathered: &Json) -> Result<Vec<Vec<Part>>, String> {
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
