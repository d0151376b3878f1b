//! Variables of the pipeline, which whoever starts an execution can set; and how executions stand to each other.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::Located;
use crate::choice::choice;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::setting::Spelled;
use yaml::{Node, Value};

/// A variable of the pipeline: `#{variables.<name>}`.
#[derive(Debug, Clone)]
pub struct Variable {
    /// Its value where the execution's start says nothing.
    pub default: Located<String>,
    /// What it is for.
    pub description: Option<Located<String>>,
}

impl Read for Variable {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Value::Map(_) = &node.value else {
            return Spelled::read(node, findings).map(|Spelled(default)| Self { default, description: None });
        };
        Fields::read(node, "variable", findings, |fields| {
            let default: Option<Spelled> = fields.required("default");
            let description = fields.optional("description");
            default.map(|Spelled(default)| Self { default, description })
        })
    }
}

/// A variable of the pipeline.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "variable")]
#[expect(dead_code, reason = "only its schema is used")]
struct VariableForm {
    /// Its value where the execution's start says nothing: a push, for one, never does.
    default: Spelled,
    /// What it is for: up to 200 characters.
    #[schemars(length(max = 200))]
    description: Option<String>,
}

impl JsonSchema for Variable {
    fn schema_name() -> Cow<'static, str> {
        "Variable".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [generator.subschema_for::<Spelled>(), VariableForm::json_schema(generator)] })
    }
}

/// What becomes of an execution that meets another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExecutionMode {
    /// A newer one takes the place of one that waits.
    #[default]
    Superseded,
    /// They wait in line.
    Queued,
    /// They know nothing of each other.
    Parallel,
}

impl ExecutionMode {
    /// As CodePipeline spells it.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::Superseded => "SUPERSEDED",
            Self::Queued => "QUEUED",
            Self::Parallel => "PARALLEL",
        }
    }
}

choice!(ExecutionMode, "an execution mode", [
    "superseded" => ExecutionMode::Superseded,
    "queued" => ExecutionMode::Queued,
    "parallel" => ExecutionMode::Parallel,
]);
