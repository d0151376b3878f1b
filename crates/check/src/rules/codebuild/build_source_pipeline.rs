//! A project that a pipeline feeds, but that does not answer to it, or the other way round.

use diag::Severity;

use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-source-pipeline",
    severity: Severity::Error,
    title: "Source and artifacts must both be CODEPIPELINE, or neither.",
    explanation: "A project takes its source from a pipeline and gives its artifacts back to it, or it does neither. CodeBuild refuses \
                  to create a project with CODEPIPELINE on one side alone. Secondary artifacts are never of that type: in a \
                  pipeline they are the action's output artifacts.",
    pages: &[
        "https://docs.aws.amazon.com/codebuild/latest/userguide/how-to-create-pipeline.html",
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectArtifacts.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for project in projects(ctx) {
        for [source, artifacts] in ctx.ways(project, ["Source", "Artifacts"]) {
            let (Some(source), Some(artifacts)) = (source, artifacts) else { continue };
            for [from] in ctx.ways(source, ["Type"]) {
                for [to] in ctx.ways(artifacts, ["Type"]) {
                    let (Some(from), Some(to)) = (from, to) else { continue };
                    let (Some(from_text), Some(to_text)) = (ctx.text(from), ctx.text(to)) else { continue };
                    let (from_pipeline, to_pipeline) =
                        (from_text == "CODEPIPELINE", to_text == "CODEPIPELINE");
                    if from_pipeline == to_pipeline {
                        continue;
                    }
                    let message = if from_pipeline {
                        format!("the source comes from a pipeline, and the artifacts are `{to_text}`")
                    } else {
                        format!("the artifacts go to a pipeline, and the source is `{from_text}`")
                    };
                    out.add(
                        RULE.at(to.handle(), message)
                            .related(from.handle(), "the source")
                            .help("set both types to `CODEPIPELINE`, or neither"),
                    );
                }
            }
        }
        for kind in ctx.all(project, &["SecondaryArtifacts", "Type"]) {
            if ctx.text(kind).is_some_and(|text| text == "CODEPIPELINE") {
                out.add(
                    RULE.at(kind.handle(), "secondary artifacts cannot be of type `CODEPIPELINE`")
                        .help("leave them out: in a pipeline the action's output artifacts take their place"),
                );
            }
        }
    }
}
