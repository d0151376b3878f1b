//! The build: where third-party code runs. Its role reaches what this build was given, and nothing else.

use cfn::codebuild::{
    Artifacts, CloudWatchLogs, Environment, ExportConfig, LogsConfig, Project, ProjectCache, ReportGroup,
    Source,
};
use cfn::ecr;
use cfn::iam::{DenyAll, Role, Statement, Trust};
use cfn::logs::LogGroup;
use cfn::{Arn, Handle, Resource, Text, Value, text};
use diag::Diagnostic;
use serde_json::json;
use spec::{Architecture, Build, Cache, EcrImage, Image, ImageBuild, LocalCache, Located, Stack, Task};

use crate::buildspec::{self, Packaged};
use crate::context::Context;
use crate::environment::Variables;
use crate::functions::Target;
use crate::image::Imaged;
use crate::names::words;
use crate::network;
use crate::permissions::{actions, identify_bucket, log_group, write_log};
use crate::storage::{PACKAGES, Storage};

/// What a build made.
pub(crate) struct Built<'a> {
    pub(crate) task: Task<'a>,
    pub(crate) spec: &'a Build,
    /// The artifact that holds its packages, where it makes any.
    pub(crate) packages: Option<String>,
    pub(crate) project: Handle<Project>,
    pub(crate) project_name: String,
    pub(crate) log_group: Handle<LogGroup>,
    pub(crate) reports: Vec<Handle<ReportGroup>>,
    /// The repository for the custom image, where the stack made one.
    pub(crate) image_repository: Option<Handle<ecr::Repository>>,
    /// Whether the build's ID is a pipeline variable: not with a buildspec of the repository's own.
    pub(crate) exports_build_id: bool,
}

/// Where the commands run.
pub(crate) struct Machine {
    pub(crate) image: Text,
    pub(crate) kind: &'static str,
    pub(crate) credentials: &'static str,
    pub(crate) repository: Option<Handle<ecr::Repository>>,
    pub(crate) statements: Vec<Statement>,
}

impl<'a> Built<'a> {
    /// Everything that it hands on, its packages first.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = &str> {
        self.packages.as_deref().into_iter().chain(self.spec.artifacts.keys().map(|name| name.as_str()))
    }

    /// What people call it.
    pub(crate) fn label(&self) -> String {
        self.spec.functions.as_ref().map_or_else(|| "build".to_owned(), |_| self.task.whole_name())
    }

    /// How its outputs begin.
    pub(crate) fn prefix(&self) -> String {
        self.spec.functions.as_ref().map_or_else(|| "Build".to_owned(), |_| words(&self.task.whole_name()))
    }

    /// Whether the function comes out of it.
    pub(crate) fn packages(&self, target: &Target<'_>) -> bool {
        self.spec.packages(target.package)
    }

    /// The build that packages a function.
    ///
    /// # Panics
    /// Never for a stack that keeps the rules: they demand that one does.
    pub(crate) fn of<'b>(builds: &'b [Built<'a>], target: &Target<'_>) -> &'b Built<'a> {
        builds
            .iter()
            .find(|built| built.packages(target))
            .unwrap_or_else(|| unreachable!("a build packages every function"))
    }
}

/// Whether a build or test keeps its cache in the artifact bucket.
pub(crate) fn uses_bucket(stack: &Stack) -> bool {
    stack
        .tasks()
        .filter_map(|task| task.work().codebuild())
        .any(|run| matches!(run.cache, Some(Cache::S3(_))))
}

/// What a build is called in names beside the pipeline's: nothing, where it is the only one.
fn key(task: Task<'_>, build: &Build) -> Option<String> {
    build.functions.as_ref().map(|_| task.whole_name().replace(['.', '@'], "-"))
}

pub(crate) fn add<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    images: &[Imaged<'a>],
) -> Result<Vec<Built<'a>>, Diagnostic> {
    let stack = cx.stack;
    let mut builds: Vec<Built<'a>> = Vec::new();
    for (task, build) in stack.builds() {
        cx.because_of(task.name().span());
        let its: Vec<_> = stack.packaged_by(build).collect();
        let before = builds.iter().filter(|built| built.packages.is_some()).count();
        // CodePipeline cuts names after ten characters: a number tells the artifacts apart.
        let packages = (!its.is_empty()).then(|| match before {
            0 => PACKAGES.to_owned(),
            before => format!("{PACKAGES}{}", before + 1),
        });
        builds.push(one(cx, storage, &its, images, (task, build), packages)?);
    }
    Ok(builds)
}

