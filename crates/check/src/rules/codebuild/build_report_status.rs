//! A build status that nobody can be told.

use diag::Severity;

use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-report-status",
    severity: Severity::Error,
    title: "A project reports its builds to a source that takes no reports.",
    explanation: "ReportBuildStatus tells GitHub, GitHub Enterprise, GitLab or Bitbucket how a build went. With any other source \
                  CodeBuild refuses the project with an invalidInputException.",
    pages: &["https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for source in projects(ctx).flat_map(|project| ctx.all(project, &["Source"])) {
        for [kind, report] in ctx.ways(source, ["Type", "ReportBuildStatus"]) {
            let (Some(kind), Some(report)) = (kind, report) else { continue };
            let Some(text) = ctx.text(kind) else { continue };
            let takes_none = matches!(&*text, "CODECOMMIT" | "CODEPIPELINE" | "S3" | "NO_SOURCE");
            if takes_none && ctx.text(report).is_some_and(|report| report == "true") {
                out.add(
                    RULE.at(report.handle(), format!("a source of type `{text}` takes no build status"))
                        .related(kind.handle(), "the source")
                        .help("leave `ReportBuildStatus` out"),
                );
            }
        }
    }
}
