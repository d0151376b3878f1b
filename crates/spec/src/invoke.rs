//! A stage that invokes a function.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::setting::{SpelledSetting, settings};
use crate::{FunctionRef, Located, Setting};
use yaml::Node;

/// A function that the pipeline invokes, and waits for.
#[derive(Debug, Clone)]
pub struct Invoke {
    /// Which one.
    pub function: Invoked,
    /// What it is told: the JSON of `UserParameters`.
    pub parameters: IndexMap<Located<String>, Setting>,
    /// The variables that it answers with.
    pub variables: Vec<Located<String>>,
}

/// The function that is invoked.
#[derive(Debug, Clone)]
pub enum Invoked {
    /// A function of the stack: its newest code.
    Own(FunctionRef),
    /// The name of one that exists already.
    Existing(Setting),
}

impl From<Invoked> for Invoke {
    fn from(function: Invoked) -> Self {
        Self { function, parameters: IndexMap::new(), variables: Vec::new() }
    }
}

impl Read for Invoke {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "invoke", findings, |fields| {
            let function = fields.one_of(&["function", "existing"]).and_then(|(key, node)| match key {
                "function" => FunctionRef::read(node, fields.findings).map(Invoked::Own),
                _ => Setting::read(node, fields.findings).map(Invoked::Existing),
            });
            let parameters = settings(fields.or_default("parameters"));
            let variables = fields.or_default("variables");
            Some(Self { function: function?, parameters, variables })
        })
    }
}

/// Invokes a function and waits for its answer. It gets the job in its event, and has to answer with
/// `PutJobSuccessResult` or `PutJobFailureResult` within 20 minutes; a function of the stack gets the right to.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "invoke")]
#[schemars(extend("oneOf" = [{ "required": ["function"] }, { "required": ["existing"] }]))]
#[expect(dead_code, reason = "only its schema is used")]
struct InvokeForm {
    /// A function of the stack, by its name under `functions`: its newest code, which is the release's behind the build.
    function: Option<FunctionRef>,
    /// The name of a function that exists already, in the pipeline's account and region.
    existing: Option<Setting>,
    /// What it is told, as JSON in `UserParameters`. Variables of the execution such as `#{Release.API_VERSION}` are filled in.
    #[schemars(default, with = "IndexMap<String, SpelledSetting>")]
    parameters: IndexMap<String, Setting>,
    /// Names of variables that it answers with (`outputVariables`), which later stages use: `#{<stage>.<name>}`.
    #[schemars(default)]
    variables: Vec<String>,
}

impl JsonSchema for Invoke {
    fn schema_name() -> Cow<'static, str> {
        "Invoke".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        InvokeForm::json_schema(generator)
    }
}
