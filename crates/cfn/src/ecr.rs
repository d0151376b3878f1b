//! ECR.

use serde::Serialize;

use crate::iam::PolicyDocument;
use crate::{Arn, Handle, Resource, Text, Value};

/// `AWS::ECR::Repository`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Repository {
    pub image_tag_mutability: &'static str,
    /// The tags that may move all the same.
    pub image_tag_mutability_exclusion_filters: Vec<MovingTag>,
    pub image_scanning_configuration: ImageScanning,
    pub encryption_configuration: Encryption,
    pub lifecycle_policy: Option<LifecyclePolicy>,
    pub repository_policy_text: Option<PolicyDocument>,
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

/// Tags that may move in a repository whose other tags do not.
/// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct MovingTag {
    pub image_tag_mutability_exclusion_filter_type: &'static str,
    pub image_tag_mutability_exclusion_filter_value: &'static str,
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