fn one<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    functions: &[Packaged<'_>],
    images: &[Imaged<'a>],
    (task, build): (Task<'a>, &'a Build),
    packages: Option<String>,
) -> Result<Built<'a>, Diagnostic> {
    let place = task.name().span();
    let id = words(&task.whole_name());
    let key = key(task, build);
    let project_name =
        key.as_ref().map_or_else(|| cx.named("build"), |key| cx.named(&format!("build-{key}")));
    match &key {
        None => cx
            .template
            .section("Build: the user's commands, under a role that reaches nothing but this build"),
        Some(_) => {
            let section =
                format!("{}: builds, under a role that reaches nothing but this build", task.whole_name());
            cx.template.section(&section);
        }
    }
    let machine = machine(cx, &id, (task, build), images)?;
    let log_group = log_group(cx, place, &format!("{id}LogGroup"), *cx.stack.log_retention)?;
    let reports = reports(cx, &id, &project_name, build)?;
    let mut variables = Variables::of(cx, build);
    let list = std::mem::take(&mut variables.list);

    let mut statements = vec![write_log(&log_group)];
    statements.extend(storage_statements(cx.stack, storage, build, key.as_deref(), packages.as_deref()));
    statements.extend(report_statement(build, &project_name, &reports));
    statements.extend(machine.statements);
    statements.extend(build.vpc.iter().flat_map(|vpc| network::statements(cx, vpc)));
    statements.extend(variables.statements());
    let role = Role::new(trust(&project_name), "Build", statements);
    let role = cx.add_at(place, &format!("{id}Role"), role)?;

    let project = Project {
        name: project_name.clone(),
        description: if functions.is_empty() { "Builds" } else { "Tests and packages" }.to_owned(),
        service_role: role.arn(),
        timeout_in_minutes: timeout(build),
        artifacts: Artifacts { kind: "CODEPIPELINE" },
        environment: Environment {
            kind: machine.kind,
            compute_type: build.compute.identifier(),
            image: machine.image,
            image_pull_credentials_type: machine.credentials,
            privileged_mode: needs_privileges(build).then_some(true),
            environment_variables: list,
        },
        source: Source {
            kind: "CODEPIPELINE",
            build_spec: buildspec::of(build, functions, packages.as_deref(), &reports),
        },
        vpc_config: build.vpc.as_ref().map(|vpc| network::config(cx, vpc)),
        cache: cache(build, || match &key {
            None => text![&storage.bucket, "/cache"],
            Some(key) => text![&storage.bucket, format!("/cache/builds/{key}")],
        }),
        logs_config: logs(&log_group),
    };
    let mut entry = project.entry();
    if needs_privileges(build) {
        entry = entry.skip("CKV_AWS_316", why_privileged(build));
    }
    let project = cx.add_at(place, &format!("{id}Project"), entry)?;
    Ok(Built {
        task,
        spec: build,
        exports_build_id: build.buildspec.is_none() && packages.is_some(),
        packages,
        project,
        project_name,
        log_group,
        reports,
        image_repository: machine.repository,
    })
}

/// CodeBuild says on whose behalf it takes the role.
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html>
pub(crate) fn trust(project: &str) -> Trust {
    Trust::service("codebuild.amazonaws.com")
        .for_this_account()
        .for_source(Value::named("codebuild", format!("project/{project}")))
}

/// Logs of a project go to a group that the stack made.
pub(crate) fn logs(group: &Handle<LogGroup>) -> LogsConfig {
    LogsConfig { cloud_watch_logs: CloudWatchLogs { status: "ENABLED", group_name: group.reference() } }
}

/// Its input, its output, its cache; and never what decides about a deployment.
fn storage_statements(
    stack: &Stack,
    storage: &Storage,
    build: &Build,
    key: Option<&str>,
    packages: Option<&str>,
) -> Vec<Statement> {
    let mut statements = vec![
        identify_bucket(&storage.bucket),
        Statement::allow("ReadInput", actions!["s3:GetObject", "s3:GetObjectVersion"])
            .on(inputs(stack, storage, build)),
        Statement::allow("WriteOutput", actions!["s3:PutObject"]).on(packages
            .into_iter()
            .chain(build.artifacts.keys().map(|name| name.as_str()))
            .map(|artifact| storage.artifact(artifact))),
    ];
    if matches!(build.cache, Some(Cache::S3(_))) {
        let actions = actions!["s3:GetObject", "s3:PutObject"];
        let cache = key.map_or_else(|| storage.cache(), |key| storage.cache_of_build(key));
        statements.push(Statement::allow("UseCache", actions).on([cache]));
    }
    statements.push(
        Statement::deny_all("NeverTouchReleases", DenyAll::S3)
            .on([storage.app_specs(), storage.large_packages()]),
    );
    statements
}

