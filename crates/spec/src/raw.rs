//! What a stack file says in CloudFormation's own language: the escape hatch.
//!
//! In: any YAML value. Out: the same value, with its texts and the names that its references use, for the rules. What it
//! means is the compiler's business and CloudFormation's.

use std::borrow::Cow;

use diag::{Diagnostic, nearest};
use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use yaml::{Limits, Node, Value};

use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::{Read, list, report_duplicates, wrong_type};
use crate::{Located, Stack};

/// Overrides of one resource: a path, and what is to stand there.
pub type Overrides = IndexMap<Located<String>, Raw>;

/// A value as it is to stand in the template, references and functions included.
#[derive(Debug, Clone)]
pub struct Raw {
    node: Node,
    /// Whether the places in it are those of the stack file.
    placed: bool,
    texts: Vec<Located<String>>,
    names: Vec<String>,
}

/// The short forms of CloudFormation's functions
/// ([functions](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html)).
const TAGS: [&str; 18] = [
    "!Ref",
    "!GetAtt",
    "!Sub",
    "!If",
    "!Join",
    "!Select",
    "!Split",
    "!Base64",
    "!Cidr",
    "!FindInMap",
    "!GetAZs",
    "!ImportValue",
    "!Condition",
    "!And",
    "!Or",
    "!Not",
    "!Equals",
    "!Transform",
];

/// More than anybody adds by hand.
const LIMITS: Limits = Limits { values: 20_000, depth: 40 };

impl Raw {
    /// A value from YAML or JSON text, for stacks that are built in Rust.
    ///
    /// # Errors
    /// What of the text is no YAML, no function of CloudFormation's, or written twice.
    pub fn parse(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let node = yaml::document(text, LIMITS).map_err(|finding| vec![finding])?;
        let mut findings = Findings::default();
        match Self::of(&node, false, &mut findings) {
            Some(raw) if !findings.has_errors() => Ok(raw),
            _ => Err(findings.into_sorted()),
        }
    }

    /// The value; its places are those of the stack file, where [`Raw::is_placed`] says so.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Whether it was read from the stack file.
    pub fn is_placed(&self) -> bool {
        self.placed
    }

    /// Every text in it, keys included.
    pub(crate) fn texts(&self) -> &[Located<String>] {
        &self.texts
    }

    /// What `Ref` and `Fn::Sub` name.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    fn of(node: &Node, placed: bool, findings: &mut Findings) -> Option<Self> {
        let mut raw = Self { node: node.clone(), placed, texts: Vec::new(), names: Vec::new() };
        raw.gather(node, findings).then_some(raw)
    }

    /// Takes up what is in a node; `false` where something in it can't stand in a template.
    fn gather(&mut self, node: &Node, findings: &mut Findings) -> bool {
        let tag = node.tag.as_ref().filter(|tag| tag.core.is_none());
        if let Some(tag) = tag.filter(|tag| !TAGS.contains(&tag.written.as_str())) {
            findings.push(unknown_function(&tag.written).at(tag.span));
            return false;
        }
        match &node.value {
            Value::Scalar(scalar) => {
                self.texts.push(Located::at(scalar.text.clone(), node.span));
                self.refer(tag.map(|tag| tag.written.as_str()), &scalar.text);
                true
            }
            Value::List(items) => {
                if let (Some("!Sub"), Some(text)) = (tag.map(|tag| tag.written.as_str()), text(items.first()))
                {
                    self.refer(Some("!Sub"), text);
                }
                let fits: Vec<bool> = items.iter().map(|item| self.gather(item, findings)).collect();
                !fits.contains(&false)
            }
            Value::Map(entries) => {
                report_duplicates(entries, findings);
                let fits: Vec<bool> =
                    entries.iter().map(|(key, value)| self.entry(key, value, findings)).collect();
                !fits.contains(&false)
            }
        }
    }

    fn entry(&mut self, key: &Node, value: &Node, findings: &mut Findings) -> bool {
        let Some(name) = key.scalar() else {
            findings.push(wrong_type(key, "a key"));
            return false;
        };
        self.texts.push(Located::at(name.text.clone(), key.span));
        let argument = match &value.value {
            Value::List(items) => text(items.first()),
            _ => text(Some(value)),
        };
        if let Some(argument) = argument {
            self.refer(Some(&name.text), argument);
        }
        self.gather(value, findings)
    }

    /// Notes the names in a function's argument.
    fn refer(&mut self, function: Option<&str>, text: &str) {
        match function {
            Some("!Ref" | "Ref") => self.names.push(text.to_owned()),
            Some("!Sub" | "Fn::Sub") => {
                let holes = text.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
                self.names.extend(holes.map(|(name, _)| name.trim().to_owned()));
            }
            _ => {}
        }
    }
}

