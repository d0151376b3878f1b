//! The release: our own action, right after the build, that publishes versions and writes AppSpecs.
//!
//! It has a role and an image of its own and never runs what the build made.

use cfn::codebuild::{Artifacts, Environment, EnvironmentVariable, Project, ProjectCache, Source};
use cfn::iam::{Role, Statement};
use cfn::logs::LogGroup;
use cfn::{Handle, Text, text};
use diag::Diagnostic;

use crate::build::{logs, trust};
use crate::buildspec;
use crate::context::Context;
use crate::functions::Target;
use crate::permissions::{actions, identify_bucket, log_group, write_log};
use crate::storage::{PACKAGES, Storage};

/// What the release action runs.
pub(crate) struct Release {
    pub(crate) project: Handle<Project>,
    pub(crate) log_group: Handle<LogGroup>,
}

pub(crate) fn add(
    cx: &mut Context<'_>,
    storage: &Storage,
    targets: &[Target<'_>],
) -> Result<Release, Diagnostic> {
    cx.template.section("Release: publishes versions and writes AppSpecs; runs nothing that the build made");
    let project_name = cx.named("release");
    let log_group = log_group(cx, None, "ReleaseLogGroup", *cx.stack.log_retention)?;
    let statements = statements(storage, targets, &log_group);
    let role = cx.add("ReleaseRole", Role::new(trust(&project_name), "Release", statements))?;
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
            environment_variables: variables(storage, targets),
        },
        source: Source { kind: "CODEPIPELINE", build_spec: buildspec::of_release(cx, targets) },
        vpc_config: None,
        cache: ProjectCache { kind: "NO_CACHE", location: None, modes: Vec::new() },
        logs_config: logs(&log_group),
    };
    let project = cx.add("ReleaseProject", project)?;
    Ok(Release { project, log_group })
}

/// What release.sh reads, besides what the action gives it for each execution.
fn variables(storage: &Storage, targets: &[Target<'_>]) -> Vec<EnvironmentVariable> {
    let plain = |name: String, value: Text| EnvironmentVariable { name, kind: None, value };
    let mut variables = vec![plain("BUCKET".to_owned(), storage.bucket.reference())];
    for target in targets {
        variables.push(plain(format!("{}_FUNCTION", target.prefix()), target.name.clone()));
        variables.push(plain(format!("{}_ALIAS", target.prefix()), text![target.spec.alias()]));
    }
    variables
}

/// The calls of release.sh.
fn statements(storage: &Storage, targets: &[Target<'_>], log_group: &Handle<LogGroup>) -> Vec<Statement> {
    let unqualified = || targets.iter().map(|target| target.arn.clone());
    let mut statements = vec![
        write_log(log_group),
        identify_bucket(&storage.bucket),
        Statement::allow("ReadPackages", actions!["s3:GetObject", "s3:GetObjectVersion"])
            .on([storage.artifact(PACKAGES)]),
        Statement::allow("WriteAppSpecs", actions!["s3:PutObject"]).on([storage.app_specs()]),
        // Lambda reads the package in the name of whoever hands it over.
        Statement::allow(
            "HandLargePackagesToLambda",
            actions!["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
        )
        .on([storage.large_packages()]),
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
    ];
    statements.extend(prune_statements(targets));
    statements
}

/// The calls of prune.sh. A right on versions alone can't delete a function: that is what its ARN without a qualifier is for.
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html>
fn prune_statements(targets: &[Target<'_>]) -> Vec<Statement> {
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
