//! The machine that a build runs on: its network is there, and Lambda compute offers what is asked of it.

use crate::codes::Finding;
use crate::findings::Findings;
use crate::purpose::of_network;
use crate::{Build, Cache, Image, Located, Setting, Stack, Vpc};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for task in stack.tasks() {
        let Some(build) = task.work().codebuild() else { continue };
        findings.within(task.part(), |findings| {
            if let Some(vpc) = &build.vpc {
                network(task.name(), vpc, findings);
            }
            if build.compute.is_lambda() {
                on_lambda(build, findings);
            }
        });
    }
}

fn network(name: &Located<String>, vpc: &Vpc, findings: &mut Findings) {
    for (key, list, most) in [("subnets", &vpc.subnets, 16), ("security-groups", &vpc.security_groups, 5)] {
        if list.is_empty() {
            findings.error(
                Finding::EmptyList,
                name.span(),
                format!("the build's `vpc` has no `{key}`"),
                "needs at least one",
                "CodeBuild needs the VPC, a subnet and a security group: name all three",
            );
        } else if list.len() > most {
            findings.error(
                Finding::TooMany,
                name.span(),
                format!("{} {key}, and {most} are allowed", list.len()),
                "too many",
                "the limit of CodeBuild",
            );
        }
    }
    for (purpose, setting) in of_network(vpc) {
        let Setting::Literal(id) = setting else { continue };
        if !purpose.takes(id) {
            findings.error(
                Finding::InvalidName,
                id.span(),
                format!("`{}` is not {}", id.escape_debug(), purpose.what()),
                "8 or 17 hexadecimal digits after the kind",
                "write the ID as EC2 shows it, or `{ parameter: Name }` to leave it to the deployment",
            );
        }
    }
}

/// What only EC2 offers
/// ([limitations](https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html#lambda.limitations)).
fn on_lambda(build: &Build, findings: &mut Findings) {
    let place = build.compute.span();
    let cached = match &build.cache {
        Some(Cache::S3(paths) | Cache::LocalPaths(paths)) => Some(paths.first().and_then(Located::span)),
        Some(Cache::Local(modes)) => Some(modes.first().and_then(Located::span)),
        None => None,
    };
    let network = build.vpc.as_ref().map(|vpc| match &vpc.id {
        Setting::Literal(id) => id.span(),
        Setting::Parameter(parameter) => parameter.name().span(),
    });
    let language = build.runtime_versions.keys().next().map(Located::span);
    for (key, at, instead) in [
        ("timeout", build.timeout.span().map(Some), "leave it out: a build on Lambda ends after 15 minutes"),
        (
            "privileged",
            build.privileged.then(|| build.privileged.span()),
            "build images on EC2: `compute: small`",
        ),
        ("cache", cached, "leave it out, or build on EC2: `compute: small`"),
        ("vpc", network, "build on EC2: `compute: small`"),
        ("runtime-versions", language, "choose the image for the language instead"),
    ] {
        let Some(at) = at else { continue };
        findings.push(
            Finding::KeysExclude
                .error(format!("`{key}` stands beside compute on Lambda"))
                .at(at)
                .label("only EC2 has that")
                .related(place, "runs on Lambda")
                .help(instead),
        );
    }
    if let Image::Managed(image) = &build.image
        && image.span().is_none()
    {
        findings.push(
            Finding::MissingKey
                .error("the build runs on Lambda and names no `image`")
                .at(place)
                .label("the default image is for EC2")
                .help("name the managed image of the language: `image: { managed: aws/codebuild/amazonlinux-x86_64-lambda-standard:python3.13 }`"),
        );
    }
}
