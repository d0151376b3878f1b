//! CloudWatch Logs.

use serde::Serialize;

use crate::{Arn, Handle, Resource, Value};

/// `AWS::Logs::LogGroup`; with a generated name, where a retained one must not stand in a new stack's way.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct LogGroup {
    /// Where AWS has chosen it.
    pub log_group_name: Option<String>,
    /// One of CloudWatch's own numbers of days.
    pub retention_in_days: u64,
}

impl Resource for LogGroup {
    const TYPE: &'static str = "AWS::Logs::LogGroup";
}

impl Handle<LogGroup> {
    /// The ARN of every stream of the group: it ends in `:*`.
    pub fn arn(&self) -> Value<Arn> {
        self.attribute("Arn")
    }
}
