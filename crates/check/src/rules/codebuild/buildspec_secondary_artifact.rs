//! A secondary artifact that the project does not have.

use diag::{Severity, nearest};

use super::buildspec::{self, REFERENCE, at, entries};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-secondary-artifact",
    severity: Severity::Error,
    title: "A buildspec names a secondary artifact that the project does not have.",
    explanation: "Each identifier under `secondary-artifacts` must be the ArtifactIdentifier of one of the project's \
                  SecondaryArtifacts; the build fails when it uploads its artifacts otherwise. In a pipeline they are the names of \
                  the action's output artifacts instead, so that projects with CODEPIPELINE artifacts are left alone.",
    pages: &[REFERENCE, "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-multi-in-out.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        let kinds = ctx.all(spec.project, &["Artifacts", "Type"]);
        let is_known = |text: Option<_>| matches!(text.as_deref(), Some("S3" | "NO_ARTIFACTS"));
        if kinds.is_empty()
            || !kinds.into_iter().all(|kind| is_known(ctx.text(kind)))
            || spec.project.is_open()
        {
            return;
        }
        let identifiers = ctx.all(spec.project, &["SecondaryArtifacts", "ArtifactIdentifier"]);
        let identifiers: Option<Vec<_>> =
            identifiers.into_iter().map(|identifier| ctx.text(identifier)).collect();
        let lists = ctx.all(spec.project, &["SecondaryArtifacts"]);
        let Some(identifiers) = identifiers.filter(|_| lists.iter().all(|list| list.is_list())) else {
            return;
        };
        for (name, _) in entries(at(root, &["artifacts", "secondary-artifacts"])) {
            let Some(text) = spec.text(name) else { continue };
            if identifiers.iter().any(|identifier| identifier == text) {
                continue;
            }
            let mut finding = RULE
                .at(spec.place(ctx, name.span), format!("the project has no secondary artifact `{text}`"));
            finding = match nearest(text, identifiers.iter().map(|identifier| &**identifier)) {
                Some(near) => finding.help(format!("write `{near}`")),
                None => finding.help("add it to the project's `SecondaryArtifacts`, or leave it out here"),
            };
            out.add(finding);
        }
    });
}
