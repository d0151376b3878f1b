//! A source whose location is missing or of another kind of repository.

use cfn::read::Node;
use diag::Severity;

use super::projects;
use crate::resolve::Piece;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-source-location",
    severity: Severity::Error,
    title: "A source's location is missing, or does not have the form of its type.",
    explanation: "A source needs a location unless a pipeline brings it or there is none: an HTTPS clone address for the \
                  repositories, `bucket/key.zip` or `bucket/folder/` for S3. CodeBuild refuses to create the project without one. \
                  A location of the wrong form is accepted, and every build fails in DOWNLOAD_SOURCE.",
    pages: &["https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for project in projects(ctx) {
        let secondary = ctx.all(project, &["SecondarySources"]).into_iter().flat_map(|list| ctx.items(list));
        for source in ctx.all(project, &["Source"]).into_iter().chain(secondary) {
            for [kind, location] in ctx.ways(source, ["Type", "Location"]) {
                let Some((kind, text)) = kind.and_then(|kind| Some((kind, ctx.text(kind)?))) else {
                    continue;
                };
                match location {
                    None => missing(kind, &text, out),
                    Some(location) => judge(ctx, &text, location, out),
                }
            }
        }
    }
}

fn missing(kind: &Node, text: &str, out: &mut Findings) {
    // What S3 lacks is a matter of its schema.
    if let "CODECOMMIT" | "BITBUCKET" | "GITHUB" | "GITHUB_ENTERPRISE" | "GITLAB" | "GITLAB_SELF_MANAGED" =
        text
    {
        out.add(
            RULE.at(kind.handle(), format!("a source of type `{text}` has no `Location`"))
                .help(format!("add `Location: {}`", sample(text))),
        );
    }
}

fn judge<'t>(ctx: &Context<'t>, kind: &str, location: &'t Node, out: &mut Findings) {
    for pattern in ctx.patterns(location) {
        let Some(Piece::Known(start)) = pattern.pieces.first() else { continue };
        let is_whole = pattern.pieces.len() == 1;
        let is_https = start.starts_with("https://") || !is_whole && "https://".starts_with(&**start);
        let fits = match kind {
            "S3" => {
                !start.starts_with("https://")
                    && !start.starts_with("s3://")
                    && (!is_whole || start.contains('/'))
            }
            "GITHUB" if &**start == "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION" => true,
            "CODECOMMIT" if is_whole => start.starts_with("https://git-codecommit"),
            "CODECOMMIT" | "BITBUCKET" | "GITHUB" | "GITLAB" => is_https,
            _ => true,
        };
        if !fits {
            out.add(
                RULE.at(pattern.node.handle(), format!("this is no location of a source of type `{kind}`"))
                    .help(format!("its form is `{}`", sample(kind))),
            );
        }
    }
}

/// What a location looks like.
fn sample(kind: &str) -> &'static str {
    match kind {
        "CODECOMMIT" => "https://git-codecommit.<region>.amazonaws.com/v1/repos/<repository>",
        "S3" => "<bucket>/<key>.zip",
        "BITBUCKET" => "https://bitbucket.org/<owner>/<repository>.git",
        "GITLAB" => "https://gitlab.com/<group>/<project>.git",
        "GITHUB" => "https://github.com/<owner>/<repository>.git",
        _ => "https://<host>/<owner>/<repository>.git",
    }
}
