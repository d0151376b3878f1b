//! A project without a source whose commands stand nowhere.

use diag::Severity;

use super::{buildspec, projects};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-missing-buildspec",
    severity: Severity::Error,
    title: "A project without a source needs an inline buildspec.",
    explanation: "With NO_SOURCE there is no repository in which a buildspec file could lie. CodeBuild refuses a project that has \
                  neither; a path as buildspec leads nowhere, and every build fails. Write the buildspec under BuildSpec, or \
                  name one in S3 by its ARN.",
    pages: &["https://docs.aws.amazon.com/codebuild/latest/userguide/no-source.html", buildspec::REFERENCE],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    // The runner of a webhook brings its own commands.
    let projects = projects(ctx).filter(|project| ctx.is_absent(project, "Triggers"));
    for source in projects.flat_map(|project| ctx.all(project, &["Source"])) {
        for [kind, spec] in ctx.ways(source, ["Type", "BuildSpec"]) {
            let Some(kind) = kind.filter(|kind| ctx.text(kind).is_some_and(|kind| kind == "NO_SOURCE"))
            else {
                continue;
            };
            match spec {
                None => out.add(
                    RULE.at(kind.handle(), "there is neither a source nor a buildspec")
                        .help("write the buildspec under `BuildSpec`"),
                ),
                Some(spec) => {
                    let path =
                        spec.text().filter(|text| !buildspec::is_inline(text) && !text.starts_with("arn:"));
                    if let Some(path) = path {
                        out.add(
                            RULE.at(
                                spec.handle(),
                                format!("`{path}` is a path, and there is no source that it leads into"),
                            )
                            .related(kind.handle(), "no source")
                            .help("write the buildspec itself here"),
                        );
                    }
                }
            }
        }
    }
}
