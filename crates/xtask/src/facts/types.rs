//! Makes `types.bin`: resource types and Lambda's runtimes.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::attributes;
use super::book::{Book, Part, file, table, texts};
use super::extensions;
use super::graph::Graph;
use super::patterns::{Translation, translate};
use super::schema::Reader;

mod rows;

/// A resource type on its way.
pub(super) struct Type<'a> {
    pub(super) name: &'a str,
    pub(super) schema: &'a Json,
    pub(super) root: usize,
    pub(super) reference: Option<usize>,
    pub(super) attributes: BTreeMap<String, usize>,
}

/// Everything in the file, before its texts and shapes have numbers.
struct Rows<'a> {
    names: Vec<&'a str>,
    shapes: Vec<Vec<Part>>,
    types: Vec<Vec<Part>>,
    runtimes: Vec<Vec<Part>>,
    regions: Vec<&'a str>,
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
    let known = Rows {
        names: types.iter().map(|known| known.name).collect(),
        shapes: rows::shapes(&graph, &classes),
        types: types.iter().map(|known| rows::resource_type(known, &classes)).collect(),
        runtimes: rows::runtimes(&gathered["runtimes"])?,
        regions: gathered["regions"].as_array().into_iter().flatten().filter_map(Json::as_str).collect(),
    };
    let all = [&known.shapes, &known.types, &known.runtimes];
    let book = Book::new(all.into_iter().flatten().flatten(), known.shapes.len());
    let mut report = vec![format!(
        "{} resource types, {} shapes in the schemas, {extended} places extended",
        types.len(),
        graph.nodes.len()
    )];
    tell(&mut report, &book, &unread, &gathered["left_out"]);
    Ok((write(&book, &known, &mut report), report))
}

fn write(book: &Book, known: &Rows<'_>, report: &mut Vec<String>) -> Vec<u8> {
    let shapes = known.shapes.iter().enumerate();
    let shapes: BTreeMap<_, _> =
        shapes.filter_map(|(class, shape)| Some((book.shape(class)?, book.write(shape)))).collect();
    let shapes: Vec<_> = shapes.into_values().collect();
    let all = |rows: &[Vec<Part>]| rows.iter().map(|row| book.write(row)).collect::<Vec<_>>();
    let sections = [
        ("texts", texts(&book.texts)),
        ("names", texts(&book.names)),
        ("shapes", table(&shapes)),
        ("values", table(&book.value_lists())),
        ("patterns", table(&book.pattern_list())),
        ("type names", texts(&known.names)),
        ("types", table(&all(&known.types))),
        ("runtimes", table(&all(&known.runtimes))),
        ("regions", texts(&known.regions)),
    ];
    for (name, section) in &sections {
        report.push(format!("  {name}: {} bytes", section.len()));
    }
    report.push(format!("  {} distinct shapes", shapes.len()));
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
