//! What pipewright's release calls: `release.sh`, once for every function.

use std::collections::BTreeMap;

use super::buildspec::{self, Build};
use super::known::{RELEASE, Row, row};
use super::names::{function, object, token};
use super::shell::{Command, Script};
use super::variables::value;
use crate::calls::{Call, Hook, MOMENTS, When};
use crate::world::{Resource, Value, World};

const LAMBDA: &str = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html";
const UPDATE: &str = "https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html";
const S3: &str = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html";
const PARTS: &str = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html";
const LARGE: When = When::Only("when the package has more than 50 MiB");

/// What a call is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum For {
    Function,
    /// The version that it publishes.
    Version,
    AppSpec,
    /// The package on its way through the bucket.
    Package,
}

pub(super) const CALLS: &[Row<For>] = &[
    row("lambda get-alias", "lambda:GetAlias", For::Function, When::Always, LAMBDA),
    row("lambda wait function-updated-v2", "lambda:GetFunction", For::Function, When::Always, LAMBDA),
    row("lambda get-function", "lambda:GetFunction", For::Function, When::Always, LAMBDA),
    row("s3 cp", "s3:PutObject", For::Package, LARGE, S3),
    row(
        "s3 cp",
        "s3:AbortMultipartUpload",
        For::Package,
        When::Only("when the upload of a large package breaks off"),
        PARTS,
    ),
    row("lambda update-function-code", "lambda:UpdateFunctionCode", For::Function, When::Always, LAMBDA),
    // Lambda fetches the package with the rights of whoever names it.
    row("lambda update-function-code", "s3:GetObject", For::Package, LARGE, UPDATE),
    row("lambda publish-version", "lambda:PublishVersion", For::Function, When::Always, LAMBDA),
    // Asked with a qualifier. AWS's page has the function's ARN for it, and says of all that actions on functions can be
    // restricted by version: what is compared is not said, so both have to be allowed.
    row(
        "lambda wait published-version-active",
        "lambda:GetFunctionConfiguration",
        For::Function,
        When::Always,
        LAMBDA,
    ),
    row(
        "lambda wait published-version-active",
        "lambda:GetFunctionConfiguration",
        For::Version,
        When::Always,
        LAMBDA,
    ),
    row("s3api put-object", "s3:PutObject", For::AppSpec, When::Always, S3),
];

/// The hooks that the AppSpec names which the template's release writes for a function.
pub(super) fn hooks(world: &World<'_>, function: &str) -> Vec<Hook> {
    for project in world.of_type("AWS::CodeBuild::Project") {
        // Few releases have hooks, and reading one takes time.
        let text = project.property("Source").get("BuildSpec").text().unwrap_or_default();
        if !MOMENTS.iter().any(|(moment, _)| text.contains(moment)) {
            continue;
        }
        let Ok(build) = buildspec::read(world, project, Value::missing()) else { continue };
        if let Some(released) =
            released(world, &build).into_iter().find(|released| released.function == function)
        {
            return hooks_in(world, &released.appspec);
        }
    }
    Vec::new()
}

fn hooks_in(world: &World<'_>, appspec: &str) -> Vec<Hook> {
    let Some(root) = world.buildspec(appspec) else { return Vec::new() };
    let items = root.get("Hooks").map(buildspec::items).unwrap_or_default();
    let hook = |item: &yaml::Node| {
        MOMENTS.into_iter().find_map(|(moment, is_before)| {
            let function = buildspec::text_of(item.get(moment)?)?.to_owned();
            Some(Hook { function, is_before })
        })
    };
    items.iter().filter_map(hook).collect()
}

/// One function's release.
struct Released {
    name: String,
    prefix: String,
    function: String,
    bucket: String,
    execution: String,
    appspec: String,
}

impl Released {
    fn key(&self) -> String {
        format!("CodeDeploy/{}/{}/appspec.yaml", self.execution, self.name)
    }
}

/// The calls of the release that a build runs; none, where it runs no release.
pub(super) fn calls(world: &World<'_>, build: &Build) -> Vec<Call> {
    let mut calls = Vec::new();
    for released in released(world, build) {
        for row in CALLS {
            let call = row.call(match row.slot {
                For::Function => released.function.clone(),
                For::Version => format!("{}:{}", released.function, token("the new version")),
                For::AppSpec => object(world, &released.bucket, &released.key()),
                For::Package => {
                    let key = format!("Release/{}/{}.zip", released.execution, released.name);
                    object(world, &released.bucket, &key)
                }
            });
            if !calls.contains(&call) {
                calls.push(call);
            }
        }
    }
    calls
}

/// The variables that a release exports, as far as they are known: where each function's AppSpec is.
pub(super) fn exports(
    world: &World<'_>,
    project: &Resource<'_>,
    action: &Value<'_>,
) -> BTreeMap<String, String> {
    let Ok(build) = buildspec::read(world, project, action) else { return BTreeMap::new() };
    let releases = released(world, &build).into_iter();
    releases.map(|released| (format!("{}_KEY", released.prefix), released.key())).collect()
}

fn released(world: &World<'_>, build: &Build) -> Vec<Released> {
    if !writes(build) {
        return Vec::new();
    }
    let variable = |name: &str| build.variables.get(name).cloned().unwrap_or_else(|| token(name));
    let commands =
        build.scripts.iter().flat_map(|script| script.commands.iter().map(move |command| (script, command)));
    commands
        .filter(|(_, command)| runs(command))
        .filter_map(|(script, command)| {
            let [_, _, name, prefix, target, ..] = command.words.as_slice() else { return None };
            Some(Released {
                name: value(name, &build.variables),
                prefix: value(prefix, &build.variables),
                function: function(world, &value(target, &build.variables)),
                bucket: variable("BUCKET"),
                execution: variable("EXECUTION_ID"),
                appspec: command
                    .here
                    .first()
                    .and_then(|number| script.here_documents.get(*number))
                    .cloned()
                    .unwrap_or_default(),
            })
        })
        .collect()
}

/// Whether one of the here-documents is the release.
fn writes(build: &Build) -> bool {
    build.scripts.iter().flat_map(|script| &script.here_documents).any(|text| RELEASE.is(text))
}

/// `bash "$release/release.sh" NAME PREFIX FUNCTION ALIAS ZIP`.
fn runs(command: &Command) -> bool {
    let [shell, file, ..] = command.words.as_slice() else { return false };
    shell.text() == Some("bash") && file.shown().ends_with("/release.sh")
}

/// Whether a command of a script belongs to the release.
pub(super) fn is_known(command: &Command, script: &Script) -> bool {
    let mut texts = command.here.iter().filter_map(|number| script.here_documents.get(*number));
    runs(command) || texts.any(|text| RELEASE.is(text))
}
