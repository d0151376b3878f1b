//! Who shifts the traffic of a deploy stage.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::choice::{self, choice};
use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::setting::{SpelledSetting, settings};
use crate::{Capability, Located, PolicyStatement, Setting};
use yaml::{Node, Value};

/// Who shifts the traffic. `docs/engines.md` compares them.
#[derive(Debug, Clone, Default)]
pub enum Engine {
    /// CodeDeploy, started by the deployer, which reports what became of the deployment. Knows everything.
    #[default]
    CodeDeploy,
    /// CodePipeline's own deploy action for Lambda: no deployer and no deployment group; alarms stop it, and it knows neither
    /// hooks nor rollback events.
    CodePipeline,
    /// CloudFormation, which updates the stack that holds the functions and has CodeDeploy shift their aliases.
    CloudFormation(Box<Application>),
}

/// The stack of an application's own that holds the functions and their aliases.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "application")]
pub struct Application {
    /// The stack's name.
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9-]{0,127}$"))]
    pub stack: Located<String>,
    /// Its template, a file of the repository. It has a parameter `<Function>Version` for each function, which the alias takes
    /// its version from, and whose `UpdatePolicy` names the pipeline as application and the function as deployment group.
    pub template: Located<String>,
    /// Values of the template's other parameters; those that are left out here go back to their defaults.
    #[schemars(default, with = "IndexMap<String, SpelledSetting>")]
    pub parameters: IndexMap<Located<String>, Setting>,
    /// What CloudFormation may do to the application's resources, besides moving the aliases.
    #[schemars(default)]
    pub policy: Vec<PolicyStatement>,
    /// What the template is allowed to hold: `iam` for roles and policies, `named-iam` for those with names, `auto-expand` for
    /// macros such as SAM's.
    #[schemars(default)]
    pub capabilities: Vec<Located<Capability>>,
}

/// In which order a stage shifts its functions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// When one fails, those after it are not started, and those before it stay.
    #[default]
    OneAfterAnother,
    /// All at the same time: when one fails, the others go on.
    Together,
}

choice!(Order, "an order", [
    "one-after-another" => Order::OneAfterAnother,
    "together" => Order::Together,
]);

/// The engines of which nothing has to be said.
#[derive(Debug, Clone, Copy)]
enum Word {
    CodeDeploy,
    CodePipeline,
}

choice!(Word, "an engine", ["codedeploy" => Word::CodeDeploy, "codepipeline" => Word::CodePipeline],
help: |wrong: &str| (wrong == "cloudformation").then(|| {
    "CloudFormation needs to know the stack: `engine: { cloudformation: { stack: …, template: … } }`".to_owned()
}));

impl Engine {
    /// As the stack file spells it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::CodeDeploy => "codedeploy",
            Self::CodePipeline => "codepipeline",
            Self::CloudFormation(_) => "cloudformation",
        }
    }
}

impl Read for Engine {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        if !matches!(node.value, Value::Map(_)) {
            return Some(match choice::read(node, findings)? {
                Word::CodeDeploy => Self::CodeDeploy,
                Word::CodePipeline => Self::CodePipeline,
            });
        }
        Fields::read(node, "engine", findings, |fields| {
            let (_, application) = fields.one_of(&["cloudformation"])?;
            Application::read(application, fields.findings).map(|it| Self::CloudFormation(Box::new(it)))
        })
    }
}

impl JsonSchema for Engine {
    fn schema_name() -> Cow<'static, str> {
        "Engine".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "engine",
            "description": "Who shifts the traffic. `codedeploy`: CodeDeploy, started by a deployer function that reports what became \
                of the deployment; it knows everything. `codepipeline`: CodePipeline's own action for Lambda, without deployer and \
                deployment group; alarms stop it, and it knows neither hooks nor rollback events. `cloudformation`: an update of \
                the stack that holds the functions, which has CodeDeploy shift their aliases.",
            "oneOf": [
                { "type": "string", "enum": ["codedeploy", "codepipeline"] },
                {
                    "type": "object",
                    "properties": { "cloudformation": generator.subschema_for::<Application>() },
                    "required": ["cloudformation"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}

impl Read for Application {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "application", findings, |fields| {
            let (stack, template) = (fields.required("stack"), fields.required("template"));
            Some(Self {
                parameters: settings(fields.or_default("parameters")),
                policy: fields.or_default("policy"),
                capabilities: fields.or_default("capabilities"),
                stack: stack?,
                template: template?,
            })
        })
    }
}