fn text(node: Option<&Node>) -> Option<&str> {
    Some(node?.scalar()?.text.as_str())
}

fn unknown_function(tag: &str) -> Diagnostic {
    let finding = Finding::UnknownTag.error(format!("`{tag}` is no function of CloudFormation's"));
    let finding = match nearest(tag, TAGS) {
        Some(near) => finding.label(format!("did you mean `{near}`?")),
        None => finding.label("unknown"),
    };
    finding.help(format!("its functions: {}", list(TAGS)))
}

impl Stack {
    /// The names that what the stack says in CloudFormation's own words refers to.
    pub fn names_in_raw(&self) -> impl Iterator<Item = &str> {
        self.raw().flat_map(|(_, raw)| raw.names())
    }

    /// Everything that is said in CloudFormation's own language, each with what it belongs to: "resource `Table`".
    pub(crate) fn raw(&self) -> impl Iterator<Item = (String, &Raw)> {
        let sections =
            [("condition", &self.conditions), ("resource", &self.resources), ("output", &self.outputs)];
        let own = sections.into_iter().flat_map(|(what, parts)| {
            parts.iter().map(move |(id, raw)| (format!("{what} `{}`", id.as_str()), raw))
        });
        own.chain(self.overrides.iter().flat_map(|(id, changes)| {
            changes.values().map(move |raw| (format!("override of `{}`", id.as_str()), raw))
        }))
    }
}

/// Anything at all.
impl Read for Raw {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Self::of(node, true, findings)
    }
}

impl JsonSchema for Raw {
    fn schema_name() -> Cow<'static, str> {
        "Raw".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({})
    }
}

/// A raw value that has to be a mapping: a resource or an output.
pub(crate) struct RawMap(pub(crate) Raw);

impl Read for RawMap {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        if node.entries().is_none() {
            findings.push(wrong_type(node, "a mapping"));
            return None;
        }
        Raw::read(node, findings).map(Self)
    }
}

/// A mapping of such.
pub(crate) fn raw_maps(map: IndexMap<Located<String>, RawMap>) -> IndexMap<Located<String>, Raw> {
    map.into_iter().map(|(key, RawMap(raw))| (key, raw)).collect()
}

impl JsonSchema for RawMap {
    fn schema_name() -> Cow<'static, str> {
        "RawMap".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object" })
    }
}

#[cfg(test)]
mod tests {
    use super::Raw;

    #[test]
    fn names_of_references_are_known_in_every_form() {
        let raw = Raw::parse(
            "{ a: !Ref A, b: { Ref: B }, c: !Sub 'x-${C}-${D.Arn}', d: { Fn::Sub: '${E}' }, \
             e: !Sub ['${F}', { G: !Ref H }], f: { Fn::Sub: ['${I}', {}] } }",
        );
        let raw = raw.unwrap();
        assert_eq!(raw.names().collect::<Vec<_>>(), ["A", "B", "C", "D.Arn", "E", "F", "H", "I"]);
        assert!(!raw.is_placed());
    }

    #[test]
    fn what_no_template_can_hold_is_refused() {
        for (text, code) in [
            ("{ a: !Reff A }", "unknown-tag"),
            ("{ a: 1, a: 2 }", "duplicate-key"),
            ("{ [a]: 2 }", "wrong-type"),
            ("{ a: ", "invalid-yaml"),
        ] {
            let findings = Raw::parse(text).unwrap_err();
            assert_eq!(findings[0].code, code, "{text}");
        }
    }
}
