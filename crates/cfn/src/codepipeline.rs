//! CodePipeline.

use indexmap::IndexMap;
use serde::Serialize;

use crate::codebuild::EnvironmentVariable;
use crate::{Arn, Resource, Text, Value};

/// `AWS::CodePipeline::Pipeline` of type V2.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Pipeline {
    pub name: String,
    pub pipeline_type: &'static str,
    pub execution_mode: &'static str,
    pub role_arn: Value<Arn>,
    pub artifact_store: ArtifactStore,
    pub triggers: Vec<Trigger>,
    pub variables: Vec<Variable>,
    pub stages: Vec<Stage>,
}

/// What starts the pipeline in place of its source action's own detection of changes.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Trigger {
    pub provider_type: &'static str,
    pub git_configuration: GitConfiguration,
}

/// At most three filters of each kind, of which any is enough.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct GitConfiguration {
    pub source_action_name: String,
    pub push: Vec<GitPushFilter>,
    pub pull_request: Vec<GitPullRequestFilter>,
}

/// Tags alone, or branches, with or without file paths.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct GitPushFilter {
    pub branches: Option<GitPatterns>,
    pub file_paths: Option<GitPatterns>,
    pub tags: Option<GitPatterns>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct GitPullRequestFilter {
    pub events: Vec<&'static str>,
    pub branches: GitPatterns,
    pub file_paths: Option<GitPatterns>,
}

/// At most eight patterns of each kind.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct GitPatterns {
    pub includes: Vec<String>,
    pub excludes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct ArtifactStore {
    #[serde(rename = "Type")]
    pub kind: &'static str,
    pub location: Text,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Stage {
    pub name: String,
    pub before_entry: Option<Conditions>,
    pub on_success: Option<Conditions>,
    pub on_failure: Option<FailureConditions>,
    pub actions: Vec<Action>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Action {
    pub name: String,
    pub action_type_id: ActionTypeId,
    /// 1 where absent.
    pub run_order: Option<u64>,
    pub timeout_in_minutes: Option<u64>,
    pub namespace: Option<String>,
    pub input_artifacts: Vec<Artifact>,
    pub output_artifacts: Vec<OutputArtifact>,
    pub configuration: IndexMap<&'static str, Configuration>,
    /// Of a Commands action alone, like what follows.
    pub commands: Vec<String>,
    pub output_variables: Vec<String>,
    pub environment_variables: Vec<CommandVariable>,
    /// Its own role, which the pipeline's takes.
    pub role_arn: Option<Value<Arn>>,
}

/// An artifact that an action makes: of a Commands action, which files are in it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct OutputArtifact {
    pub name: String,
    pub files: Vec<String>,
}

/// An environment variable of a Commands action.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct CommandVariable {
    pub name: String,
    /// `PLAINTEXT` where absent.
    #[serde(rename = "Type")]
    pub kind: Option<&'static str>,
    pub value: Text,
}

impl From<EnvironmentVariable> for CommandVariable {
    fn from(variable: EnvironmentVariable) -> Self {
        let EnvironmentVariable { name, kind, value } = variable;
        Self { name, kind, value }
    }
}

/// A variable of the pipeline.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Variable {
    pub name: String,
    pub default_value: String,
    pub description: Option<String>,
}

/// What has to hold before or after a stage: CodePipeline takes one condition.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Conditions {
    pub conditions: Vec<Condition>,
}

/// Rules that all have to hold, and what follows otherwise.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Condition {
    pub result: &'static str,
    pub rules: Vec<Rule>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Rule {
    pub name: String,
    pub rule_type_id: ActionTypeId,
    pub configuration: IndexMap<&'static str, Configuration>,
}

/// What follows a stage's failure.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct FailureConditions {
    pub result: &'static str,
    pub retry_configuration: Option<RetryConfiguration>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct RetryConfiguration {
    pub retry_mode: &'static str,
}

/// What kind of work an action is.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct ActionTypeId {
    pub category: &'static str,
    pub owner: &'static str,
    pub provider: &'static str,
    pub version: &'static str,
}

impl ActionTypeId {
    /// An action type of AWS's own.
    pub const fn aws(category: &'static str, provider: &'static str) -> Self {
        Self { category, owner: "AWS", provider, version: "1" }
    }
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Artifact {
    pub name: String,
}

/// A configuration value, at most 1,000 characters.
/// <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html>
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Configuration {
    Text(Text),
    Flag(bool),
}

impl<T: Into<Text>> From<T> for Configuration {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}

impl Resource for Pipeline {
    const TYPE: &'static str = "AWS::CodePipeline::Pipeline";
}
