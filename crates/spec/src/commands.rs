//! A stage that runs commands without a project: the Commands action of CodePipeline.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{BuildValue, Located, PolicyStatement};
use yaml::{Node, Value};

/// Commands over the source, on a machine and in an image of CodePipeline's choice.
#[derive(Debug, Clone, Default)]
pub struct Commands {
    /// The commands, a line each.
    pub run: Vec<Located<String>>,
    /// Environment variables.
    pub environment: IndexMap<Located<String>, BuildValue>,
    /// The environment variables that become variables of the execution.
    pub variables: Vec<Located<String>>,
    /// The files that are handed on.
    pub files: Vec<Located<String>>,
    /// What the commands may do beside writing their log.
    pub policy: Vec<PolicyStatement>,
}

impl Commands {
    /// These commands.
    pub fn of<S: Into<Located<String>>>(run: impl IntoIterator<Item = S>) -> Self {
        Self { run: run.into_iter().map(Into::into).collect(), ..Self::default() }
    }
}

impl Read for Commands {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        if let Value::List(_) = &node.value {
            return Vec::read(node, findings).map(|run: Vec<Located<String>>| Self::of(run));
        }
        Fields::read(node, "commands", findings, |fields| {
            let run = fields.required("run");
            Some(Self {
                environment: fields.or_default("environment"),
                variables: fields.or_default("variables"),
                files: fields.or_default("files"),
                policy: fields.or_default("policy"),
                run: run?,
            })
        })
    }
}

/// The Commands action
/// ([reference](https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html)).
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "commands")]
#[expect(dead_code, reason = "only its schema is used")]
struct CommandsForm {
    /// The commands, 1 to 50 of one line each, from the root of the source. They have 55 minutes.
    #[schemars(length(min = 1, max = 50))]
    run: Vec<String>,
    /// Environment variables. Variables of the execution such as `#{Release.API_VERSION}` are filled in. Secrets come
    /// from Secrets Manager, never in clear.
    #[schemars(default)]
    environment: IndexMap<String, BuildValue>,
    /// Environment variables that later stages use: `#{<stage>.<name>}`. At most 15.
    #[schemars(default, length(max = 15))]
    variables: Vec<String>,
    /// Files that are handed on, by paths and patterns: `cloudformation` finds a template among them. At most 10.
    #[schemars(default, length(max = 10))]
    files: Vec<String>,
    /// What the commands may do beside writing their log, under a role of their own.
    #[schemars(default)]
    policy: Vec<PolicyStatement>,
}

impl JsonSchema for Commands {
    fn schema_name() -> Cow<'static, str> {
        "Commands".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Commands over the source, in an image of CodePipeline's choice, under a role of their own: a list, or a \
                mapping that says more.",
            "anyOf": [{ "type": "array", "items": { "type": "string" } }, CommandsForm::json_schema(generator)],
        })
    }
}
