//! CodeBuild.

use serde::Serialize;

use crate::{Arn, Handle, Resource, Text, Value};

/// `AWS::CodeBuild::Project`, run by CodePipeline.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Project {
    pub name: String,
    pub description: String,
    pub service_role: Value<Arn>,
    pub timeout_in_minutes: Option<u64>,
    pub artifacts: Artifacts,
    pub environment: Environment,
    pub source: Source,
    pub vpc_config: Option<VpcConfig>,
    pub cache: ProjectCache,
    pub logs_config: LogsConfig,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Artifacts {
    #[serde(rename = "Type")]
    pub kind: &'static str,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Environment {
    #[serde(rename = "Type")]
    pub kind: &'static str,
    pub compute_type: &'static str,
    pub image: Text,
    pub image_pull_credentials_type: &'static str,
    pub privileged_mode: Option<bool>,
    pub environment_variables: Vec<EnvironmentVariable>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct EnvironmentVariable {
    pub name: String,
    /// `PLAINTEXT` where absent.
    #[serde(rename = "Type")]
    pub kind: Option<&'static str>,
    pub value: Text,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Source {
    #[serde(rename = "Type")]
    pub kind: &'static str,
    pub build_spec: Text,
}

/// A network of the account's own: all three parts are needed.
/// <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_VpcConfig.html>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct VpcConfig {
    pub vpc_id: Text,
    pub subnets: Vec<Text>,
    pub security_group_ids: Vec<Text>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct ProjectCache {
    #[serde(rename = "Type")]
    pub kind: &'static str,
    pub location: Option<Text>,
    pub modes: Vec<&'static str>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct LogsConfig {
    pub cloud_watch_logs: CloudWatchLogs,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct CloudWatchLogs {
    pub status: &'static str,
    pub group_name: Text,
}

impl Resource for Project {
    const TYPE: &'static str = "AWS::CodeBuild::Project";
}

impl Handle<Project> {
    /// The project's ARN.
    pub fn arn(&self) -> Value<Arn> {
        self.attribute("Arn")
    }
}

/// `AWS::CodeBuild::ReportGroup` whose raw files are not exported.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct ReportGroup {
    pub name: String,
    /// `TEST` or `CODE_COVERAGE`.
    #[serde(rename = "Type")]
    pub kind: &'static str,
    pub export_config: ExportConfig,
    pub delete_reports: bool,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct ExportConfig {
    pub export_config_type: &'static str,
}

impl Resource for ReportGroup {
    const TYPE: &'static str = "AWS::CodeBuild::ReportGroup";
}

impl Handle<ReportGroup> {
    /// The report group's ARN.
    pub fn arn(&self) -> Value<Arn> {
        self.attribute("Arn")
    }
}
