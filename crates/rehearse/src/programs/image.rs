//! What pipewright's `image.sh` calls, and docker for it, of the repository that it pushes to.

use std::collections::BTreeMap;

use super::buildspec::{self, Build};
use super::known::{IMAGE, Row, row};
use super::names::token;
use super::shell::{Command, Script};
use super::variables::value;
use crate::calls::{Call, When};
use crate::world::{Resource, Value, World};

const LOG_IN: &str = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html";
const PUSH: &str = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html";
const SCAN: &str =
    "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html";
const RETAG: &str = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html";

/// What a call is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum For {
    Repository,
    Registry,
}

pub(super) const CALLS: &[Row<For>] = &[
    row("ecr get-login-password", "ecr:GetAuthorizationToken", For::Registry, When::Always, LOG_IN),
    row("docker push", "ecr:BatchCheckLayerAvailability", For::Repository, When::Always, PUSH),
    row("docker push", "ecr:InitiateLayerUpload", For::Repository, When::Always, PUSH),
    row("docker push", "ecr:UploadLayerPart", For::Repository, When::Always, PUSH),
    row("docker push", "ecr:CompleteLayerUpload", For::Repository, When::Always, PUSH),
    row("docker push", "ecr:PutImage", For::Repository, When::Always, PUSH),
    row("ecr batch-get-image", "ecr:BatchGetImage", For::Repository, When::Always, RETAG),
    row(
        "ecr describe-image-scan-findings",
        "ecr:DescribeImageScanFindings",
        For::Repository,
        When::Always,
        SCAN,
    ),
    row("ecr put-image", "ecr:PutImage", For::Repository, When::Always, RETAG),
];

/// The variables that a build of an image exports.
pub(super) fn exports(
    world: &World<'_>,
    project: &Resource<'_>,
    action: &Value<'_>,
) -> BTreeMap<String, String> {
    let Ok(build) = buildspec::read(world, project, action) else { return BTreeMap::new() };
    let Some(uri) = repositories(&build).into_iter().next() else { return BTreeMap::new() };
    [("IMAGE_URI".to_owned(), format!("{uri}@{}", token("digest")))].into()
}

/// What the images of a build are pushed as; none, where it makes none.
fn repositories(build: &Build) -> Vec<String> {
    let mut scripts = build.scripts.iter().flat_map(|script| &script.here_documents);
    if !scripts.any(|text| IMAGE.is(text)) {
        return Vec::new();
    }
    let commands = build.scripts.iter().flat_map(|script| &script.commands).filter(|command| runs(command));
    commands.filter_map(|command| command.words.get(2)).map(|uri| value(uri, &build.variables)).collect()
}

/// The calls of the image that a build makes; none, where it makes none.
pub(super) fn calls(world: &World<'_>, build: &Build) -> Vec<Call> {
    let mut calls = Vec::new();
    for uri in repositories(build) {
        let name = uri.split_once('/').map_or(uri.as_str(), |(_, name)| name);
        let repository = world.arn("ecr", &format!("repository/{name}"));
        for row in CALLS {
            let call = row.call(match row.slot {
                For::Repository => repository.clone(),
                For::Registry => "*".to_owned(),
            });
            if !calls.contains(&call) {
                calls.push(call);
            }
        }
    }
    calls
}

/// `bash "$image/image.sh" URI DOCKERFILE CONTEXT SEVERITY...`.
fn runs(command: &Command) -> bool {
    let [shell, file, ..] = command.words.as_slice() else { return false };
    shell.text() == Some("bash") && file.shown().ends_with("/image.sh")
}

/// Whether a command of a script belongs to it.
pub(super) fn is_known(command: &Command, script: &Script) -> bool {
    let mut texts = command.here.iter().filter_map(|number| script.here_documents.get(*number));
    runs(command) || texts.any(|text| IMAGE.is(text))
}
