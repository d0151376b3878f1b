//! What helps to run the pipeline, each on request.

use schemars::JsonSchema;

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Duration, Located};
use yaml::Node;

/// What helps to run the pipeline: nothing of it is there unless it is asked for.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "operations")]
pub struct Operations {
    /// One alarm that rings when any alarm of the functions does, and tells those whom `notifications` names in their
    /// place. Deployments are stopped by the functions' own alarms all the same: CodeDeploy is documented to watch alarms of
    /// metrics alone.
    #[schemars(default)]
    pub composite_alarm: Located<bool>,
    /// A dashboard in CloudWatch, named like the pipeline: executions and how long they take, the alarms' states, and of each
    /// function's alias the invocations (by version, while traffic shifts), errors and latency.
    #[schemars(default)]
    pub dashboard: Located<bool>,
    /// Access logs of the artifact bucket, in a second bucket that keeps them that long, in days: `365d`.
    #[schemars(with = "Option<Duration>")]
    pub access_logs: Option<Located<Duration>>,
}

impl Read for Operations {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "operations", findings, |fields| {
            Some(Self {
                composite_alarm: fields.or("composite-alarm", false),
                dashboard: fields.or("dashboard", false),
                access_logs: fields.optional("access-logs"),
            })
        })
    }
}
