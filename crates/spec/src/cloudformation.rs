//! A stage that deploys a CloudFormation stack.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::choice::choice;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::setting::{SpelledSetting, settings};
use crate::{Located, PolicyStatement, Setting};
use yaml::{Node, Value};

/// What is done to a CloudFormation stack.
#[derive(Debug, Clone)]
pub enum CloudFormation {
    /// A change set is made, and executed at once or later.
    Change(Box<StackChange>),
    /// The change set is executed that the action of this name has made.
    Execute(Located<String>),
}

/// A stack, and what it is to become.
#[derive(Debug, Clone)]
pub struct StackChange {
    /// The stack's name.
    pub stack: Located<String>,
    /// Its template.
    pub template: TemplateFile,
    /// The values of the template's parameters.
    pub parameters: IndexMap<Located<String>, Setting>,
    /// What the template may do that needs a word.
    pub capabilities: Vec<Located<Capability>>,
    /// What CloudFormation may do to the stack's resources.
    pub policy: Vec<PolicyStatement>,
    /// The ARN of a role that exists already, instead of `policy`.
    pub role: Option<Setting>,
    /// The stack's outputs that become variables of the execution.
    pub variables: Vec<Located<String>>,
    /// Whether the change set is executed right away.
    pub execute: Located<bool>,
}

/// Where a template is.
#[derive(Debug, Clone)]
pub struct TemplateFile {
    /// The stage or action of `commands` that hands it on, a build's artifact, or one of several sources: the first source where there is none.
    pub from: Option<Located<String>>,
    /// Its path.
    pub path: Located<String>,
}

/// What a template may do that has to be acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// Makes roles and policies.
    Iam,
    /// Makes roles and policies with names.
    NamedIam,
    /// Holds macros, SAM among them.
    AutoExpand,
}

impl Capability {
    /// As CloudFormation spells it.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::Iam => "CAPABILITY_IAM",
            Self::NamedIam => "CAPABILITY_NAMED_IAM",
            Self::AutoExpand => "CAPABILITY_AUTO_EXPAND",
        }
    }
}

choice!(Capability, "a capability", [
    "iam" => Capability::Iam,
    "named-iam" => Capability::NamedIam,
    "auto-expand" => Capability::AutoExpand,
]);

impl Read for CloudFormation {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "cloudformation", findings, |fields| {
            let choice = fields.one_of(&["stack", "change-set"]);
            if let Some(("change-set", node)) = choice {
                return Located::read(node, fields.findings).map(Self::Execute);
            }
            let template = fields.required("template");
            let parameters = settings(fields.or_default("parameters"));
            let capabilities = fields.or_default("capabilities");
            let (policy, role) = (fields.or_default("policy"), fields.optional("role"));
            let variables = fields.or_default("variables");
            let execute = fields.or("execute", true);
            let stack = choice.and_then(|(_, node)| Located::read(node, fields.findings))?;
            let template = template?;
            let change =
                StackChange { stack, template, parameters, capabilities, policy, role, variables, execute };
            Some(Self::Change(Box::new(change)))
        })
    }
}

impl Read for TemplateFile {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Value::Map(_) = &node.value else {
            return Located::read(node, findings).map(|path| Self { from: None, path });
        };
        Fields::read(node, "template", findings, |fields| {
            let (from, path) = (fields.required("from"), fields.required("path"));
            Some(Self { from: Some(from?), path: path? })
        })
    }
}

/// Makes a change set for a stack, and executes it.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "cloudformation")]
#[expect(dead_code, reason = "only its schema is used")]
struct ChangeForm {
    /// The stack's name: a letter, then letters, digits and `-`, 128 at most. It is created where it does not exist.
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9-]{0,127}$"))]
    stack: String,
    /// The path of its template in the source; or `{ from: Package, path: packaged.yaml }`: a file that the stage or action of that name
    /// hands on, which runs `commands`, of an artifact of that name, which a build hands on, or of the source of that name.
    template: TemplateFile,
    /// Values of the template's parameters. Variables of the execution such as `#{Release.API_VERSION}` are filled in. A
    /// parameter without a value gets the template's default: the action keeps none.
    #[schemars(default, with = "IndexMap<String, SpelledSetting>")]
    parameters: IndexMap<String, Setting>,
    /// What the template may do that has to be acknowledged: make roles (`iam`), roles with names (`named-iam`), use macros
    /// such as SAM's (`auto-expand`).
    #[schemars(default)]
    capabilities: Vec<Capability>,
    /// What CloudFormation may do to the stack's resources, under a role of its own.
    #[schemars(default)]
    policy: Vec<PolicyStatement>,
    /// The ARN of a role that exists already and that CloudFormation may take, instead of `policy`.
    role: Option<Setting>,
    /// Outputs of the stack that later stages use: `#{<stage>.<name>}`.
    #[schemars(default)]
    variables: Vec<String>,
    /// Whether the change set is executed right away; otherwise by a later action, `cloudformation: { change-set: <name> }`, behind an
    /// approval.
    #[schemars(extend("default" = true))]
    execute: Option<bool>,
}

/// Executes a change set.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "cloudformation")]
#[expect(dead_code, reason = "only its schema is used")]
struct ExecuteForm {
    /// The name of the stage or action that has made it, with `execute: false`.
    change_set: String,
}

/// A template that is not in the first source.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "template")]
#[expect(dead_code, reason = "only its schema is used")]
struct FromForm {
    /// The stage or action whose `commands` hand it on under `files`, the artifact of a build, or a source beside the first.
    from: String,
    /// Its path.
    path: String,
}

impl JsonSchema for CloudFormation {
    fn schema_name() -> Cow<'static, str> {
        "CloudFormation".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Deploys a CloudFormation or SAM template: a change set is made, then executed.",
            "anyOf": [ChangeForm::json_schema(generator), ExecuteForm::json_schema(generator)],
        })
    }
}

impl JsonSchema for TemplateFile {
    fn schema_name() -> Cow<'static, str> {
        "TemplateFile".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "string" }, FromForm::json_schema(generator)] })
    }
}
