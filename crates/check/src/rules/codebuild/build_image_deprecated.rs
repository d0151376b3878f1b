//! A managed image that AWS no longer takes care of.

use diag::Severity;

use super::images::{self, Known, Status};
use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-image-deprecated",
    severity: Severity::Warning,
    title: "A project builds in an image that AWS has deprecated.",
    explanation: "AWS neither updates nor caches a deprecated image. Its operating system and its tools get no security fixes any \
                  more, and every build waits until it has been downloaded. Move on to the newest image of the same family.",
    pages: &["https://docs.aws.amazon.com/codebuild/latest/userguide/deprecated-images.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for image in projects(ctx).flat_map(|project| ctx.all(project, &["Environment", "Image"])) {
        for text in ctx.texts(image).known {
            let is_deprecated = match images::lookup(&text.value) {
                Known::Image(image) => image.status == Status::Deprecated,
                Known::Ancient => true,
                Known::Unknown | Known::Custom => false,
            };
            if is_deprecated {
                out.add(
                    RULE.at(text.span(), format!("`{}` is deprecated", text.value))
                        .label("no longer updated or cached")
                        .help(format!("move to `{}{}`", images::PREFIX, successor(&text.value))),
                );
            }
        }
    }
}

/// The image of the same family that AWS maintains.
fn successor(image: &str) -> &'static str {
    if image.contains("aarch64") {
        "amazonlinux-aarch64-standard:3.0"
    } else if image.contains("windows") {
        "windows-base:2022-1.0"
    } else if image.contains("amazonlinux") {
        "amazonlinux-x86_64-standard:5.0"
    } else {
        "standard:7.0"
    }
}
