//! The stages as a row: how many, and in which order.

use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Located, Stack, Stage, Work};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    let stages = &stack.stages;
    if stages.is_empty() {
        findings.push(
            Finding::NoStages
                .error("the pipeline has no stages")
                .help("it needs at least one that builds; most have `build`, `approval` and `deploy`"),
        );
        return;
    }
    if stages.len() > 49 {
        findings.error(
            Finding::TooMany,
            stages[49].name.span(),
            format!("{} stages, and 49 are allowed besides the source", stages.len()),
            "the first one too many",
            "the limit of CodePipeline is 50 in all",
        );
    }
    for stage in stages {
        within_stage(stage, findings);
    }
    let Some(build) = stack.releasing() else {
        let mut functions = stack.functions().peekable();
        if functions.peek().is_some() && functions.all(|(_, function)| function.image.is_some()) {
            // No build is missing: of an image that nobody builds, the rules of images speak.
            return;
        }
        findings.push(
            Finding::MissingBuild
                .error("no stage builds")
                .at(stages[0].name.span())
                .label("a `build` stage has to come first")
                .help("the build packages the functions and releases their versions: `- { name: Build, build: { commands: […] } }`"),
        );
        return;
    };
    for task in stack.tasks().take_while(|task| !std::ptr::eq(task.action, build.action)) {
        if matches!(task.work(), Work::Deploy(_)) {
            findings.push(
                Finding::DeployBeforeBuild
                    .error(format!("`{}` deploys before everything is built", task.name().as_str()))
                    .at(task.name().span())
                    .label("deploys")
                    .related(build.name().span(), "builds later, and then comes the release")
                    .help("move the `build` stage up: what it releases is what is deployed"),
            );
        }
    }
}

/// How many actions, and in which order.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>
fn within_stage(stage: &Stage, findings: &mut Findings) {
    if stage.actions.is_empty() {
        findings.error(
            Finding::EmptyList,
            stage.name.span(),
            format!("the stage `{}` does nothing", stage.name.as_str()),
            "its `actions` are empty",
            "name what it does, or delete the stage",
        );
    }
    if stage.actions.len() > 50 {
        findings.error(
            Finding::TooMany,
            stage.actions[50].name.as_ref().and_then(Located::span),
            format!("{} actions in one stage, and 50 are allowed", stage.actions.len()),
            "the first one too many",
            "the limit of CodePipeline; put the rest into another stage",
        );
    }
    for order in stage.actions.iter().filter_map(|action| action.run_order.as_ref()) {
        if !(1..=999).contains(&**order) {
            findings.error(
                Finding::OutOfRange,
                order.span(),
                format!("an action's run order is 1 to 999, not {}", **order),
                "out of range",
                "actions of a lower number come first; 1 is the default",
            );
        }
    }
}
