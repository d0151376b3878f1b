//! Provisioned concurrency of an alias, through Application Auto Scaling: a property of the alias itself would make an update of the
//! stack send the first version again.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html>

use cfn::lambda::{Alias, Function};
use cfn::scaling::{PredefinedMetric, ScalableTarget, ScalingPolicy, TargetTracking};
use cfn::{Handle, Resource, text};
use diag::Diagnostic;
use spec::{Located, ProvisionedConcurrency};

use crate::context::Context;
use crate::names::words;

/// Between `min` and `max` instances, so many that the wanted part of them is in use.
pub(crate) fn add(
    cx: &mut Context<'_>,
    key: &Located<String>,
    spec: &spec::Function,
    concurrency: &ProvisionedConcurrency,
    (function, alias): (&Handle<Function>, &Handle<Alias>),
) -> Result<(), Diagnostic> {
    let (place, id) = (key.span(), words(key));
    let target = ScalableTarget {
        service_namespace: "lambda",
        resource_id: text!["function:", function, ":", spec.alias()],
        scalable_dimension: "lambda:function:ProvisionedConcurrency",
        min_capacity: *concurrency.min,
        max_capacity: *concurrency.max,
    };
    let target = cx.add_at(place, &format!("{id}ScalableTarget"), target.entry().after(alias))?;
    let policy = ScalingPolicy {
        policy_name: cx.named(key),
        policy_type: "TargetTrackingScaling",
        scaling_target_id: target.reference(),
        target_tracking_scaling_policy_configuration: TargetTracking {
            predefined_metric_specification: PredefinedMetric {
                predefined_metric_type: "LambdaProvisionedConcurrencyUtilization",
            },
            target_value: f64::from(*concurrency.utilization) / 100.0,
        },
    };
    cx.add_at(place, &format!("{id}ScalingPolicy"), policy)?;
    Ok(())
}
