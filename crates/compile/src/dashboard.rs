//! A dashboard, where it is asked for: how the executions go, and what the functions' aliases do under them.
//!
//! In: what the pipeline has. Out: one widget a line, in the JSON that CloudWatch takes.
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html>

use cfn::cloudwatch::Dashboard;
use cfn::{IntoParts, Part, Pseudo, Text, text};
use diag::Diagnostic;
use serde_json::json;

use crate::context::Context;
use crate::functions::Target;
use crate::pipeline::Parts;

/// Of a dashboard's grid.
const COLUMNS: usize = 24;
/// Of a row of graphs.
const HEIGHT: usize = 6;

/// A line of a graph.
struct Line {
    namespace: &'static str,
    metric: &'static str,
    dimensions: Vec<(&'static str, Text)>,
    stat: &'static str,
    label: String,
}

pub(crate) fn add(cx: &mut Context<'_>, parts: &Parts<'_>) -> Result<(), Diagnostic> {
    let wanted = &cx.stack.operations.dashboard;
    if !**wanted {
        return Ok(());
    }
    let images = parts.images.iter().map(|image| (image.task.whole_name(), image.project.reference()));
    let tests = parts.tests.iter().map(|test| (test.task.whole_name(), test.project.reference()));
    let builds = parts.builds.iter().map(|built| (built.label(), built.project.reference()));
    let releases = parts.releases.iter().map(|release| {
        let label = match release.environment {
            None => "release".to_owned(),
            Some(name) => format!("release into {}", name.as_str()),
        };
        (label, release.project.reference())
    });
    let projects: Vec<_> = images.chain(builds).chain(releases).chain(tests).collect();
    let mut rows = vec![executions(cx.name(), &projects)];
    let alarms: Vec<Text> = parts.deployments.alarms().map(|(_, _, name)| name).collect();
    let alarms: Vec<&Text> = alarms.iter().collect();
    if !alarms.is_empty() {
        rows[0].push(alarm_states(&alarms));
    }
    // CloudWatch shows what is in the account and region of the pipeline.
    rows.extend(parts.targets.iter().filter(|target| !target.is_remote).map(function));
    cx.template.section("How it goes");
    let dashboard = Dashboard { dashboard_name: cx.name().to_owned(), dashboard_body: body(&rows) };
    cx.add_at(wanted.span(), "Dashboard", dashboard).map(drop)
}

/// The pipeline's own metrics, and those of its projects.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/metrics-dimensions.html>
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/cloudwatch_metrics-codebuild.html>
fn executions(pipeline: &str, projects: &[(String, Text)]) -> Vec<Text> {
    let of_pipeline = |metric, stat, label: &str| Line {
        namespace: "AWS/CodePipeline",
        metric,
        dimensions: vec![("PipelineName", pipeline.into())],
        stat,
        label: label.to_owned(),
    };
    let of_project = |(label, project): &(String, Text)| Line {
        namespace: "AWS/CodeBuild",
        metric: "Duration",
        dimensions: vec![("ProjectName", project.clone())],
        stat: "Average",
        label: label.clone(),
    };
    let counts = [
        of_pipeline("PipelineDuration", "SampleCount", "executions"),
        of_pipeline("FailedPipelineExecutions", "Sum", "failed"),
    ];
    let durations = std::iter::once(of_pipeline("PipelineDuration", "Average", "execution"))
        .chain(projects.iter().map(of_project));
    vec![
        graph("Executions", 3_600, counts.iter().map(line)),
        graph("Durations in seconds", 3_600, durations.map(|one| line(&one))),
    ]
}

/// What an alias does. While traffic shifts, its invocations come apart by version: the weights as they are.
/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html>
/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html>
fn function(target: &Target<'_>) -> Vec<Text> {
    let key = target.key.as_str();
    let alias: Text = text![&target.name, ":", target.spec.alias()];
    let of = |metric, stat, label: &str| {
        line(&Line {
            namespace: "AWS/Lambda",
            metric,
            dimensions: vec![("FunctionName", target.name.clone()), ("Resource", alias.clone())],
            stat,
            label: label.to_owned(),
        })
    };
    let by_version: Text = text![
        "SEARCH('{AWS/Lambda,ExecutedVersion,FunctionName,Resource} MetricName=\"Invocations\" FunctionName=\"",
        &target.name,
        "\" Resource=\"",
        &alias,
        "\"', 'Sum', 60)"
    ];
    let by_version: Text = text![
        r#"[{"expression": "#,
        quoted(by_version),
        r#", "label": "version ${PROP('Dim.ExecutedVersion')}"}]"#
    ];
    let graphs = [
        graph(&format!("{key}: invocations"), 60, [of("Invocations", "Sum", "all"), by_version]),
        graph(
            &format!("{key}: errors"),
            60,
            [of("Errors", "Sum", "errors"), of("Throttles", "Sum", "throttles")],
        ),
        graph(
            &format!("{key}: latency in milliseconds"),
            60,
            [of("Duration", "p50", "half"), of("Duration", "p99", "99 of 100")],
        ),
    ];
    graphs.into()
}

/// Without its place: type and properties.
fn graph(title: &str, period: u64, metrics: impl IntoIterator<Item = Text>) -> Text {
    text![
        format!(r#""type": "metric", "properties": {{"title": {}, "region": ""#, json!(title)),
        Pseudo::Region,
        format!(r#"", "period": {period}, "metrics": ["#),
        joined(metrics),
        "]}"
    ]
}

fn alarm_states(names: &[&Text]) -> Text {
    let arns =
        names.iter().map(|name| quoted(cfn::Value::<cfn::Arn>::named("cloudwatch", text_of_alarm(name))));
    text![r#""type": "alarm", "properties": {"title": "Alarms", "alarms": ["#, joined(arns), "]}"]
}

fn text_of_alarm(name: &Text) -> Text {
    text!["alarm:", name]
}

fn line(line: &Line) -> Text {
    let mut items = vec![quoted(line.namespace), quoted(line.metric)];
    for (name, value) in &line.dimensions {
        items.extend([quoted(*name), quoted(value)]);
    }
    items.push(Text::Literal(json!({ "stat": line.stat, "label": line.label }).to_string()));
    text!["[", joined(items), "]"]
}

/// The rows one below the other, and each with its widgets side by side.
fn body(rows: &[Vec<Text>]) -> Text {
    let mut widgets = Vec::new();
    for (row, of_row) in rows.iter().enumerate() {
        let width = COLUMNS / of_row.len().max(1);
        for (column, widget) in of_row.iter().enumerate() {
            let place = format!(
                r#"  {{"x": {}, "y": {}, "width": {width}, "height": {HEIGHT}, "#,
                column * width,
                row * HEIGHT
            );
            let end = if (row + 1, column + 1) == (rows.len(), of_row.len()) { "}\n" } else { "},\n" };
            widgets.extend([place.into_parts(), widget.into_parts(), end.into_parts()].into_iter().flatten());
        }
    }
    let (begin, end) = ("{\"widgets\": [\n".into_parts(), "]}\n".into_parts());
    Text::concat(begin.into_iter().chain(widgets).chain(end))
}

/// As a text of JSON; what is filled in has names and ARNs alone, which mean nothing there.
fn quoted(value: impl IntoParts) -> Text {
    let inside = |part| match part {
        Part::Text(text) => {
            let quoted = json!(text).to_string();
            Part::Text(quoted[1..quoted.len() - 1].to_owned())
        }
        other => other,
    };
    let parts = value.into_parts().into_iter().map(inside);
    Text::concat("\"".into_parts().into_iter().chain(parts).chain("\"".into_parts()))
}

fn joined(items: impl IntoIterator<Item = Text>) -> Text {
    let with_comma = |(index, item): (usize, Text)| {
        let comma = if index == 0 { "" } else { ", " };
        comma.into_parts().into_iter().chain(item.into_parts())
    };
    Text::concat(items.into_iter().enumerate().flat_map(with_comma))
}
