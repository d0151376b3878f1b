//! Functions that judge a deployment while it runs.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{FunctionRef, Setting};
use yaml::{Node, Value};

/// Functions that CodeDeploy invokes around the shift. Each answers within an hour by `PutLifecycleEventHookExecutionStatus`, with
/// the `DeploymentId` and `LifecycleEventHookExecutionId` of its event; `Failed` ends the deployment.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "hooks")]
pub struct Hooks {
    /// Before any call reaches the new version.
    pub before_allow_traffic: Option<Hook>,
    /// After all calls do.
    pub after_allow_traffic: Option<Hook>,
}

/// A function that judges a deployment.
#[derive(Debug, Clone)]
pub enum Hook {
    /// One of the stack's: each release brings its code, and it gets the rights that a hook needs.
    Function(FunctionRef),
    /// One that is there: a name, an ARN, or a parameter that will hold its name.
    Existing(Setting),
}

impl Hooks {
    /// The hooks that there are, each with CodeDeploy's name of its moment.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &Hook)> {
        [("BeforeAllowTraffic", &self.before_allow_traffic), ("AfterAllowTraffic", &self.after_allow_traffic)]
            .into_iter()
            .filter_map(|(moment, hook)| Some((moment, hook.as_ref()?)))
    }

    /// The stack's own functions among them.
    pub fn functions(&self) -> impl Iterator<Item = &FunctionRef> {
        self.all().filter_map(|(_, hook)| match hook {
            Hook::Function(function) => Some(function),
            Hook::Existing(_) => None,
        })
    }
}

impl Read for Hooks {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "hooks", findings, |fields| {
            Some(Self {
                before_allow_traffic: fields.optional("before-allow-traffic"),
                after_allow_traffic: fields.optional("after-allow-traffic"),
            })
        })
    }
}

impl Read for Hook {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        if !matches!(node.value, Value::Map(_)) {
            return FunctionRef::read(node, findings).map(Self::Function);
        }
        Fields::read(node, "hook", findings, |fields| fields.required("existing").map(Self::Existing))
    }
}

impl JsonSchema for Hook {
    fn schema_name() -> Cow<'static, str> {
        "Hook".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "hook",
            "description": "The name of a function under `functions`, which gets its code with each release and the rights that a hook \
                needs; or `existing`: the name or ARN of one that is there, or a parameter that will hold its name.",
            "oneOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": { "existing": generator.subschema_for::<Setting>() },
                    "required": ["existing"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}