/// The objects that a build or test takes: the sources, and what earlier builds hand on.
pub(crate) fn inputs(stack: &Stack, storage: &Storage, build: &Build) -> Vec<Value<Arn>> {
    let handed_on = build.inputs.iter().map(|name: &Located<String>| storage.artifact(name));
    storage.sources(stack).into_iter().chain(handed_on).collect()
}

/// The cache, and where in the artifact bucket it is if it is there.
pub(crate) fn cache(build: &Build, place: impl FnOnce() -> Text) -> ProjectCache {
    match &build.cache {
        None => ProjectCache { kind: "NO_CACHE", location: None, modes: Vec::new() },
        Some(Cache::S3(_)) => ProjectCache { kind: "S3", location: Some(place()), modes: Vec::new() },
        Some(Cache::LocalPaths(_)) => {
            ProjectCache { kind: "LOCAL", location: None, modes: vec!["LOCAL_CUSTOM_CACHE"] }
        }
        Some(Cache::Local(modes)) => ProjectCache {
            kind: "LOCAL",
            location: None,
            modes: modes.iter().map(|mode| mode.identifier()).collect(),
        },
    }
}

/// Docker's layers are cached only where Docker runs.
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/build-caching.html>
pub(crate) fn needs_privileges(build: &Build) -> bool {
    *build.privileged || caches_layers(build)
}

fn caches_layers(build: &Build) -> bool {
    matches!(&build.cache, Some(Cache::Local(modes)) if modes.iter().any(|mode| **mode == LocalCache::DockerLayer))
}

/// Why a project may run a Docker daemon, for those who ask.
pub(crate) fn why_privileged(build: &Build) -> &'static str {
    if caches_layers(build) {
        "The stack asks for a cache of Docker layers, which needs it."
    } else {
        "The stack asks for it, to build images."
    }
}

/// How long it may take; on Lambda nobody can say that.
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html#lambda.limitations>
pub(crate) fn timeout(build: &Build) -> Option<u64> {
    (!build.compute.is_lambda()).then(|| build.timeout.as_minutes().unwrap_or(30))
}

/// A group per report, so that the build's role needs no right to make any.
pub(crate) fn reports(
    cx: &mut Context<'_>,
    id: &str,
    project: &str,
    build: &Build,
) -> Result<Vec<Handle<ReportGroup>>, Diagnostic> {
    let mut groups = Vec::new();
    for (name, report) in &build.reports {
        let group = ReportGroup {
            name: format!("{project}-{}", name.as_str()),
            kind: if report.format.is_coverage() { "CODE_COVERAGE" } else { "TEST" },
            export_config: ExportConfig { export_config_type: "NO_EXPORT" },
            delete_reports: true,
        };
        groups.push(cx.add_at(name.span(), &format!("{id}{}Reports", words(name)), group)?);
    }
    Ok(groups)
}

pub(crate) fn report_statement(
    build: &Build,
    project: &str,
    reports: &[Handle<ReportGroup>],
) -> Option<Statement> {
    // A buildspec of the repository's own names its reports itself, and CodeBuild makes their groups.
    // https://docs.aws.amazon.com/codebuild/latest/userguide/test-report-group-naming.html
    if build.buildspec.is_some() {
        let actions = actions![
            "codebuild:CreateReportGroup",
            "codebuild:CreateReport",
            "codebuild:UpdateReport",
            "codebuild:BatchPutTestCases",
            "codebuild:BatchPutCodeCoverages",
        ];
        let groups: Value<Arn> = Value::named("codebuild", format!("report-group/{project}-*"));
        return Some(Statement::allow("WriteReports", actions).on([groups]));
    }
    let kinds = |coverage: bool| build.reports.values().any(|report| report.format.is_coverage() == coverage);
    let mut actions = actions!["codebuild:CreateReport", "codebuild:UpdateReport"].to_vec();
    if kinds(false) {
        actions.extend(actions!["codebuild:BatchPutTestCases"]);
    }
    if kinds(true) {
        actions.extend(actions!["codebuild:BatchPutCodeCoverages"]);
    }
    let groups = reports.iter().map(Handle::<ReportGroup>::arn);
    (!reports.is_empty()).then(|| Statement::allow_all("WriteReports", actions).on(groups))
}

