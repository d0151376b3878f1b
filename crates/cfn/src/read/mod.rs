//! Any template, whoever wrote it: text to a tree with places.
//!
//! In: YAML or JSON text. Out: a [`Document`] in which intrinsic functions are told from mappings, in their short and
//! long forms alike, and scalars are what CloudFormation's YAML 1.1 makes of them. Nothing is resolved and nothing is
//! judged here: unknown keys, dangling references and nonsense stay in the tree for others to find.

mod convert;
mod function;
mod node;
mod scalar;
mod sub;

use diag::{Diagnostic, Span};
use serde_json::Value as Json;
use yaml::Limits;

use crate::print::{self, PrintError};

pub use function::Function;
pub use node::{Call, Entry, Kind, Node, Place, Step};
pub use sub::{SubPart, sub_parts};

/// Above every template that AWS takes: one of a megabyte has some 60,000 values.
const LIMITS: Limits = Limits { values: 200_000, depth: 100 };

/// A template as it was written.
#[derive(Debug, Clone)]
pub struct Document {
    root: Node,
    text: String,
}

/// Reads a template.
///
/// # Errors
///
/// Why the text is no YAML, with the place; the codes are those of [`yaml::CODES`].
pub fn read(text: &str) -> Result<Document, Diagnostic> {
    let root = convert::root(yaml::document(text, LIMITS)?);
    Ok(Document { root, text: text.to_owned() })
}

/// A value of a template that stands in another document: functions told from mappings, scalars as YAML 1.1 has them.
pub fn value(node: &yaml::Node) -> Node {
    convert::value(node.clone())
}

impl Document {
    /// The whole template.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The text that it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a part of a scalar's text stands, also inside a block scalar; the whole scalar, where escapes or folding
    /// hide the part.
    pub fn place(&self, node: &Node, part: std::ops::Range<usize>) -> Span {
        node.place(&self.text, part)
    }

    /// The keys and indices that lead to what stands at that byte: to the deepest value whose key or text holds it.
    pub fn path(&self, at: usize) -> Vec<Step> {
        let mut path = Vec::new();
        self.root.path_to(at, &mut path);
        path
    }

    /// Whether a value stands somewhere for another: its places are the other's.
    pub fn has_aliases(&self) -> bool {
        fn any(node: &Node) -> bool {
            node.alias.is_some()
                || match &node.kind {
                    Kind::List(items) => items.iter().any(any),
                    Kind::Map(entries) => entries.iter().any(|entry| any(&entry.value)),
                    Kind::Call(call) => any(&call.argument),
                    _ => false,
                }
        }
        // Without the indicator there is none to look for.
        self.text.contains('*') && self.text.contains('&') && any(&self.root)
    }

    /// The extents of a section's entries, from each key to the next, or to the next section.
    pub fn extents(&self, entries: &[Entry]) -> Vec<Span> {
        let sections = self.root.entries().iter().map(|section| section.key_span.start);
        let mut starts: Vec<_> = entries.iter().map(|entry| entry.key_span.start).chain(sections).collect();
        starts.push(self.text.len());
        starts.sort_unstable();
        let end = |start: usize| starts.get(starts.partition_point(|other| *other <= start)).copied();
        entries
            .iter()
            .map(|entry| entry.key_span.start)
            .map(|start| Span { start, end: end(start).unwrap_or(self.text.len()) })
            .collect()
    }

    /// What stands at the end of a path.
    pub fn at(&self, path: &[Step]) -> Option<&Node> {
        path.iter().try_fold(&self.root, |node, step| match (step, &node.kind) {
            (Step::Key(name), Kind::Call(call)) if call.function.name() == name => Some(&call.argument),
            (Step::Key(key), _) => node.get(key),
            (Step::Index(index), _) => node.items().get(*index),
        })
    }

    /// The template as CloudFormation's JSON: intrinsics in their long form, aliases written out.
    pub fn to_value(&self) -> Json {
        self.root.to_value()
    }

    /// The template as the compiler prints it.
    ///
    /// # Errors
    /// Where the YAML library refuses a value.
    pub fn to_yaml(&self) -> Result<String, PrintError> {
        print::yaml(&self.to_value(), &self.sections())
    }

    /// The template as the compiler prints it as JSON.
    pub fn to_json(&self) -> String {
        print::json(&self.to_value())
    }

    /// The comments right above resources: the first resource of a section, and the section's title.
    fn sections(&self) -> Vec<(String, String)> {
        let resources = self.root.get("Resources").map_or(&[][..], Node::entries);
        let title = |entry: &Entry| {
            let before = self.text.get(..entry.key_span.start)?;
            let line = before.trim_end_matches(' ').strip_suffix('\n')?.lines().next_back()?;
            let title = line.strip_prefix("  # ")?;
            Some((entry.key.clone(), title.to_owned()))
        };
        resources.iter().filter_map(title).collect()
    }
}
