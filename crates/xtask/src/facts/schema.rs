//! Reads JSON schemas into the graph.

use std::collections::{BTreeMap, BTreeSet};

use facts::Kind;
use facts::layout::field;
use serde_json::{Map, Value as Json};

use super::graph::{Graph, Node, Scalar, Slot};

/// Keywords that say nothing about a template.
const SILENT: [&str; 16] = [
    "$comment",
    "$schema",
    "arrayType",
    "default",
    "definitions",
    "description",
    "documentationUrl",
    "examples",
    "id",
    "insertionOrder",
    "maxUniqueItems",
    "relationshipRef",
    "sourceUrl",
    "title",
    "typeName",
    "$id",
];

/// Keywords of a resource type's schema that are read elsewhere or say nothing about a template.
const OF_TYPES: [&str; 15] = [
    "additionalIdentifiers",
    "conditionalCreateOnlyProperties",
    "createOnlyProperties",
    "deprecatedProperties",
    "handlers",
    "lifecycle",
    "primaryIdentifier",
    "propertyTransform",
    "readOnlyProperties",
    "replacementStrategy",
    "resourceLink",
    "taggable",
    "tagging",
    "typeConfiguration",
    "writeOnlyProperties",
];

const COUNTS: [(&str, u32); 6] = [
    ("minLength", field::MIN_LENGTH),
    ("maxLength", field::MAX_LENGTH),
    ("minItems", field::MIN_ITEMS),
    ("maxItems", field::MAX_ITEMS),
    ("minProperties", field::MIN_PROPERTIES),
    ("maxProperties", field::MAX_PROPERTIES),
];

const BOUNDS: [(&str, u32); 5] = [
    ("minimum", field::MINIMUM),
    ("maximum", field::MAXIMUM),
    ("exclusiveMinimum", field::EXCLUSIVE_MINIMUM),
    ("exclusiveMaximum", field::EXCLUSIVE_MAXIMUM),
    ("multipleOf", field::MULTIPLE_OF),
];

const NAMES: [(&str, u32); 4] = [
    ("required", field::REQUIRED),
    ("requiredOr", field::REQUIRED_OR),
    ("requiredXor", field::REQUIRED_XOR),
    ("uniqueKeys", field::UNIQUE_KEYS),
];

const CHILDREN: [(&str, u32); 7] = [
    ("items", field::ITEMS),
    ("contains", field::CONTAINS),
    ("propertyNames", field::PROPERTY_NAMES),
    ("not", field::NOT),
    ("if", field::IF),
    ("then", field::THEN),
    ("else", field::ELSE),
];

const LISTED: [(&str, u32); 4] = [
    ("allOf", field::ALL_OF),
    ("anyOf", field::ANY_OF),
    ("oneOf", field::ONE_OF),
    ("prefixItems", field::PREFIX_ITEMS),
];

/// Reads one schema document; its `$ref`s point into it.
pub(super) struct Reader<'a> {
    pub(super) graph: &'a mut Graph,
    document: &'a Json,
    referred: BTreeMap<String, usize>,
    unread: &'a mut BTreeMap<String, usize>,
}

impl<'a> Reader<'a> {
    /// `unread` counts what was met and not understood.
    pub(super) fn new(
        graph: &'a mut Graph,
        document: &'a Json,
        unread: &'a mut BTreeMap<String, usize>,
    ) -> Self {
        Self { graph, document, referred: BTreeMap::new(), unread }
    }

    /// The shape that the whole document is.
    pub(super) fn document(&mut self) -> usize {
        let document = self.document;
        self.read(document)
    }

    /// The shape that a pointer such as `/properties/A/B` leads to, as primary identifiers and attributes have it.
    pub(super) fn read(&mut self, schema: &Json) -> usize {
        match schema {
            Json::Bool(true) => self.graph.add(Node::default()),
            Json::Bool(false) => {
                let mut node = Node::default();
                node.facts.flags.insert(field::NEVER);
                self.graph.add(node)
            }
            Json::Object(map) => {
                let node = self.node(map);
                self.graph.add(node)
            }
            _ => {
                self.count("not a schema");
                self.graph.add(Node::default())
            }
        }
    }

    fn refer(&mut self, pointer: &str) -> usize {
        if let Some(known) = self.referred.get(pointer) {
            return *known;
        }
        let at = self.graph.add(Node::default());
        self.referred.insert(pointer.to_owned(), at);
        let document = self.document;
        match pointer.strip_prefix('#').and_then(|pointer| document.pointer(pointer)) {
            Some(Json::Object(map)) => self.graph.nodes[at] = self.node(map),
            _ => self.count("$ref that leads nowhere"),
        }
        at
    }

    fn node(&mut self, map: &Map<String, Json>) -> Node {
        let mut node = Node::default();
        for (keyword, value) in map {
            if !self.keyword(&mut node, keyword, value) {
                self.count(keyword);
            }
        }
        if map.get("enumCaseInsensitive").is_some() {
            node.facts.flags.insert(field::IGNORE_CASE);
        }
        node
    }

    /// Whether the keyword was understood.
    fn keyword(&mut self, node: &mut Node, keyword: &str, value: &Json) -> bool {
        if SILENT.contains(&keyword) || OF_TYPES.contains(&keyword) {
            return true;
        }
        Self::limit(node, keyword, value).or_else(|| self.child(node, keyword, value)).is_some()
    }

