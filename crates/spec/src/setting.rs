//! A value that is written in the file, or left to the deployment.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::Located;
use crate::findings::Findings;
use crate::read::{Fields, Read, quote, scalar};
use yaml::Meaning;
use yaml::{Node, Value};

/// A text, or the deploy-time parameter that will hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// Written in the file.
    Literal(Located<String>),
    /// Given when the template is deployed: `{ parameter: Name }`.
    Parameter(ParameterRef),
}

/// The name of a parameter of the same stack: made by [`Stack::parameter`](crate::Stack::parameter) alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ParameterRef(Located<String>);

impl ParameterRef {
    pub(crate) fn new(name: Located<String>) -> Self {
        Self(name)
    }

    /// The parameter's name.
    pub fn name(&self) -> &Located<String> {
        &self.0
    }
}

impl Setting {
    /// The text, where it is written in the file.
    pub fn literal(&self) -> Option<&Located<String>> {
        match self {
            Self::Literal(text) => Some(text),
            Self::Parameter(_) => None,
        }
    }
}

impl Setting {
    /// Where it stands.
    pub(crate) fn span(&self) -> Option<diag::Span> {
        match self {
            Self::Literal(text) => text.span(),
            Self::Parameter(parameter) => parameter.name().span(),
        }
    }
}

impl From<&str> for Setting {
    fn from(text: &str) -> Self {
        Self::Literal(text.into())
    }
}

impl From<ParameterRef> for Setting {
    fn from(parameter: ParameterRef) -> Self {
        Self::Parameter(parameter)
    }
}

/// Text that may be spelled as a number or boolean: what is written is what is meant.
pub(crate) struct Spelled(pub(crate) Located<String>);

impl Read for Spelled {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let scalar = scalar(node, "text", findings)?;
        if matches!(scalar.meaning, Meaning::Text | Meaning::Integer | Meaning::Boolean) {
            return Some(Self(Located::at(scalar.text.clone(), node.span)));
        }
        findings.push(quote(scalar, node.span));
        None
    }
}

/// A mapping of such texts.
pub(crate) fn spelled(map: IndexMap<Located<String>, Spelled>) -> IndexMap<Located<String>, Located<String>> {
    map.into_iter().map(|(key, value)| (key, value.0)).collect()
}

/// A mapping of such settings.
pub(crate) fn settings(map: IndexMap<Located<String>, SpelledSetting>) -> IndexMap<Located<String>, Setting> {
    map.into_iter().map(|(key, value)| (key, value.0)).collect()
}

/// `text`, or `{ parameter: Name }`.
impl Read for Setting {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.value {
            Value::Map(_) => parameter(node, findings),
            _ => Located::read(node, findings).map(Self::Literal),
        }
    }
}

/// A setting whose text may be spelled as a number or boolean.
pub(crate) struct SpelledSetting(pub(crate) Setting);

impl Read for SpelledSetting {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let setting = match &node.value {
            Value::Map(_) => parameter(node, findings)?,
            _ => Setting::Literal(Spelled::read(node, findings)?.0),
        };
        Some(Self(setting))
    }
}

fn parameter(node: &Node, findings: &mut Findings) -> Option<Setting> {
    Fields::read(node, "parameter reference", findings, |fields| {
        let name: Located<String> = fields.required("parameter")?;
        Some(Setting::Parameter(ParameterRef::new(name)))
    })
}

impl JsonSchema for ParameterRef {
    fn schema_name() -> Cow<'static, str> {
        "ParameterReference".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "parameter reference",
            "description": "A value that is given when the template is deployed: one of the stack's `parameters`.",
            "type": "object",
            "properties": {
                "parameter": { "type": "string", "description": "The name of one of the stack's `parameters`." },
            },
            "required": ["parameter"],
            "additionalProperties": false,
        })
    }
}

impl JsonSchema for Setting {
    fn schema_name() -> Cow<'static, str> {
        "Setting".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "string" }, generator.subschema_for::<ParameterRef>()] })
    }
}

impl JsonSchema for Spelled {
    fn schema_name() -> Cow<'static, str> {
        "Spelled".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "integer", "boolean"] })
    }
}

impl JsonSchema for SpelledSetting {
    fn schema_name() -> Cow<'static, str> {
        "SpelledSetting".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [generator.subschema_for::<Spelled>(), generator.subschema_for::<ParameterRef>()],
        })
    }
}
