//! A managed image in an environment that it was not made for.

use diag::Severity;

use super::images::{self, Known, Platform};
use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-image-platform",
    severity: Severity::Error,
    title: "A managed image does not run in this environment type.",
    explanation: "Every managed image is made for one processor and one kind of compute: `…-aarch64-…` for ARM_CONTAINER, \
                  `…-lambda-…` for the Lambda compute types, `windows-base` for the Windows ones. In another environment no \
                  build of the project gets as far as its first command. With a fleet the environment type of the project does \
                  not count, so such projects are left alone.",
    pages: &[
        "https://docs.aws.amazon.com/codebuild/latest/userguide/ec2-compute-images.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/lambda-compute-images.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for environment in projects(ctx).flat_map(|project| ctx.all(project, &["Environment"])) {
        for way in ctx.ways(environment, ["Type", "Image", "Fleet"]) {
            let [Some(kind), Some(image), None] = way else { continue };
            let (Some(kind_text), Some(image_text)) = (ctx.text(kind), ctx.text(image)) else { continue };
            let Known::Image(known) = images::lookup(&image_text) else { continue };
            let Some(fitting) = environments(known.platform) else { continue };
            if fitting.contains(&&*kind_text) || !ALL.contains(&&*kind_text) {
                continue;
            }
            out.add(
                RULE.at(image.handle(), format!("`{image_text}` does not run in `{kind_text}`"))
                    .label(format!("made for {}", listed(fitting)))
                    .related(kind.handle(), "the environment type"),
            );
        }
    }
}

/// The environment types whose images are known.
const ALL: &[&str] = &[
    "LINUX_CONTAINER",
    "LINUX_GPU_CONTAINER",
    "ARM_CONTAINER",
    "LINUX_LAMBDA_CONTAINER",
    "ARM_LAMBDA_CONTAINER",
    "WINDOWS_CONTAINER",
    "WINDOWS_SERVER_2019_CONTAINER",
    "WINDOWS_SERVER_2022_CONTAINER",
];

fn environments(platform: Platform) -> Option<&'static [&'static str]> {
    match platform {
        Platform::X86 => Some(&["LINUX_CONTAINER", "LINUX_GPU_CONTAINER"]),
        Platform::Arm => Some(&["ARM_CONTAINER"]),
        Platform::LambdaX86 => Some(&["LINUX_LAMBDA_CONTAINER"]),
        Platform::LambdaArm => Some(&["ARM_LAMBDA_CONTAINER"]),
        Platform::Windows => {
            Some(&["WINDOWS_CONTAINER", "WINDOWS_SERVER_2019_CONTAINER", "WINDOWS_SERVER_2022_CONTAINER"])
        }
        // Of fleets only.
        Platform::Mac | Platform::Machine => None,
    }
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
}
