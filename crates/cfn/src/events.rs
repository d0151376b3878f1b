//! EventBridge.

use serde::Serialize;

use crate::{Arn, Resource, Text, Value};

/// `AWS::Events::Rule` on the account's own bus.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Rule {
    /// Generated where absent.
    pub name: Option<String>,
    pub description: String,
    pub event_pattern: EventPattern,
    pub targets: Vec<Target>,
}

/// What a rule waits for. Lists hold alternatives.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub struct EventPattern {
    pub source: Vec<&'static str>,
    pub detail_type: Vec<&'static str>,
    pub resources: Vec<Value<Arn>>,
    pub detail: Detail,
}

/// The details that a rule waits for, by AWS service.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Detail {
    /// <https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html>
    #[serde(rename_all = "camelCase")]
    CodeCommit { event: Vec<&'static str>, reference_type: Vec<&'static str>, reference_name: Vec<Text> },
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>
    #[serde(rename_all = "camelCase")]
    S3 { bucket: Named, object: Keyed },
    /// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html>
    #[serde(rename_all = "kebab-case")]
    Ecr {
        action_type: Vec<&'static str>,
        result: Vec<&'static str>,
        repository_name: Vec<String>,
        image_tag: Vec<Text>,
    },
    /// <https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html>
    #[serde(rename_all = "camelCase")]
    CodePipeline { pipeline: Vec<String>, state: Vec<&'static str> },
    /// An action of it: the same page.
    #[serde(rename_all = "camelCase")]
    CodePipelineAction {
        pipeline: Vec<String>,
        state: Vec<&'static str>,
        #[serde(rename = "type")]
        of_type: OfType,
    },
    /// <https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html>
    #[serde(rename_all = "camelCase")]
    CodeDeploy { application: Vec<String>, state: Vec<&'static str> },
}

/// The type of an action.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct OfType {
    pub category: Vec<&'static str>,
}

/// A bucket, by name.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Named {
    pub name: Vec<Text>,
}

/// An object, by key.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Keyed {
    pub key: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Target {
    pub id: &'static str,
    pub arn: Value<Arn>,
    pub role_arn: Option<Value<Arn>>,
    pub input_transformer: Option<InputTransformer>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct InputTransformer {
    pub input_paths_map: indexmap::IndexMap<&'static str, &'static str>,
    pub input_template: Text,
}

impl Resource for Rule {
    const TYPE: &'static str = "AWS::Events::Rule";
}
