//! Images that the pipeline builds: from a Dockerfile of the source into a repository, and past its scan.
//!
//! A Dockerfile is third-party code that runs as root: the project is privileged, which no other is, and its role reaches the
//! source, its log, and this one repository.

use cfn::codebuild::{Artifacts, Environment, EnvironmentVariable, Project, ProjectCache, Source};
use cfn::ecr::{Encryption, ImageScanning, LifecyclePolicy, MovingTag, Repository};
use cfn::iam::{Operator, PolicyDocument, Principal, Role, Statement};
use cfn::logs::LogGroup;
use cfn::{Arn, Handle, Resource, Text, Value, text};
use diag::Diagnostic;
use serde_json::json;
use spec::{Architecture, ImageBuild, Stack, Task, Work};

use crate::assets;
use crate::build::{existing, log_in, logs, trust};
use crate::context::Context;
use crate::functions::Target;
use crate::names::words;
use crate::permissions::{actions, identify_bucket, log_group, write_log};
use crate::render::render;
use crate::storage::{SOURCE_CODE, Storage};

/// How many images are kept.
const KEPT: u32 = 30;

/// An image that is built, and where it is.
pub(crate) struct Imaged<'a> {
    pub(crate) task: Task<'a>,
    pub(crate) spec: &'a ImageBuild,
    pub(crate) project: Handle<Project>,
    pub(crate) log_group: Handle<LogGroup>,
    /// The repository.
    pub(crate) arn: Value<Arn>,
    /// What the image is pushed as, without its tag.
    pub(crate) uri: Text,
}

impl<'a> Imaged<'a> {
    /// The image that a function runs, where it runs one.
    pub(crate) fn of<'i>(images: &'i [Imaged<'a>], target: &Target<'_>) -> Option<&'i Imaged<'a>> {
        let name = &target.spec.image.as_ref()?.built_by;
        images.iter().find(|image| image.task.name() == name)
    }

    /// The image that a task runs in, by the name of the action that builds it.
    ///
    /// # Panics
    /// Never for a stack that keeps the rules: they demand that one is built before.
    pub(crate) fn before<'i>(
        stack: &Stack,
        images: &'i [Imaged<'a>],
        task: Task<'_>,
        name: &str,
    ) -> &'i Imaged<'a> {
        let built = stack.image_before(task, name);
        images
            .iter()
            .find(|image| built.is_some_and(|(built, _)| std::ptr::eq(built.action, image.task.action)))
            .unwrap_or_else(|| unreachable!("an image is built before anything runs in it"))
    }
}

pub(crate) fn add<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    targets: &[Target<'_>],
) -> Result<Vec<Imaged<'a>>, Diagnostic> {
    let stack = cx.stack;
    let mut images = Vec::new();
    for task in stack.tasks() {
        if let Work::Image(spec) = task.work() {
            cx.because_of(task.name().span());
            let run_by: Vec<_> = targets.iter().filter(|target| runs(stack, target, task)).collect();
            images.push(one(cx, storage, &run_by, (task, spec))?);
        }
    }
    Ok(images)
}

/// Whether a function runs what a task builds.
fn runs(stack: &Stack, target: &Target<'_>, task: Task<'_>) -> bool {
    stack.image_of(&target.spec).is_some_and(|(image, _)| std::ptr::eq(image.action, task.action))
}

fn one<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    run_by: &[&Target<'_>],
    (task, spec): (Task<'a>, &'a ImageBuild),
) -> Result<Imaged<'a>, Diagnostic> {
    let place = task.name().span();
    let whole_name = task.whole_name();
    let id = words(&whole_name);
    let project_name = cx.named(&format!("image-{}", whole_name.replace(['.', '@'], "-")));
    cx.template.section(&format!("{whole_name}: builds an image, and may push to its repository alone"));
    let (arn, uri) = match &spec.existing {
        Some(name) => existing(name),
        None => {
            let why =
                "The tag of the image that builds run in moves, once its scan is passed; no other does.";
            let repository = repository(run_by).entry().retain().skip("CKV_AWS_51", why);
            let repository = cx.add_at(place, &format!("{id}Repository"), repository)?;
            (repository.arn(), repository.repository_uri())
        }
    };
    let log_group = log_group(cx, place, &format!("{id}LogGroup"), *cx.stack.log_retention)?;
    let role = Role::new(trust(&project_name), "Image", statements(storage, &arn, &log_group));
    let role = cx.add_at(place, &format!("{id}Role"), role)?;
    let is_arm = *spec.architecture == Architecture::Arm64;
    let (kind, image) = if is_arm {
        ("ARM_CONTAINER", "aws/codebuild/amazonlinux-aarch64-standard:3.0")
    } else {
        ("LINUX_CONTAINER", "aws/codebuild/amazonlinux-x86_64-standard:5.0")
    };
    let project = Project {
        name: project_name,
        description: "Builds an image".to_owned(),
        service_role: role.arn(),
        timeout_in_minutes: spec.timeout.as_minutes(),
        artifacts: Artifacts { kind: "CODEPIPELINE" },
        environment: Environment {
            kind,
            compute_type: spec.compute.identifier(),
            image: image.into(),
            image_pull_credentials_type: "CODEBUILD",
            privileged_mode: Some(true),
            environment_variables: variables(&uri, !run_by.is_empty()),
        },
        source: Source { kind: "CODEPIPELINE", build_spec: text![buildspec(spec)] },
        vpc_config: None,
        cache: ProjectCache { kind: "NO_CACHE", location: None, modes: Vec::new() },
        logs_config: logs(&log_group),
    };
    let project = project.entry().skip("CKV_AWS_316", "It builds an image, which takes a Docker daemon.");
    let project = cx.add_at(place, &format!("{id}Project"), project)?;
    Ok(Imaged { task, spec, project, log_group, arn, uri })
}

