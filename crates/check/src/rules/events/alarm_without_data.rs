//! An alarm on a metric of Lambda that never gets data.

use cfn::read::{Function, Node};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::matched::mistyped;
use super::read::{literals, meant, of_type};

pub(super) const RULE: Rule = Rule {
    code: "alarm-without-data",
    severity: Severity::Warning,
    title: "An alarm watches a metric of Lambda that never gets data.",
    explanation: "Lambda publishes each metric under a few exact sets of dimensions: `FunctionName`; \
        `FunctionName` and `Resource`, which is the function's name or `name:alias`; and both with \
        `ExecutedVersion`. CloudWatch takes any name and dimension, but an alarm on a set that is never \
        published sits in `INSUFFICIENT_DATA`, and a deployment that it is to guard is never rolled back. \
        The dimensions take names, not ARNs: `Ref` of an alias or version is an ARN. For an alias, \
        `Resource` is `${Function}:live`.",
    pages: &[
        "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
    ],
    check,
};

const METRICS: [&str; 20] = [
    "AsyncEventAge",
    "AsyncEventsDropped",
    "AsyncEventsReceived",
    "ClaimedAccountConcurrency",
    "ConcurrentExecutions",
    "DeadLetterErrors",
    "DestinationDeliveryFailures",
    "Duration",
    "Errors",
    "Invocations",
    "IteratorAge",
    "OffsetLag",
    "PostRuntimeExtensionsDuration",
    "ProvisionedConcurrencyInvocations",
    "ProvisionedConcurrencySpilloverInvocations",
    "ProvisionedConcurrencyUtilization",
    "ProvisionedConcurrentExecutions",
    "RecursiveInvocationsDropped",
    "Throttles",
    "UnreservedConcurrentExecutions",
];
const DIMENSIONS: [&str; 4] = ["FunctionName", "Resource", "ExecutedVersion", "EventSourceMappingUUID"];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::CloudWatch::Alarm") {
        let metrics = ctx.all(properties, &["Metrics", "MetricStat", "Metric"]);
        for metric in metrics.into_iter().chain([properties]).filter(|metric| of_lambda(ctx, metric)) {
            name(ctx, metric, findings);
            dimensions(ctx, metric, findings);
        }
    }
}

fn of_lambda<'t>(ctx: &Context<'t>, metric: &'t Node) -> bool {
    metric.get("Namespace").and_then(|node| ctx.text(node)).is_some_and(|namespace| namespace == "AWS/Lambda")
}

fn name<'t>(ctx: &Context<'t>, metric: &'t Node, findings: &mut Findings) {
    for text in ctx.get(metric, "MetricName").into_iter().flat_map(|node| literals(ctx, node)) {
        if METRICS.contains(&text.value.as_ref()) {
            continue;
        }
        let Some(right) = mistyped(&text.value, METRICS) else { continue };
        findings.add(
            RULE.at(text.span(), format!("Lambda has no metric `{}`", text.value))
                .label("never gets data")
                .help(format!("did you mean `{right}`?")),
        );
    }
}

fn dimensions<'t>(ctx: &Context<'t>, metric: &'t Node, findings: &mut Findings) {
    let lists = ctx.get(metric, "Dimensions");
    let [list] = lists.as_slice() else { return };
    if list.items().iter().any(|item| !item.is_map() || item.is_open()) {
        return;
    }
    let named: Option<Vec<_>> = list
        .items()
        .iter()
        .map(|item| Some((item.get("Name").and_then(|name| ctx.text(name))?, item)))
        .collect();
    let Some(named) = named else { return };
    let has = |wanted: &str| named.iter().any(|(name, _)| name == wanted);
    for (name, item) in &named {
        let Some(place) = item.get("Name") else { continue };
        if let Some(right) = mistyped(name, DIMENSIONS).filter(|_| !DIMENSIONS.contains(&name.as_ref())) {
            findings.add(
                RULE.at(place.handle(), format!("Lambda's metrics have no dimension `{name}`"))
                    .label("never gets data")
                    .help(format!("did you mean `{right}`?")),
            );
        }
        let lacking = match name.as_ref() {
            "Resource" if !has("FunctionName") && !has("EventSourceMappingUUID") => "FunctionName",
            "ExecutedVersion" if !has("Resource") => "Resource",
            _ => {
                value(ctx, name, item, findings);
                continue;
            }
        };
        findings.add(
            RULE.at(place.handle(), format!("Lambda never publishes `{name}` without `{lacking}`"))
                .label("never gets data")
                .help(format!("add the dimension `{lacking}`")),
        );
    }
}

/// The value of a dimension: a name, and in `Resource` perhaps an alias after it.
fn value<'t>(ctx: &Context<'t>, name: &str, item: &'t Node, findings: &mut Findings) {
    if !matches!(name, "FunctionName" | "Resource") {
        return;
    }
    for node in ctx.get(item, "Value") {
        let by_reference = meant(ctx, node).filter(|_| ctx.target(node).is_some()).is_some_and(|resource| {
            let attribute = node.call_of(&Function::Ref).is_none();
            match resource.kind {
                "AWS::Lambda::Alias" | "AWS::Lambda::Version" => !attribute,
                "AWS::Lambda::Function" => attribute && arn_attribute(node),
                _ => false,
            }
        });
        let literal = ctx.text(node).is_some_and(|text| text.starts_with("arn:"));
        if by_reference || literal {
            let cure = if name == "Resource" {
                "write the function's name and the alias: `!Sub ${Function}:live`"
            } else {
                "write the function's name: `!Ref Function`"
            };
            findings.add(
                RULE.at(node.handle(), format!("`{name}` is a name, and this is an ARN"))
                    .label("never gets data")
                    .help(cure),
            );
        }
    }
}

fn arn_attribute(node: &Node) -> bool {
    node.call_of(&Function::GetAtt).is_some_and(|argument| {
        argument.text().is_some_and(|path| path.ends_with(".Arn"))
            || argument.items().get(1).and_then(Node::text) == Some("Arn")
    })
}
