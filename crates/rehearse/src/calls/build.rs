//! A build: what CodeBuild calls under the project's role, besides what the build's own commands do.

use std::collections::BTreeSet;

use super::artifacts::{Store, names};
use super::buildspec::{Buildspec, is_inline};
use super::names::{bucket, has_log_group, log_stream, token};
use super::{Calls, Table, When, machine, reports, secrets, sources};
use crate::world::{Resource, Value, World};

#[derive(Debug, Clone, Copy)]
enum On {
    Group,
    Project,
}

const ROLE: &str = "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html";
const NO_GROUP: When = When::Only("when the log group does not exist yet");
const OWNER: When = When::Perhaps("where CodeBuild makes sure whose bucket it is, which it can do without");

const LOGS: Table<On> = Table {
    page: ROLE,
    rows: &[
        ("logs:CreateLogStream", On::Group, When::Always),
        ("logs:PutLogEvents", On::Group, When::Always),
    ],
};
const BATCH: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html",
    rows: &[
        ("codebuild:StartBuild", On::Project, When::Always),
        ("codebuild:StopBuild", On::Project, When::Only("when a build of the batch fails or is stopped")),
        ("codebuild:RetryBuild", On::Project, When::Only("when a build of the batch is tried again")),
    ],
};
const VARIABLES: &str = "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html";
const CACHE: &str = "https://docs.aws.amazon.com/codebuild/latest/userguide/build-caching.html";

/// What CodeBuild calls under the role of a project that an action of a pipeline runs.
pub(crate) fn service_role(
    world: &World<'_>,
    pipeline: &Resource<'_>,
    action: &Value<'_>,
    project: &Resource<'_>,
) -> Calls {
    let role = project.property("ServiceRole").text().unwrap_or_default();
    let mut calls = logs(world, project);
    calls.extend(machine::pull(world, project));
    calls.extend(machine::vpc(world, project));
    calls.extend(artifacts(world, pipeline, action));
    calls.extend(clones(world, pipeline, action));
    calls.extend(cache(world, project));
    calls.extend(buildspec(world, project, action, role));
    if !project.property("FileSystemLocations").items().is_empty() {
        calls.unmodelled("mounting the project's file systems is not modelled");
    }
    let build = world.arn("codebuild", &format!("build/{}:{}", project.name(), token("build")));
    let calls = calls.with("codebuild:buildArn", &build);
    match project.arn() {
        // https://docs.aws.amazon.com/codebuild/latest/userguide/permissions-conditionkeys-variables.html
        Some(arn) => calls.with("codebuild:projectArn", &arn),
        None => calls,
    }
}

/// What CodeBuild calls under the role for batches, and that role, where the project has one.
pub(crate) fn batch(project: &Resource<'_>) -> Option<(String, Calls)> {
    let role = project.properties().at(&["BuildBatchConfig", "ServiceRole"]).text()?;
    let mut calls = Calls::none();
    calls.table(&BATCH, |_| project.arn().into_iter().collect());
    Some((role.to_owned(), calls))
}

fn logs(world: &World<'_>, project: &Resource<'_>) -> Calls {
    let mut calls = Calls::none();
    let config = project.property("LogsConfig");
    let cloudwatch = config.get("CloudWatchLogs");
    if cloudwatch.get("Status").text() != Some("DISABLED") {
        let group = cloudwatch
            .get("GroupName")
            .text()
            .map_or_else(|| format!("/aws/codebuild/{}", project.name()), ToOwned::to_owned);
        if !has_log_group(world, &group) {
            calls.push("logs:CreateLogGroup", log_stream(world, &group), NO_GROUP, ROLE);
        }
        calls.table(&LOGS, |_| vec![log_stream(world, &group)]);
    }
    let s3 = config.get("S3Logs");
    if let (Some("ENABLED"), Some(location)) = (s3.get("Status").text(), s3.get("Location").text()) {
        let (name, prefix) = location.split_once('/').unwrap_or((location, ""));
        let bucket = bucket(world, name);
        let prefix =
            if prefix.is_empty() { String::new() } else { format!("{}/", prefix.trim_end_matches('/')) };
        calls.push("s3:PutObject", format!("{bucket}/{prefix}{}.gz", token("build")), When::Always, ROLE);
        calls.push("s3:GetBucketAcl", bucket.clone(), OWNER, ROLE);
        calls.push("s3:GetBucketLocation", bucket, OWNER, ROLE);
    }
    calls
}

fn artifacts(world: &World<'_>, pipeline: &Resource<'_>, action: &Value<'_>) -> Calls {
    let mut calls = Calls::none();
    let Some(store) = Store::of(world, pipeline, action.get("Region").text()) else {
        return Calls::unknown("the pipeline's artifact store is not known");
    };
    calls.extend(store.look_as_build());
    for artifact in names(action, "InputArtifacts") {
        calls.extend(store.read_as_build(world, artifact));
    }
    for artifact in names(action, "OutputArtifacts") {
        calls.extend(store.write_as_build(world, artifact));
    }
    calls
}

