//! The release: our own action, right after the build, that publishes versions and writes AppSpecs.
//!
//! It has a role and an image of its own and never runs what the build made.

use cfn::codebuild::{Artifacts, Environment, EnvironmentVariable, Project, ProjectCache, Source};
use cfn::iam::{Role, Statement};
use cfn::logs::LogGroup;
use cfn::{Handle, Text, text};
use diag::Diagnostic;
use spec::Located;

use crate::abroad::Abroad;
use crate::build::{Built, logs, trust};
use crate::buildspec;
use crate::context::Context;
use crate::functions::{Target, namespace};
use crate::permissions::{actions, distinct, identify_bucket, log_group, write_log};
use crate::storage::{SOURCE_CODE, Storage};

/// What a release action runs.
pub(crate) struct Release<'a> {
    /// The environment that it releases into, where that is one.
    pub(crate) environment: Option<&'a Located<String>>,
    pub(crate) project: Handle<Project>,
    pub(crate) role: Handle<Role>,
    pub(crate) log_group: Handle<LogGroup>,
}

/// A release for the functions that are in no environment, and one for each environment.
pub(crate) fn add<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    targets: &[Target<'a>],
    builds: &[Built<'_>],
    abroad: &[Abroad<'a>],
) -> Result<Vec<Release<'a>>, Diagnostic> {
    let environments = distinct(targets.iter().map(|target| target.environment));
    let of = |environment| {
        targets.iter().filter(move |target| target.environment == environment).collect::<Vec<_>>()
    };
    let releases = environments.into_iter().map(|environment| {
        let there = abroad.iter().find(|abroad| Some(abroad.name) == environment);
        one(cx, storage, environment, (&of(environment), builds), there)
    });
    releases.collect()
}

fn one<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    environment: Option<&'a Located<String>>,
    (targets, builds): (&[&Target<'a>], &[Built<'_>]),
    abroad: Option<&Abroad<'_>>,
) -> Result<Release<'a>, Diagnostic> {
    let place = environment.and_then(Located::span);
    let id = namespace(environment);
    let project_name = match environment {
        None => {
            cx.template
                .section("Release: publishes versions and writes AppSpecs; runs nothing that the build made");
            cx.named("release")
        }
        Some(name) => {
            cx.template.section(&format!("Release into {}: publishes its versions", name.as_str()));
            cx.named(&format!("{}-release", name.as_str()))
        }
    };
    let log_group = log_group(cx, place, &format!("{id}LogGroup"), *cx.stack.log_retention)?;
    let statements = statements(storage, targets, builds, &log_group, abroad);
    let role =
        cx.add_at(place, &format!("{id}Role"), Role::new(trust(&project_name), "Release", statements))?;
    let project = Project {
        name: project_name,
        description: "Publishes versions and writes AppSpecs".to_owned(),
        service_role: role.arn(),
        timeout_in_minutes: Some(30),
        artifacts: Artifacts { kind: "CODEPIPELINE" },
        environment: Environment {
            kind: "LINUX_CONTAINER",
            compute_type: "BUILD_GENERAL1_SMALL",
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0".into(),
            image_pull_credentials_type: "CODEBUILD",
            privileged_mode: None,
            environment_variables: variables(storage, targets, abroad),
        },
        source: Source {
            kind: "CODEPIPELINE",
            build_spec: buildspec::of_release(cx, targets, builds, abroad.is_some()),
        },
        vpc_config: None,
        cache: ProjectCache { kind: "NO_CACHE", location: None, modes: Vec::new() },
        logs_config: logs(&log_group),
    };
    let project = cx.add_at(place, &format!("{id}Project"), project)?;
    Ok(Release { environment, project, role, log_group })
}