    /// A keyword that speaks of the value itself.
    fn limit(node: &mut Node, keyword: &str, value: &Json) -> Option<()> {
        let find =
            |table: &[(&str, u32)]| table.iter().find(|(name, _)| *name == keyword).map(|(_, field)| *field);
        let facts = &mut node.facts;
        if let Some(field) = find(&COUNTS) {
            // Some write 1.0.
            let text = value.to_string();
            facts.counts.insert(field, text.strip_suffix(".0").unwrap_or(&text).parse().ok()?);
        } else if let Some(field) = find(&BOUNDS) {
            facts.bounds.insert(field, value.is_number().then(|| value.to_string())?);
        } else if let Some(field) = find(&NAMES) {
            facts.names.insert(field, sorted(value)?);
        } else {
            match keyword {
                "type" => facts.kinds = kinds(value)?,
                "uniqueItems" => {
                    if value.as_bool()? {
                        facts.flags.insert(field::UNIQUE_ITEMS);
                    }
                }
                "enum" | "enumCaseInsensitive" => facts.values = Some(scalars(value.as_array()?)?),
                "const" => facts.values = Some(scalars(std::slice::from_ref(value))?),
                // Every text matches these.
                "pattern" if value == "" || value == ".*" => {}
                "pattern" => facts.pattern = Some(value.as_str()?.to_owned()),
                "format" => facts.format = Some(value.as_str()?.to_owned()),
                "dependentRequired" => {
                    facts.dependents.insert(field::DEPENDENT_REQUIRED, dependents(value)?);
                }
                "dependentExcluded" => {
                    facts.dependents.insert(field::DEPENDENT_EXCLUDED, dependents(value)?);
                }
                _ => return None,
            }
        }
        Some(())
    }

    /// A keyword that speaks of parts of the value, or joins shapes.
    fn child(&mut self, node: &mut Node, keyword: &str, value: &Json) -> Option<()> {
        if let Some((_, field)) = CHILDREN.iter().find(|(name, _)| *name == keyword) {
            node.children.insert(Slot::Child(*field), self.read(value));
            return Some(());
        }
        if let Some((_, field)) = LISTED.iter().find(|(name, _)| *name == keyword) {
            for (number, shape) in value.as_array()?.iter().enumerate() {
                node.children.insert(Slot::Listed(*field, number), self.read(shape));
            }
            return Some(());
        }
        match keyword {
            "dependencies" => self.dependencies(node, value.as_object()?)?,
            "$ref" => node.like = Some(self.refer(value.as_str()?)),
            "properties" => {
                for (name, shape) in value.as_object()? {
                    node.children.insert(Slot::Property(name.clone()), self.read(shape));
                }
            }
            "patternProperties" => {
                for (pattern, shape) in value.as_object()? {
                    node.children.insert(Slot::Pattern(pattern.clone()), self.read(shape));
                }
            }
            "additionalProperties" => match value {
                Json::Bool(true) => {}
                Json::Bool(false) => {
                    node.facts.flags.insert(field::CLOSED);
                }
                shape => {
                    node.children.insert(Slot::Child(field::ADDITIONAL), self.read(shape));
                }
            },
            _ => return None,
        }
        Some(())
    }

    /// What else holds where a property is there: other properties, or a shape.
    fn dependencies(&mut self, node: &mut Node, dependencies: &Map<String, Json>) -> Option<()> {
        let (shapes, names): (Vec<_>, Vec<_>) =
            dependencies.iter().partition(|(_, others)| others.is_object());
        let names = names.into_iter().map(|(name, others)| Some((name.clone(), sorted(others)?)));
        let names: BTreeMap<_, _> = names.collect::<Option<_>>()?;
        if !names.is_empty() {
            node.facts.dependents.insert(field::DEPENDENT_REQUIRED, names);
        }
        // Behind all that `allOf` lists.
        for (number, (name, shape)) in (usize::MAX / 2..).zip(shapes) {
            let mut when = Node::default();
            when.facts.names.insert(field::REQUIRED, vec![name.clone()]);
            let when = self.graph.add(when);
            let then = self.read(shape);
            let children = [(Slot::Child(field::IF), when), (Slot::Child(field::THEN), then)];
            let conditional = Node { children: children.into_iter().collect(), ..Node::default() };
            node.children.insert(Slot::Listed(field::ALL_OF, number), self.graph.add(conditional));
        }
        Some(())
    }

    fn count(&mut self, what: &str) {
        *self.unread.entry(what.to_owned()).or_default() += 1;
    }
}

fn kinds(value: &Json) -> Option<u8> {
    let bit = |name: &Json| {
        Kind::ALL.into_iter().find(|kind| name.as_str() == Some(kind.name())).map(|kind| kind as u8)
    };
    match value {
        Json::Array(names) => names.iter().try_fold(0, |bits, name| Some(bits | bit(name)?)),
        name => bit(name),
    }
}

fn sorted(value: &Json) -> Option<Vec<String>> {
    let names: Option<BTreeSet<_>> =
        value.as_array()?.iter().map(|name| Some(name.as_str()?.to_owned())).collect();
    Some(names?.into_iter().collect())
}

fn dependents(value: &Json) -> Option<BTreeMap<String, Vec<String>>> {
    value.as_object()?.iter().map(|(name, others)| Some((name.clone(), sorted(others)?))).collect()
}

fn scalars(values: &[Json]) -> Option<Vec<Scalar>> {
    values
        .iter()
        .map(|value| match value {
            Json::String(text) => Some(Scalar::Text(text.clone())),
            Json::Number(number) => Some(Scalar::Number(number.to_string())),
            Json::Bool(value) => Some(Scalar::Boolean(*value)),
            _ => None,
        })
        .collect()
}
