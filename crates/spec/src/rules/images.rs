//! Build images: ones that exist, and what they can do.

use diag::nearest;

use super::names::too_long;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{EcrImage, Image, Located, Setting, Stack};

/// The managed Linux images for EC2, to suggest; newer ones are taken without a word
/// ([images](https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html)).
const MANAGED: [&str; 4] = [
    "aws/codebuild/amazonlinux-x86_64-standard:5.0",
    "aws/codebuild/amazonlinux-aarch64-standard:3.0",
    "aws/codebuild/standard:7.0",
    "aws/codebuild/standard:8.0",
];

/// Some of those for Lambda, to suggest
/// ([images](https://docs.aws.amazon.com/codebuild/latest/userguide/lambda-compute-images.html)).
const ON_LAMBDA: [&str; 4] = [
    "aws/codebuild/amazonlinux-x86_64-lambda-standard:python3.13",
    "aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs22",
    "aws/codebuild/amazonlinux-aarch64-lambda-standard:python3.13",
    "aws/codebuild/amazonlinux-aarch64-lambda-standard:nodejs22",
];

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for task in stack.tasks() {
        let Some(build) = task.work().codebuild() else { continue };
        findings.within(task.part(), |findings| match &build.image {
            Image::Managed(name) => managed(name, build.compute.is_lambda(), findings),
            image => {
                if let Image::Ecr(image) = image {
                    ecr(image, findings);
                }
                if let Some((language, _)) = build.runtime_versions.first() {
                    findings.error(
                        Finding::KeysExclude,
                        language.span(),
                        "`runtime-versions` stands beside an image from ECR",
                        "only managed images can switch versions",
                        "install the language in the image itself",
                    );
                }
            }
        });
    }
}

fn managed(name: &Located<String>, on_lambda: bool, findings: &mut Findings) {
    // The default: what it is beside is another rule's.
    if name.span().is_none() && on_lambda {
        return;
    }
    let label = if name.contains("windows") {
        "Windows images are not supported"
    } else if name.contains("-lambda-") && !on_lambda {
        "this image is for builds on Lambda, and these run on EC2"
    } else if !name.starts_with("aws/codebuild/") {
        "no image of AWS's is called that"
    } else if on_lambda && !name.contains("-lambda-") {
        "this image is for builds on EC2, and these run on Lambda"
    } else if name.rsplit_once(':').is_none_or(|(_, version)| version.is_empty()) {
        "the version is missing"
    } else {
        return;
    };
    let offered = if on_lambda { &ON_LAMBDA[..] } else { &MANAGED[..] };
    let near = nearest(name, offered.iter().copied()).unwrap_or(offered[0]);
    findings.error(
        Finding::InvalidImage,
        name.span(),
        format!("`{}` is not a managed image for this build", name.as_str()),
        label,
        if name.contains("-lambda-") && !on_lambda {
            format!("write `{near}`, or `compute: lambda-2gb` to build on Lambda")
        } else {
            format!("write `{near}`, or `image: {{ ecr: … }}` for an image of your own")
        },
    );
}

/// [Repository names](https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html), Docker's tags.
fn ecr(image: &EcrImage, findings: &mut Findings) {
    if let Some(repository) = &image.existing {
        repository_name(repository, findings);
    }
    if let Setting::Literal(tag) = &image.tag {
        tag_name(tag, findings);
    }
}

pub(super) fn repository_name(repository: &Located<String>, findings: &mut Findings) {
    let part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
            && part.ends_with(|last: char| last.is_ascii_lowercase() || last.is_ascii_digit())
            && part
                .chars()
                .all(|other| other.is_ascii_lowercase() || other.is_ascii_digit() || "._-".contains(other))
    };
    if !repository.split('/').all(part) || repository.len() < 2 {
        let help = "the name alone, as in `build-images/java`: lower-case letters, digits, `-`, `_`, `.` and `/`; the tag is given by `tag`";
        findings.error(
            Finding::InvalidName,
            repository.span(),
            format!("`{}` is not the name of an ECR repository", repository.as_str()),
            "no registry address and no tag",
            help,
        );
    } else if repository.len() > 256 {
        too_long("repository name", repository.len(), 256, "the limit of ECR", repository.span(), findings);
    }
}

pub(super) fn tag_name(tag: &Located<String>, findings: &mut Findings) {
    let fits = !tag.starts_with(['.', '-'])
        && (1..=128).contains(&tag.len())
        && tag.chars().all(|character| character.is_ascii_alphanumeric() || "._-".contains(character));
    if !fits {
        findings.error(
            Finding::InvalidName,
            tag.span(),
            format!("`{}` is not an image tag", tag.as_str()),
            "not a tag",
            "1 to 128 letters, digits, `.`, `_` and `-`, as in `v1` or `2026-11`",
        );
    }
}
