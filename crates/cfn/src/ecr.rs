//! ECR.

use serde::Serialize;

use crate::{Arn, Handle, Resource, Text, Value};

/// `AWS::ECR::Repository`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Repository {
    pub image_tag_mutability: &'static str,
    pub image_scanning_configuration: ImageScanning,
    pub encryption_configuration: Encryption,
    pub lifecycle_policy: LifecyclePolicy,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct ImageScanning {
    pub scan_on_push: bool,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Encryption {
    pub encryption_type: &'static str,
}

/// ECR's lifecycle policy, which CloudFormation takes as a JSON text.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct LifecyclePolicy {
    pub lifecycle_policy_text: String,
}

impl Resource for Repository {
    const TYPE: &'static str = "AWS::ECR::Repository";
}

impl Handle<Repository> {
    /// The repository's ARN.
    pub fn arn(&self) -> Value<Arn> {
        self.attribute("Arn")
    }

    /// What images are tagged and pushed as, without the tag.
    pub fn repository_uri(&self) -> Text {
        self.attribute("RepositoryUri")
    }
}
