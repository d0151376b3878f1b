//! One stage of the pipeline: a name and its work.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Approval, Build, Deploy, Located};
use yaml::Node;

/// A stage. Its name becomes part of ARNs and logical IDs, so it is chosen once.
#[derive(Debug, Clone)]
pub struct Stage {
    /// 1 to 100 of `A-Za-z0-9.@_-`, unique in the pipeline.
    pub name: Located<String>,
    /// What the stage does.
    pub work: Work,
}

/// What a stage does.
#[derive(Debug, Clone)]
pub enum Work {
    /// Tests, reports, packages, then releases new versions.
    Build(Box<Build>),
    /// Waits for a person.
    Approval(Approval),
    /// Shifts traffic to the released versions.
    Deploy(Deploy),
}

impl Stage {
    /// A stage of that name.
    pub fn new(name: impl Into<Located<String>>, work: impl Into<Work>) -> Self {
        Self { name: name.into(), work: work.into() }
    }
}

impl From<Build> for Work {
    fn from(build: Build) -> Self {
        Self::Build(Box::new(build))
    }
}

impl From<Approval> for Work {
    fn from(approval: Approval) -> Self {
        Self::Approval(approval)
    }
}

impl From<Deploy> for Work {
    fn from(deploy: Deploy) -> Self {
        Self::Deploy(deploy)
    }
}

impl Read for Stage {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "stage", findings, |fields| {
            let name = fields.required("name");
            let work = match fields.one_of(&["build", "approval", "deploy"])? {
                ("build", build) => Build::read(build, fields.findings).map(Work::from),
                ("approval", approval) => Approval::read(approval, fields.findings).map(Work::Approval),
                (_, deploy) => Deploy::read(deploy, fields.findings).map(Work::Deploy),
            };
            Some(Self { name: name?, work: work? })
        })
    }
}

/// A stage: a name, and one kind of work.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "stage")]
#[schemars(extend("oneOf" = [{ "required": ["build"] }, { "required": ["approval"] }, { "required": ["deploy"] }]))]
#[expect(dead_code, reason = "only its schema is used")]
struct Form {
    /// 1 to 100 of `A-Z`, `a-z`, `0-9`, `.`, `@`, `_` and `-`, unique in the pipeline, not `Source`. It becomes part of
    /// ARNs and logical IDs, so it is chosen once.
    #[schemars(regex(pattern = r"^[A-Za-z0-9.@_-]{1,100}$"))]
    name: String,
    /// Tests, reports, packages, then releases new versions. A pipeline has one, before every `deploy`.
    build: Option<Build>,
    /// Waits for a person.
    approval: Option<Approval>,
    /// Shifts traffic to the released versions.
    deploy: Option<Deploy>,
}

impl JsonSchema for Stage {
    fn schema_name() -> Cow<'static, str> {
        "Stage".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Form::json_schema(generator)
    }
}
