//! A dashboard's body that CloudWatch doesn't take.

use diag::Severity;
use serde_json::Value;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;
use crate::rules::pipeline::json::{self, HOLE, Json};

use super::read::of_type;

pub(super) const RULE: Rule = Rule {
    code: "dashboard-body",
    severity: Severity::Error,
    title: "The body of a dashboard is not what CloudWatch takes.",
    explanation: "`DashboardBody` is a text of JSON: an object with a list of at most 500 `widgets`. Each has a `type` and \
        `properties`, and a place on a grid of 24 columns: `x` from 0 to 23 (with `y`, or neither), `width` from 1 to 24, \
        `height` from 1 to 1000. A graph has a `region`, and up to 500 `metrics` or an annotation. PutDashboard refuses \
        anything else when the stack is deployed. Types of widgets that AWS's page does not know are a warning, as it may \
        have added some.",
    pages: &[
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
    ],
    check,
};

const MOST: usize = 500;
/// `custom` and `chart` are on pages of their own.
const TYPES: [&str; 7] = ["metric", "text", "log", "alarm", "explorer", "custom", "chart"];
/// Where a widget can stand, and how large it can be: `y` has no upper end.
const GRID: [(&str, u64, u64); 4] =
    [("x", 0, 23), ("y", 0, u64::MAX), ("width", 1, 24), ("height", 1, 1_000)];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::CloudWatch::Dashboard") {
        for body in ctx.get(properties, "DashboardBody") {
            for pattern in ctx.patterns(body) {
                let faults = match json::read(ctx, &pattern) {
                    None => continue,
                    Some(Json::Not(why, span)) => {
                        findings.add(RULE.at(span, format!("the body is no JSON: {why}")));
                        continue;
                    }
                    Some(Json::Is(body)) => faults(&body),
                };
                for (what, severity) in faults {
                    let mut finding = RULE.at(pattern.node.handle(), what);
                    finding.severity = severity;
                    findings.add(finding);
                }
            }
        }
    }
}

fn faults(body: &Value) -> Vec<(String, Severity)> {
    let sure = |what: &str| vec![(what.to_owned(), Severity::Error)];
    let Some(body) = body.as_object() else { return sure("the body is no object of JSON") };
    let Some(widgets) = body.get("widgets") else { return sure("the body has no `widgets`") };
    let Some(widgets) = widgets.as_array() else { return sure("`widgets` is no list") };
    let too_many = format!("the body has {} widgets, and {MOST} are allowed", widgets.len());
    let too_many = (widgets.len() > MOST).then_some((too_many, Severity::Error));
    let each = widgets.iter().enumerate().filter_map(|(index, widget)| {
        let (what, severity) = fault(widget)?;
        Some((format!("widget {}{}: {what}", index + 1, titled(widget)), severity))
    });
    too_many.into_iter().chain(each).collect()
}

/// What people know a widget by.
fn titled(widget: &Value) -> String {
    let title = widget.pointer("/properties/title").and_then(Value::as_str);
    title.filter(|title| !title.contains(HOLE)).map_or_else(String::new, |title| format!(" (“{title}”)"))
}

fn fault(widget: &Value) -> Option<(String, Severity)> {
    let sure = |what: String| Some((what, Severity::Error));
    let Some(widget) = widget.as_object() else { return sure("it is no object".to_owned()) };
    let Some(kind) = widget.get("type").and_then(Value::as_str) else {
        return sure("it has no `type`".to_owned());
    };
    for (key, least, most) in GRID {
        let Some(number) = widget.get(key) else { continue };
        if !number.as_u64().is_some_and(|number| (least..=most).contains(&number)) {
            let until = if most == u64::MAX { "on".to_owned() } else { format!("to {most}") };
            return sure(format!("its `{key}` is {number}, and takes whole numbers from {least} {until}"));
        }
    }
    if widget.contains_key("x") != widget.contains_key("y") {
        return sure("it has one of `x` and `y`, and needs both or neither".to_owned());
    }
    let Some(properties) = widget.get("properties").and_then(Value::as_object) else {
        return sure("it has no `properties`".to_owned());
    };
    if kind == "metric" {
        if !properties.contains_key("region") {
            return sure("a graph has no `region`".to_owned());
        }
        let metrics = properties.get("metrics").map(|metrics| metrics.as_array().map(Vec::len));
        match metrics {
            None if !properties.contains_key("annotations") => {
                return sure("a graph has neither `metrics` nor `annotations`".to_owned());
            }
            Some(None) => return sure("its `metrics` are no list".to_owned()),
            Some(Some(count)) if count > MOST => {
                return sure(format!("a graph has {count} metrics, and {MOST} are allowed"));
            }
            _ => {}
        }
    }
    if kind == "text" && !properties.contains_key("markdown") {
        return sure("a text has no `markdown`".to_owned());
    }
    let is_known = TYPES.contains(&kind) || kind.contains(HOLE);
    (!is_known).then(|| (format!("there is no type `{kind}`"), Severity::Warning))
}
