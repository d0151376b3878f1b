//! What pipewright's release calls: `release.sh`, or `release-image.sh`, once for every function.

use std::collections::BTreeMap;

use super::abroad::{self, Away, BY_COMMAND};
use super::buildspec::{self, Build};
use super::known::{ABROAD, RELEASE, RELEASE_IMAGE, Row, row};
use super::names::{function, object, token};
use super::shell::{Command, Script, Word};
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

/// The calls for a function that runs a container image: nothing goes through the bucket, and Lambda pulls in its own name.
pub(super) const IMAGE_CALLS: &[Row<For>] = &[
    row("lambda get-alias", "lambda:GetAlias", For::Function, When::Always, LAMBDA),
    row("lambda wait function-updated-v2", "lambda:GetFunction", For::Function, When::Always, LAMBDA),
    row("lambda get-function", "lambda:GetFunction", For::Function, When::Always, LAMBDA),
    row("lambda update-function-code", "lambda:UpdateFunctionCode", For::Function, When::Always, UPDATE),
    row("lambda publish-version", "lambda:PublishVersion", For::Function, When::Always, LAMBDA),
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

/// The hooks that the AppSpec names which a release writes for a function, here or where an environment is.
pub(super) fn hooks(home: &World<'_>, there: &World<'_>, function: &str) -> Vec<Hook> {
    for project in home.of_type("AWS::CodeBuild::Project") {
        // Few releases have hooks, and reading one takes time.
        let text = project.property("Source").get("BuildSpec").text().unwrap_or_default();
        if !MOMENTS.iter().any(|(moment, _)| text.contains(moment)) {
            continue;
        }
        let Ok(build) = buildspec::read(home, project, Value::missing()) else { continue };
        if let Some(released) =
            released(there, &build).into_iter().find(|released| released.function == function)
        {
            return hooks_in(home, &released.appspec);
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
    /// The image that it is to run, where it has no package.
    image: Option<String>,
}

impl Released {
    fn key(&self) -> String {
        format!("CodeDeploy/{}/{}/appspec.yaml", self.execution, self.name)
    }
}

/// The calls that a build makes under its own role by running a release; none, where it runs none.
pub(super) fn calls(world: &World<'_>, build: &Build) -> Vec<Call> {
    match away(build) {
        None => publishing(world, build),
        Some(away) => vec![away.take(BY_COMMAND)],
    }
}

/// The role under which a build runs its releases, where that is not its own.
pub(super) fn away(build: &Build) -> Option<Away> {
    if !writes(build) || !commands(build).any(|(_, command)| goes_away(command)) {
        return None;
    }
    let variable = |name: &str| build.variables.get(name).cloned().unwrap_or_else(|| token(name));
    Some(Away { role: variable("ENVIRONMENT_ROLE"), external_id: variable("ENVIRONMENT_EXTERNAL_ID") })
}

/// The calls of the releases that a build runs, where their functions are.
pub(super) fn publishing(world: &World<'_>, build: &Build) -> Vec<Call> {
    let mut calls = Vec::new();
    for released in released(world, build) {
        let table = if released.image.is_some() { IMAGE_CALLS } else { CALLS };
        for row in table {
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
    commands(build)
        .filter_map(|(script, command)| {
            let (is_image, words) = arguments(command)?;
            let [name, prefix, target, _, content, ..] = words else { return None };
            Some(Released {
                name: value(name, &build.variables),
                prefix: value(prefix, &build.variables),
                function: function(world, &value(target, &build.variables)),
                bucket: variable("BUCKET"),
                execution: variable("EXECUTION_ID"),
                image: is_image.then(|| value(content, &build.variables)),
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

/// Whether one of the here-documents is the release, and another the way elsewhere if it takes that.
fn writes(build: &Build) -> bool {
    let holds = |known: &super::known::Known| {
        build.scripts.iter().flat_map(|script| &script.here_documents).any(|text| known.is(text))
    };
    (holds(RELEASE) || holds(RELEASE_IMAGE))
        && (holds(ABROAD) || !commands(build).any(|(_, command)| goes_away(command)))
}

fn commands(build: &Build) -> impl Iterator<Item = (&Script, &Command)> {
    build.scripts.iter().flat_map(|script| script.commands.iter().map(move |command| (script, command)))
}

/// What follows in `bash "$release/release.sh" NAME PREFIX FUNCTION ALIAS ZIP`, here or elsewhere, or in
/// `bash "$release/release-image.sh" NAME PREFIX FUNCTION ALIAS IMAGE_URI`; and whether it is that one.
fn arguments(command: &Command) -> Option<(bool, &[Word])> {
    let package = abroad::arguments(command, "/release.sh").map(|(_, words)| (false, words));
    package.or_else(|| abroad::arguments(command, "/release-image.sh").map(|(_, words)| (true, words)))
}

/// Whether it is a release elsewhere.
fn goes_away(command: &Command) -> bool {
    abroad::arguments(command, "/release.sh").is_some_and(|(away, _)| away)
}

/// The images that a release has functions run, where their repositories are in the template: the function's ARN, and the
/// repository's.
pub(super) fn pulls(world: &World<'_>, build: &Build) -> Vec<(String, String)> {
    let images = released(world, build).into_iter().filter_map(|released| {
        let (_, name) = released.image.as_deref()?.split_once('/')?;
        let (name, _) = name.split_once('@')?;
        let repository = world.arn("ecr", &format!("repository/{name}"));
        world.by_arn(&repository)?;
        Some((released.function, repository))
    });
    images.collect()
}

/// Whether a command of a script belongs to the release.
pub(super) fn is_known(command: &Command, script: &Script) -> bool {
    let mut texts = command.here.iter().filter_map(|number| script.here_documents.get(*number));
    let ours = |text: &str| RELEASE.is(text) || RELEASE_IMAGE.is(text) || ABROAD.is(text);
    arguments(command).is_some() || texts.any(|text| ours(text))
}