pub(crate) fn machine(
    cx: &mut Context<'_>,
    id: &str,
    (task, build): (Task<'_>, &Build),
    images: &[Imaged<'_>],
) -> Result<Machine, Diagnostic> {
    let on_lambda = build.compute.is_lambda();
    match &build.image {
        Image::Managed(image) => Ok(Machine {
            image: text![image.as_str()],
            kind: kind(image.contains("aarch64"), on_lambda),
            credentials: "CODEBUILD",
            repository: None,
            statements: Vec::new(),
        }),
        Image::Ecr(image) => custom_machine(cx, id, image, on_lambda),
        Image::BuiltBy(name) => {
            let built = Imaged::before(cx.stack, images, task, name);
            Ok(Machine {
                image: text![&built.uri, ":", ImageBuild::TAG],
                kind: kind(*built.spec.architecture == Architecture::Arm64, on_lambda),
                credentials: "SERVICE_ROLE",
                repository: None,
                statements: pull(built.arn.clone()),
            })
        }
    }
}

/// The environment's type, by processor.
fn kind(arm: bool, on_lambda: bool) -> &'static str {
    match (arm, on_lambda) {
        (true, true) => "ARM_LAMBDA_CONTAINER",
        (false, true) => "LINUX_LAMBDA_CONTAINER",
        (true, false) => "ARM_CONTAINER",
        (false, false) => "LINUX_CONTAINER",
    }
}

/// An image of the user's own, pulled under the build's role.
fn custom_machine(
    cx: &mut Context<'_>,
    id: &str,
    image: &EcrImage,
    on_lambda: bool,
) -> Result<Machine, Diagnostic> {
    let tag = cx.text(&image.tag);
    let (arn, uri, repository) = match &image.existing {
        Some(name) => {
            let (arn, uri) = existing(name);
            (arn, uri, None)
        }
        None => {
            let repository = cx.add(&format!("{id}ImageRepository"), image_repository().entry().retain())?;
            (repository.arn(), repository.repository_uri(), Some(repository))
        }
    };
    Ok(Machine {
        image: text![uri, ":", tag],
        kind: kind(*image.architecture == Architecture::Arm64, on_lambda),
        credentials: "SERVICE_ROLE",
        repository,
        statements: pull(arn),
    })
}

/// Pulling an image under the build's own role.
fn pull(repository: Value<Arn>) -> Vec<Statement> {
    let pull = actions!["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
    vec![Statement::allow("PullImage", pull).on([repository]), log_in()]
}

/// A token for the registry as a whole.
pub(crate) fn log_in() -> Statement {
    Statement::allow("LogInToEcrHasNoNarrowerResource", actions!["ecr:GetAuthorizationToken"]).on_everything()
}

/// Where a repository that exists already is.
pub(crate) fn existing(name: &str) -> (Value<Arn>, Text) {
    use cfn::Pseudo::{AccountId, Region, UrlSuffix};
    let uri = text![AccountId, ".dkr.ecr.", Region, ".", UrlSuffix, "/", name];
    (Value::named("ecr", format!("repository/{name}")), uri)
}

/// Tags are never moved, so that a build today is a build tomorrow; images that no tag names go after two weeks.
fn image_repository() -> ecr::Repository {
    let untagged = json!({
        "rulePriority": 1,
        "description": "Images that no tag names",
        "selection": {
            "tagStatus": "untagged",
            "countType": "sinceImagePushed",
            "countUnit": "days",
            "countNumber": 14,
        },
        "action": { "type": "expire" },
    });
    ecr::Repository {
        image_tag_mutability: "IMMUTABLE",
        image_tag_mutability_exclusion_filters: Vec::new(),
        image_scanning_configuration: ecr::ImageScanning { scan_on_push: true },
        encryption_configuration: ecr::Encryption { encryption_type: "KMS" },
        lifecycle_policy: Some(ecr::LifecyclePolicy {
            lifecycle_policy_text: json!({ "rules": [untagged] }).to_string(),
        }),
        repository_policy_text: None,
    }
}
