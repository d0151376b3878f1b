//! CodeConnections.

use serde::Serialize;

use crate::{Arn, Handle, Resource, Text, Value};

/// `AWS::CodeConnections::Connection`, pending until a person has finished its handshake in the console.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Connection {
    pub connection_name: String,
    /// Or the host.
    pub provider_type: Option<&'static str>,
    pub host_arn: Option<Text>,
}

impl Resource for Connection {
    const TYPE: &'static str = "AWS::CodeConnections::Connection";
}

impl Handle<Connection> {
    /// The connection's ARN.
    pub fn arn(&self) -> Value<Arn> {
        self.attribute("ConnectionArn")
    }
}
