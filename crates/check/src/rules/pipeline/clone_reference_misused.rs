//! `clone-reference-misused`: a source that gives a Git reference, taken by an action that wants files.

use diag::Severity;

use super::mend::listed;
use crate::Rule;
use crate::context::Context;
use crate::pipelines::Step;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "clone-reference-misused",
    severity: Severity::Error,
    title: "An action that wants files takes a source's Git reference.",
    explanation: "With `OutputArtifactFormat: CODEBUILD_CLONE_REF` a source gives the address of the repository and a commit \
        instead of the files, for builds to clone themselves. Only CodeBuild can use that: passed to any other action it is \
        an error when the action runs. Let a build pass the files on, or use `CODE_ZIP`.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html",
    ],
    check,
};

/// They run on CodeBuild, and no page says whether they clone.
const ON_CODEBUILD: [&str; 5] = ["CodeBuild", "Commands", "ECRBuildAndPublish", "EKS", "InspectorScan"];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        for source in pipeline.actions() {
            let format = source.setting(ctx, "OutputArtifactFormat");
            let is_reference = |action: &Step<'_>| action.kind.is_some_and(|kind| kind.category == "Source");
            let Some(format) =
                format.filter(|format| format.value == "CODEBUILD_CLONE_REF" && is_reference(source))
            else {
                continue;
            };
            let [artifact] = source.outputs.list.as_slice() else { continue };
            let Some(name) = artifact.name.known.first().filter(|_| artifact.name.complete) else { continue };
            for step in pipeline.steps() {
                let Some(kind) = step.kind.filter(|kind| !ON_CODEBUILD.contains(&kind.provider)) else {
                    continue;
                };
                for input in step.inputs.names().filter(|input| input.value == name.value) {
                    let message =
                        format!("`{}` cannot use the Git reference `{}`", kind.provider, name.value);
                    let finding =
                        RULE.at(input.span(), message).related(format.span(), "no files, but a reference");
                    out.add(finding.help(format!(
                        "only builds clone it: take what {} gives, or write `CODE_ZIP`",
                        listed(["CodeBuild"])
                    )));
                }
            }
        }
    }
}
