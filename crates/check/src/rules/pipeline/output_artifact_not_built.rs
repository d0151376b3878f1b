//! `output-artifact-not-built`: output artifacts of a build that its buildspec does not make.

use cfn::read::read;
use diag::Severity;

use super::json::HOLE;
use super::mend::{listed, meant};
use super::project;
use crate::Rule;
use crate::context::Context;
use crate::pipelines::Pipeline;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "output-artifact-not-built",
    severity: Severity::Error,
    title: "An action's output artifact is none that its project's buildspec makes.",
    explanation: "Where a build action has several output artifacts, each is one of the buildspec's secondary artifacts of the \
        same name: \"the names of the output artifacts in CodePipeline must match the artifact identifiers in the buildspec \
        file\". An artifact that the build does not make makes the action fail after the build. Identifiers are letters, \
        digits and underscores.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-pipeline-multi-input-output.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for action in ctx.pipelines().iter().flat_map(Pipeline::actions) {
        let several = action.outputs.complete && action.outputs.list.len() > 1;
        let sure = action.outputs.list.iter().all(|output| output.when == action.when);
        if !several || !sure || !action.lacks("BuildspecOverride") || !action.lacks("BatchEnabled") {
            continue;
        }
        let Some(project) = project::of(ctx, action) else { continue };
        let Some(buildspec) = project::buildspec(ctx, project) else { continue };
        let Ok(document) = read(&buildspec) else { continue };
        let artifacts = document.root().get("artifacts");
        let made = artifacts
            .and_then(|artifacts| artifacts.get("secondary-artifacts"))
            .map_or(&[][..], |map| map.entries());
        if made.iter().any(|entry| entry.key.contains(HOLE)) || buildspec.contains(&format!("\n{HOLE}")) {
            continue;
        }
        let names = || made.iter().map(|entry| entry.key.as_str());
        for output in action.outputs.names().filter(|output| names().all(|name| name != output.value)) {
            let message = format!("the buildspec of `{}` makes no artifact `{}`", project.id, output.value);
            let finding = RULE.at(output.span(), message).related(project.id_span, "the project");
            let finding = if made.is_empty() {
                finding.help("list it under `artifacts`, `secondary-artifacts`")
            } else {
                finding.help(format!("it makes {}", listed(names())))
            };
            out.add(meant(ctx, finding, &output.value, names()));
        }
    }
}