/// What image.sh reads. Lambda takes no image with an attestation beside it, which buildx adds of its own accord.
/// <https://docs.aws.amazon.com/lambda/latest/dg/python-image.html>
/// <https://docs.docker.com/build/building/variables/#buildx_no_default_attestations>
fn variables(uri: &Text, is_for_lambda: bool) -> Vec<EnvironmentVariable> {
    let plain = |name: &str, value: Text| EnvironmentVariable { name: name.to_owned(), kind: None, value };
    let mut variables = vec![plain("REPOSITORY_URI", uri.clone())];
    if is_for_lambda {
        variables.push(plain("BUILDX_NO_DEFAULT_ATTESTATIONS", "1".into()));
    }
    variables
}

fn buildspec(spec: &ImageBuild) -> String {
    render(
        "image",
        json!({
            "script": assets::IMAGE,
            "dockerfile": spec.dockerfile.as_str(),
            "context": spec.context.as_str(),
            "severities": spec.fail_on.and_worse().join(" "),
        }),
    )
}

/// What image.sh calls, docker's part among it.
/// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html>
fn statements(storage: &Storage, repository: &Value<Arn>, log_group: &Handle<LogGroup>) -> Vec<Statement> {
    vec![
        write_log(log_group),
        identify_bucket(&storage.bucket),
        Statement::allow("ReadInput", actions!["s3:GetObject", "s3:GetObjectVersion"])
            .on([storage.artifact(SOURCE_CODE)]),
        log_in(),
        Statement::allow(
            "PushImage",
            actions![
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:CompleteLayerUpload",
                "ecr:InitiateLayerUpload",
                "ecr:PutImage",
                "ecr:UploadLayerPart",
            ],
        )
        .on([repository.clone()]),
        Statement::allow("ReadScan", actions!["ecr:DescribeImageScanFindings"]).on([repository.clone()]),
    ]
}

/// Tags stay where they are but for the one that builds use. The image that it names is never too old: what a rule matches, a rule
/// behind it does not expire.
/// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html>
fn lifecycle() -> LifecyclePolicy {
    let rule = |priority: u32, description: &str, selection: serde_json::Value| {
        let action = json!({ "type": "expire" });
        json!({ "rulePriority": priority, "description": description, "selection": selection, "action": action })
    };
    let rules = [
        rule(
            1,
            "The image in use stays",
            json!({
                "tagStatus": "tagged",
                "tagPatternList": [ImageBuild::TAG],
                "countType": "imageCountMoreThan",
                "countNumber": 1,
            }),
        ),
        rule(
            2,
            "Images that no tag names",
            json!({
                "tagStatus": "untagged",
                "countType": "sinceImagePushed",
                "countUnit": "days",
                "countNumber": 14,
            }),
        ),
        rule(
            3,
            "The oldest",
            json!({
                "tagStatus": "any",
                "countType": "imageCountMoreThan",
                "countNumber": KEPT,
            }),
        ),
    ];
    LifecyclePolicy { lifecycle_policy_text: json!({ "rules": rules }).to_string() }
}

/// Of the images that functions run none expires: a version whose image is gone fails at every invocation.
/// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-images.html>
fn repository(run_by: &[&Target<'_>]) -> Repository {
    let is_for_lambda = !run_by.is_empty();
    Repository {
        image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION",
        image_tag_mutability_exclusion_filters: vec![MovingTag {
            image_tag_mutability_exclusion_filter_type: "WILDCARD",
            image_tag_mutability_exclusion_filter_value: ImageBuild::TAG,
        }],
        image_scanning_configuration: ImageScanning { scan_on_push: true },
        encryption_configuration: Encryption { encryption_type: "KMS" },
        lifecycle_policy: (!is_for_lambda).then(lifecycle),
        repository_policy_text: is_for_lambda.then(|| PolicyDocument::new([pulled_by(run_by)])),
    }
}

/// Lambda pulls in its own name, and says for which function: whether with its version, no page says.
/// <https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#configuration-images-permissions>
fn pulled_by(targets: &[&Target<'_>]) -> Statement {
    Statement::allow(
        "LambdaPullsForItsFunctions",
        actions!["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    )
    .to(Principal::Service("lambda.amazonaws.com"))
    .when_any(
        Operator::ArnLike,
        "aws:SourceArn",
        targets.iter().flat_map(|target| [target.arn.clone(), target.qualified()]),
    )
}
