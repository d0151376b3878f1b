//! CloudWatch Logs.

use serde::Serialize;

use crate::{Arn, Handle, Resource, Value};

/// `AWS::Logs::LogGroup` with a generated name, so that a retained one never stands in a new stack's way.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct LogGroup {
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
