//! Artifacts whose settings do not go together.

use diag::Severity;

use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-artifacts",
    severity: Severity::Error,
    title: "Artifacts lack what their type needs, or have what is not for it.",
    explanation: "Secondary artifacts need an identifier, by which the buildspec \
                  finds them. The reference says that encryption can be switched off for S3 alone and that CodeBuild refuses it \
                  elsewhere, but a sample template of AWS's does just that for a pipeline: hence a warning.",
    pages: &["https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectArtifacts.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for project in projects(ctx) {
        let secondary: Vec<_> =
            ctx.all(project, &["SecondaryArtifacts"]).into_iter().flat_map(|list| ctx.items(list)).collect();
        for artifacts in ctx.all(project, &["Artifacts"]).into_iter().chain(secondary.iter().copied()) {
            for [kind, plain] in ctx.ways(artifacts, ["Type", "EncryptionDisabled"]) {
                let Some((kind, text)) = kind.and_then(|kind| Some((kind, ctx.text(kind)?))) else {
                    continue;
                };
                if let Some(plain) = plain
                    && text != "S3"
                    && ctx.text(plain).is_some_and(|plain| plain == "true")
                {
                    let mut finding = RULE
                        .at(
                            plain.handle(),
                            format!("artifacts of type `{text}` do not go without encryption"),
                        )
                        .related(kind.handle(), "the type")
                        .help("leave `EncryptionDisabled` out");
                    finding.severity = Severity::Warning;
                    out.add(finding);
                }
            }
        }
        for artifacts in secondary {
            if artifacts.is_map() && ctx.is_absent(artifacts, "ArtifactIdentifier") {
                out.add(
                    RULE.at(artifacts.handle(), "secondary artifacts have no `ArtifactIdentifier`")
                        .help("add the name under which the buildspec lists their files"),
                );
            }
        }
    }
}
