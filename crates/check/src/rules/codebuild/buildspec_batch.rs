//! A batch whose tasks do not fit together.

use diag::{Severity, Span, nearest};

use super::buildspec::{self, Buildspec, at, items};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-batch",
    severity: Severity::Error,
    title: "The tasks of a batch do not fit together.",
    explanation: "Each task of a batch needs an identifier of its own, and in a graph `depend-on` names others of the same graph, \
                  without a circle. A batch that breaks this fails in DOWNLOAD_BATCHSPEC, before any task. A project without \
                  BuildBatchConfig can start no batch at all, so what stands under `batch` waits for nothing: that is a warning.",
    pages: &[
        "https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build-buildspec.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html",
    ],
    check,
};

/// A task of a batch.
struct Task<'n> {
    name: &'n str,
    place: Span,
    /// What it depends on, each with its place.
    needs: Vec<(&'n str, Span)>,
}

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        let Some(batch) = root.get("batch") else { return };
        if ctx.is_absent(spec.project, "BuildBatchConfig") {
            let mut finding = RULE
                .at(spec.place(ctx, batch.handle()), "the project can start no batch")
                .help("add `BuildBatchConfig` with a `ServiceRole` to the project, or leave `batch` out");
            finding.severity = Severity::Warning;
            out.add(finding);
        }
        for list in ["build-list", "build-graph"] {
            let Some(tasks) = tasks(ctx, spec, batch, list) else { continue };
            for (index, task) in tasks.iter().enumerate() {
                if let Some(first) = tasks[..index].iter().find(|first| first.name == task.name) {
                    out.add(
                        RULE.at(task.place, format!("a second task is called `{}`", task.name))
                            .related(first.place, "the first"),
                    );
                }
                needs(task, &tasks, out);
            }
            circle(&tasks, out);
        }
    });
}

/// The tasks; `None` where a name is not known.
fn tasks<'n>(
    ctx: &Context<'_>,
    spec: &Buildspec<'_>,
    batch: &'n yaml::Node,
    list: &str,
) -> Option<Vec<Task<'n>>> {
    let task = |task: &'n yaml::Node| {
        let name = task.get("identifier")?;
        let needs = at(task, &["depend-on"]).map(items).unwrap_or_default();
        let needs = needs.iter().map(|need| Some((spec.text(need)?, spec.place(ctx, need.span))));
        Some(Task {
            name: spec.text(name)?,
            place: spec.place(ctx, name.span),
            needs: needs.collect::<Option<_>>()?,
        })
    };
    items(batch.get(list)?).iter().map(task).collect()
}

fn needs(task: &Task<'_>, tasks: &[Task<'_>], out: &mut Findings) {
    for (need, place) in &task.needs {
        if tasks.iter().any(|other| other.name == *need) {
            continue;
        }
        let mut finding = RULE.at(*place, format!("the graph has no task `{need}`"));
        if let Some(near) =
            nearest(need, tasks.iter().map(|task| task.name).filter(|name| *name != task.name))
        {
            finding = finding.help(format!("write `{near}`"));
        }
        out.add(finding);
    }
}

/// Tasks that wait for each other: those that are left when no more can start.
fn circle(tasks: &[Task<'_>], out: &mut Findings) {
    let mut waiting: Vec<&Task<'_>> = tasks.iter().collect();
    loop {
        let before = waiting.len();
        let names: Vec<_> = waiting.iter().map(|task| task.name).collect();
        waiting.retain(|task| task.needs.iter().any(|(need, _)| names.contains(need)));
        if waiting.len() == before {
            break;
        }
    }
    if let Some(first) = waiting.first() {
        let names: Vec<_> = waiting.iter().map(|task| format!("`{}`", task.name)).collect();
        out.add(RULE.at(first.place, format!("these tasks wait for each other: {}", names.join(", "))));
    }
}
