//! Application Auto Scaling.

use serde::Serialize;

use crate::{Resource, Text};

/// `AWS::ApplicationAutoScaling::ScalableTarget`: something of which there can be more or fewer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct ScalableTarget {
    pub service_namespace: &'static str,
    pub resource_id: Text,
    pub scalable_dimension: &'static str,
    pub min_capacity: u32,
    pub max_capacity: u32,
}

impl Resource for ScalableTarget {
    const TYPE: &'static str = "AWS::ApplicationAutoScaling::ScalableTarget";
    const TAGGABLE: bool = false;
}

/// `AWS::ApplicationAutoScaling::ScalingPolicy` that keeps a metric of AWS's own near a value.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct ScalingPolicy {
    pub policy_name: String,
    pub policy_type: &'static str,
    /// What `Ref` gives of the target.
    pub scaling_target_id: Text,
    pub target_tracking_scaling_policy_configuration: TargetTracking,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct TargetTracking {
    pub predefined_metric_specification: PredefinedMetric,
    pub target_value: f64,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct PredefinedMetric {
    pub predefined_metric_type: &'static str,
}

impl Resource for ScalingPolicy {
    const TYPE: &'static str = "AWS::ApplicationAutoScaling::ScalingPolicy";
    const TAGGABLE: bool = false;
}