/// The artifacts that it releases from.
pub(crate) fn packages<'b>(builds: &'b [Built<'_>]) -> impl Iterator<Item = &'b str> {
    builds.iter().filter_map(|built| built.packages.as_deref())
}

/// What the action takes: with no package at all, the source, for CodePipeline demands an input. Nothing of it is read.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html>
pub(crate) fn inputs<'b>(builds: &'b [Built<'_>]) -> impl Iterator<Item = &'b str> {
    let source = packages(builds).next().is_none().then_some(SOURCE_CODE);
    packages(builds).chain(source)
}

/// What release.sh reads, besides what the action gives it for each execution.
fn variables(
    storage: &Storage,
    targets: &[&Target<'_>],
    abroad: Option<&Abroad<'_>>,
) -> Vec<EnvironmentVariable> {
    let plain = |name: String, value: Text| EnvironmentVariable { name, kind: None, value };
    let bucket = abroad.map_or_else(|| storage.bucket.reference(), |abroad| abroad.bucket.clone());
    let mut variables = vec![plain("BUCKET".to_owned(), bucket)];
    if let Some(abroad) = abroad {
        variables.push(plain("ENVIRONMENT_ROLE".to_owned(), text![&abroad.release_role]));
        variables.push(plain("ENVIRONMENT_EXTERNAL_ID".to_owned(), text![abroad.external_id.as_str()]));
        variables.push(plain("ENVIRONMENT_REGION".to_owned(), abroad.region.clone()));
    }
    for target in targets {
        variables.push(plain(format!("{}_FUNCTION", target.prefix()), target.name.clone()));
        variables.push(plain(format!("{}_ALIAS", target.prefix()), text![target.spec.alias()]));
    }
    variables
}

/// What the project needs, and the calls of release.sh: under the same role, or under that of an environment elsewhere.
fn statements(
    storage: &Storage,
    targets: &[&Target<'_>],
    builds: &[Built<'_>],
    log_group: &Handle<LogGroup>,
    abroad: Option<&Abroad<'_>>,
) -> Vec<Statement> {
    let mut statements = vec![
        write_log(log_group),
        identify_bucket(&storage.bucket),
        Statement::allow("ReadPackages", actions!["s3:GetObject", "s3:GetObjectVersion"])
            .on(inputs(builds).map(|artifact| storage.artifact(artifact))),
    ];
    match abroad {
        None => statements.extend(publishing(storage, targets)),
        Some(abroad) => statements.push(Abroad::take([abroad.release_role.clone()])),
    }
    statements
}

/// The calls of release.sh, where the functions are.
pub(crate) fn publishing(storage: &Storage, targets: &[&Target<'_>]) -> Vec<Statement> {
    let unqualified = || targets.iter().map(|target| target.arn.clone());
    let mut statements =
        vec![Statement::allow("WriteAppSpecs", actions!["s3:PutObject"]).on([storage.app_specs()])];
    if targets.iter().any(|target| target.spec.image.is_none()) {
        // Lambda reads the package in the name of whoever hands it over. An image it pulls in its own.
        let hand_over = Statement::allow(
            "HandLargePackagesToLambda",
            actions!["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
        );
        statements.push(hand_over.on([storage.large_packages()]));
    }
    statements.extend([
        Statement::allow(
            "PublishVersions",
            actions![
                "lambda:GetAlias",
                "lambda:GetFunction",
                "lambda:PublishVersion",
                "lambda:UpdateFunctionCode",
            ],
        )
        .on(unqualified()),
        // Asked of the new version: Lambda compares the qualifier too, and its table of resources names the function.
        // https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
        Statement::allow("WaitForVersions", actions!["lambda:GetFunctionConfiguration"])
            .on(targets.iter().flat_map(|target| [target.arn.clone(), target.qualified()])),
    ]);
    statements.extend(prune_statements(targets));
    statements
}

/// The calls of prune.sh. A right on versions alone can't delete a function: that is what its ARN without a qualifier is for.
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html>
fn prune_statements(targets: &[&Target<'_>]) -> Vec<Statement> {
    let pruned: Vec<_> = targets.iter().filter(|target| target.spec.keep_versions.is_some()).collect();
    if pruned.is_empty() {
        return Vec::new();
    }
    vec![
        Statement::allow("FindOldVersions", actions!["lambda:ListAliases", "lambda:ListVersionsByFunction"])
            .on(pruned.iter().map(|target| target.arn.clone())),
        Statement::allow("DeleteOldVersions", actions!["lambda:DeleteFunction"])
            .on(pruned.iter().map(|target| target.qualified())),
    ]
}
