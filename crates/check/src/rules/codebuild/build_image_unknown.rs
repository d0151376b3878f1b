//! A managed image that CodeBuild is not known to have.

use diag::{Severity, nearest};

use super::images::{self, Known, PREFIX};
use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-image-unknown",
    severity: Severity::Warning,
    title: "A project names a managed image that CodeBuild is not known to have.",
    explanation: "CloudFormation takes any image name. A build with one that does not exist fails in PROVISIONING, where the image \
                  cannot be pulled. AWS changes the list of its images often, so this is a warning: `aws codebuild \
                  list-curated-environment-images` has the present one.",
    pages: &[
        "https://docs.aws.amazon.com/codebuild/latest/userguide/ec2-compute-images.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/lambda-compute-images.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for image in projects(ctx).flat_map(|project| ctx.all(project, &["Environment", "Image"])) {
        for text in ctx.texts(image).known {
            if !matches!(images::lookup(&text.value), Known::Unknown) {
                continue;
            }
            let name = text.value.strip_prefix(PREFIX).unwrap_or_default();
            let mut finding = RULE
                .at(text.span(), format!("`{}` is no image that CodeBuild is known to have", text.value))
                .label("the build could not pull it");
            if let Some(near) = nearest(name, images::names()) {
                finding = finding.help(format!("`{PREFIX}{near}` exists"));
            }
            out.add(finding);
        }
    }
}
