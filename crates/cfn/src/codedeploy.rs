//! CodeDeploy, for Lambda alone.

use serde::Serialize;

use crate::{Arn, Handle, Resource, Text, Value};

/// `AWS::CodeDeploy::Application`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Application {
    pub application_name: String,
    pub compute_platform: &'static str,
}

impl Resource for Application {
    const TYPE: &'static str = "AWS::CodeDeploy::Application";
}

/// `AWS::CodeDeploy::DeploymentConfig`: a traffic shift that CodeDeploy has no configuration of its own for.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct DeploymentConfig {
    pub compute_platform: &'static str,
    pub traffic_routing_config: TrafficRoutingConfig,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct TrafficRoutingConfig {
    #[serde(rename = "Type")]
    pub kind: &'static str,
    pub time_based_canary: Option<TimeBasedCanary>,
    pub time_based_linear: Option<TimeBasedLinear>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct TimeBasedCanary {
    pub canary_interval: u16,
    pub canary_percentage: u8,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct TimeBasedLinear {
    pub linear_interval: u16,
    pub linear_percentage: u8,
}

impl Resource for DeploymentConfig {
    const TYPE: &'static str = "AWS::CodeDeploy::DeploymentConfig";
    const TAGGABLE: bool = false;
}

/// `AWS::CodeDeploy::DeploymentGroup`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct DeploymentGroup {
    pub application_name: Text,
    pub deployment_group_name: String,
    pub deployment_config_name: Text,
    pub deployment_style: DeploymentStyle,
    pub service_role_arn: Value<Arn>,
    pub alarm_configuration: AlarmConfiguration,
    pub auto_rollback_configuration: AutoRollbackConfiguration,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct DeploymentStyle {
    pub deployment_type: &'static str,
    pub deployment_option: &'static str,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct AlarmConfiguration {
    pub enabled: bool,
    pub alarms: Vec<AlarmName>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct AlarmName {
    pub name: Text,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct AutoRollbackConfiguration {
    pub enabled: bool,
    pub events: Vec<&'static str>,
}

impl Resource for DeploymentGroup {
    const TYPE: &'static str = "AWS::CodeDeploy::DeploymentGroup";
}

impl Handle<DeploymentConfig> {
    /// The configuration's name.
    pub fn name(&self) -> Text {
        self.reference()
    }
}
