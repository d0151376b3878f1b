//! KMS.

use serde::Serialize;

use crate::iam::PolicyDocument;
use crate::{Arn, Handle, Resource, Value};

/// `AWS::KMS::Key`: symmetric, for encryption, renewed each year.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Key {
    pub description: String,
    pub enable_key_rotation: bool,
    pub key_policy: PolicyDocument,
}

impl Resource for Key {
    const TYPE: &'static str = "AWS::KMS::Key";
}

impl Handle<Key> {
    /// The key's ARN.
    pub fn arn(&self) -> Value<Arn> {
        self.attribute("Arn")
    }
}
