//! Credentials of a kind that does not fit the image.

use diag::Severity;

use super::images::PREFIX;
use super::projects;
use crate::mend::reword;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-image-credentials",
    severity: Severity::Error,
    title: "A project pulls its image with credentials of the wrong kind.",
    explanation: "Images of AWS's own are pulled with CODEBUILD credentials only, images of a private registry with the project's \
                  service role (SERVICE_ROLE) only. CodeBuild refuses other combinations, or the build fails when it pulls its \
                  image. CODEBUILD is what counts where nothing is said.",
    pages: &[
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-private-registry.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for environment in projects(ctx).flat_map(|project| ctx.all(project, &["Environment"])) {
        for way in ctx.ways(environment, ["Image", "ImagePullCredentialsType", "RegistryCredential"]) {
            let [Some(image), credentials, registry] = way else { continue };
            let kind = credentials.map(|credentials| ctx.text(credentials));
            let is_managed = ctx.text(image).is_some_and(|image| image.starts_with(PREFIX));
            if let (true, Some(Some(kind)), Some(credentials)) = (is_managed, &kind, credentials)
                && kind == "SERVICE_ROLE"
            {
                out.add(
                    RULE.at(
                        credentials.handle(),
                        "an image of AWS's own is not pulled with the service role",
                    )
                    .related(image.handle(), "managed by AWS")
                    .help("write `CODEBUILD`, or leave the property out")
                    .fix(reword(ctx, credentials.handle(), kind, "CODEBUILD")),
                );
            }
            let Some(registry) = registry else { continue };
            if kind.as_ref().is_none_or(|kind| kind.as_deref() == Some("CODEBUILD")) {
                let place = credentials.map_or_else(|| registry.handle(), cfn::read::Node::handle);
                out.add(
                    RULE.at(place, "a private registry's credentials are read with the service role alone")
                        .help("set `ImagePullCredentialsType: SERVICE_ROLE`"),
                );
            }
        }
    }
}