/// A source may hand on a reference to clone from, instead of a zip.
fn clones(world: &World<'_>, pipeline: &Resource<'_>, action: &Value<'_>) -> Calls {
    const PAGE: &str = "https://docs.aws.amazon.com/codepipeline/latest/userguide/troubleshooting.html#codebuild-role-codecommitclone";
    let inputs: BTreeSet<_> = names(action, "InputArtifacts").collect();
    let mut calls = Calls::none();
    let stages = pipeline.property("Stages").items();
    for source in stages.iter().flat_map(|stage| stage.get("Actions").items()) {
        let configuration = source.get("Configuration");
        if configuration.get("OutputArtifactFormat").text() != Some("CODEBUILD_CLONE_REF")
            || !names(source, "OutputArtifacts").any(|artifact| inputs.contains(artifact))
        {
            continue;
        }
        if let Some(repository) = sources::repository(world, source) {
            calls.push("codecommit:GitPull", repository, When::Always, PAGE);
        }
        if let Some(connection) = configuration.get("ConnectionArn").text() {
            calls.extend(sources::use_connection(connection, When::Always));
        }
    }
    calls
}

fn cache(world: &World<'_>, project: &Resource<'_>) -> Calls {
    let mut calls = Calls::none();
    let cache = project.property("Cache");
    if let (Some("S3"), Some(location)) = (cache.get("Type").text(), cache.get("Location").text()) {
        let object = format!("{}/{}", bucket(world, location.trim_end_matches('/')), token("object"));
        calls.push("s3:GetObject", object.clone(), When::Always, CACHE);
        calls.push("s3:PutObject", object, When::Always, CACHE);
    }
    calls
}

/// Reports, parameters and secrets, of the project, the action and the buildspec.
fn buildspec(world: &World<'_>, project: &Resource<'_>, action: &Value<'_>, role: &str) -> Calls {
    let mut calls = Calls::none();
    let source = project.properties().at(&["Source", "BuildSpec"]).text();
    let written = source.filter(|text| is_inline(text)).map(|text| Buildspec::read(world, text));
    let spec = match written {
        Some(Some(spec)) => spec,
        Some(None) => {
            calls.unmodelled("the buildspec could not be read");
            Buildspec::default()
        }
        None => {
            if let Some(place) = source.filter(|place| place.starts_with("arn:")) {
                calls.push("s3:GetObject", place, When::Always, VARIABLES);
            }
            calls.unmodelled(
                "the buildspec is not in the template: its commands, variables and reports are not known",
            );
            calls.extend(reports::any_reports(world, project));
            Buildspec::default()
        }
    };
    for report in &spec.reports {
        calls.extend(reports::reports(world, project, report));
    }
    let variables = variables(project, action);
    let of = |kind: &'static str| {
        variables.iter().filter(move |(known, _)| known == kind).map(|(_, value)| value.as_str())
    };
    let parameters: Vec<_> =
        of("PARAMETER_STORE").chain(spec.parameters.iter().map(String::as_str)).collect();
    let all_secrets: Vec<_> = of("SECRETS_MANAGER").chain(spec.secrets.iter().map(String::as_str)).collect();
    for parameter in &parameters {
        calls.extend(secrets::parameter(world, parameter, VARIABLES));
    }
    for secret in &all_secrets {
        calls.extend(secrets::secret(world, secret, VARIABLES));
    }
    let elsewhere = all_secrets.iter().any(|secret| !secrets::is_own(world, secret));
    calls.extend(secrets::keys(world, role, !parameters.is_empty(), elsewhere));
    calls
}

/// The variables of the project, and those that the action adds or replaces: kinds and values.
fn variables(project: &Resource<'_>, action: &Value<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut names = BTreeSet::new();
    let added = action.at(&["Configuration", "EnvironmentVariables"]).text();
    let added = added.and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
    for variable in added.as_ref().and_then(|list| list.as_array()).into_iter().flatten() {
        names.extend(variable["name"].as_str());
        if let (Some(kind), Some(value)) = (variable["type"].as_str(), variable["value"].as_str()) {
            found.push((kind.to_owned(), value.to_owned()));
        }
    }
    for variable in project.properties().at(&["Environment", "EnvironmentVariables"]).items() {
        let is_replaced = variable.get("Name").text().is_some_and(|name| names.contains(name));
        if let (false, Some(kind), Some(value)) =
            (is_replaced, variable.get("Type").text(), variable.get("Value").text())
        {
            found.push((kind.to_owned(), value.to_owned()));
        }
    }
    found
}
