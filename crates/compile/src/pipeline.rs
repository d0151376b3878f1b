//! The pipeline itself: its stages, what their actions can refer to, and the role that starts each of them.

use cfn::codepipeline::{Action, Artifact, ArtifactStore, Pipeline, Stage, Variable};
use cfn::events::Rule;
use cfn::iam::{Role, Statement, Trust};
use cfn::read::Step;
use cfn::{Arn, Entry, Handle, Resource, Text, Value, text};
use diag::Diagnostic;
use spec::{Build, Invoked, Located, Work};

use crate::abroad::Abroad;
use crate::actions::{actions_of, artifact, fetch, source};
use crate::approval::Gate;
use crate::build::Built;
use crate::cloudformation::{self, Changed};
use crate::commands::{self, Commanded};
use crate::conditions::{self, guard};
use crate::context::Context;
use crate::deploy::Deployments;
use crate::deployer::Deployer;
use crate::engine;
use crate::functions::{Target, at_home};
use crate::image::Imaged;
use crate::permissions::{actions, distinct};
use crate::release::Release;
use crate::self_update::{self, Updated};
use crate::source::Origin;
use crate::storage::Storage;
use crate::test::Tested;
use crate::trigger::filters;

/// Roles of actions, which trust the pipeline's.
pub(crate) struct Roles<'a> {
    pub(crate) commands: Vec<Commanded<'a>>,
}

/// Everything that an action can refer to.
pub(crate) struct Parts<'a> {
    /// The pipeline's name.
    pub(crate) pipeline: &'a str,
    pub(crate) storage: Storage,
    pub(crate) source: Origin<'a>,
    /// The sources beside it.
    pub(crate) further: Vec<Origin<'a>>,
    pub(crate) update: Option<Updated<'a>>,
    pub(crate) targets: Vec<Target<'a>>,
    pub(crate) abroad: Vec<Abroad<'a>>,
    pub(crate) images: Vec<Imaged<'a>>,
    pub(crate) builds: Vec<Built<'a>>,
    pub(crate) releases: Vec<Release<'a>>,
    pub(crate) tests: Vec<Tested<'a>>,
    pub(crate) changes: Vec<Changed<'a>>,
    pub(crate) approvals: Vec<Gate<'a>>,
    pub(crate) deployments: Deployments<'a>,
    pub(crate) deployer: Option<Deployer>,
}

impl<'a> Parts<'a> {
    /// Every source, the first one first.
    fn sources(&self) -> impl Iterator<Item = &Origin<'a>> {
        std::iter::once(&self.source).chain(&self.further)
    }

    /// What a build or test begins with.
    pub(crate) fn inputs(&self, run: &Build) -> Vec<Artifact> {
        let handed_on = run.inputs.iter().map(|name| artifact(name));
        self.sources().map(|source| artifact(source.artifact())).chain(handed_on).collect()
    }
}

pub(crate) fn add(
    cx: &mut Context<'_>,
    parts: &Parts<'_>,
    triggers: &[Handle<Rule>],
) -> Result<(), Diagnostic> {
    cx.template.section("The pipeline");
    let role = cx.add("PipelineRole", role(cx, parts))?;
    let roles = Roles { commands: commands::add(cx, &parts.storage, &role)? };
    let mut stages = vec![plain_stage("Source", parts.sources().map(source).collect())];
    if let Some(update) = &parts.update {
        let stage = plain_stage(self_update::STAGE, self_update::actions_of(cx, &parts.source, update));
        stages.push(Stage { before_entry: self_update::entry(&parts.source), ..stage });
    }
    let first = stages.len();
    for stage in &cx.stack.stages {
        let unguarded = plain_stage(&stage.name, actions_of(cx, &roles, parts, stage));
        stages.push(guard(cx, parts, stage, unguarded));
    }
    let pipeline = Pipeline {
        name: cx.name().to_owned(),
        pipeline_type: "V2",
        execution_mode: cx.stack.execution_mode.identifier(),
        role_arn: role.arn(),
        artifact_store: ArtifactStore { kind: "S3", location: parts.storage.bucket.reference() },
        triggers: parts.sources().filter_map(filters).collect(),
        variables: variables(cx.stack),
        stages,
    };
    let entry = pipeline.entry().skip("CKV_AWS_219", "S3's own key encrypts artifacts.");
    // Its first execution starts as soon as it exists: by then everything is there, or nothing was left behind.
    let entry = parts.deployments.groups.iter().fold(entry, |entry, group| entry.after(&group.handle));
    let entry = parts.deployer.iter().fold(entry, |entry, deployer| entry.after(&deployer.invocation));
    let entry = parts.deployments.log_group.iter().fold(entry, Entry::after);
    let entry = engine::native_aliases(parts).fold(entry, Entry::after);
    cx.add("Pipeline", triggers.iter().fold(entry, Entry::after))?;
    for (index, span) in
        cx.stack.stages.iter().enumerate().map(|(index, stage)| (index + first, stage.name.span()))
    {
        let path = ["Resources", "Pipeline", "Properties", "Stages"].map(Step::key);
        if let Some(span) = span {
            cx.template.comes_from(path.into_iter().chain([Step::Index(index)]), span);
        }
    }
    Ok(())
}

fn plain_stage(name: &str, actions: Vec<Action>) -> Stage {
    Stage { name: name.to_owned(), before_entry: None, on_success: None, on_failure: None, actions }
}

fn variables(stack: &spec::Stack) -> Vec<Variable> {
    let text = |text: &Located<String>| text.to_string();
    let variable = |(name, variable): (&Located<String>, &spec::Variable)| Variable {
        name: name.to_string(),
        default_value: variable.default.to_string(),
        description: variable.description.as_ref().map(text),
    };
    stack.variables.iter().map(variable).collect()
}

/// What each action's provider asks of the pipeline's role.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html>
fn role(cx: &Context<'_>, parts: &Parts<'_>) -> Role {
    let bucket = &parts.storage.bucket;
    let approvals = parts.approvals.iter().map(|gate| gate.topic.clone());
    let topics = distinct(approvals.chain(parts.update.iter().map(|update| update.topic.clone())));
    let mut statements = vec![
        Statement::allow(
            "IdentifyBucket",
            actions!["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
        )
        .on([bucket.arn()]),
        Statement::allow("PassArtifacts", actions!["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"])
            .on([parts.storage.artifacts()]),
    ];
    statements.extend(parts.sources().flat_map(fetch));
    statements.push(
        Statement::allow(
            "RunBuilds",
            actions!["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"],
        )
        .on(parts
            .builds
            .iter()
            .map(|built| &built.project)
            .chain(parts.releases.iter().map(|release| &release.project))
            .chain(parts.tests.iter().map(|test| &test.project))
            .chain(parts.images.iter().map(|image| &image.project))
            .map(Handle::<cfn::codebuild::Project>::arn)),
    );
    if !topics.is_empty() {
        statements.push(Statement::allow("AskReviewers", actions!["sns:Publish"]).on(topics));
    }
    statements.extend(cloudformation::statements(&parts.changes));
    statements.extend(conditions::statements(cx));
    statements.extend(self_update::statements(parts.update.as_ref()));
    let invoked = invoked(cx, parts);
    let by_actions = cx.stack.tasks().any(|task| matches!(task.work(), Work::Invoke(_)));
    if !invoked.is_empty() {
        statements.push(Statement::allow("InvokeFunctions", actions!["lambda:InvokeFunction"]).on(invoked));
    }
    if let Some(deployer) = &parts.deployer {
        let invoke = actions!["lambda:InvokeFunction"];
        statements.push(Statement::allow("InvokeDeployer", invoke).on([deployer.function.arn()]));
    }
    if parts.deployer.is_some() || by_actions {
        // "Otherwise, pipelines that include Lambda actions fail":
        // https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html
        let list = actions!["lambda:ListFunctions"];
        statements.push(Statement::allow("ListFunctionsHasNoNarrowerResource", list).on_everything());
    }
    statements.extend(engine::native_statements(cx, parts));
    statements.extend(engine::update_statements(parts));
    // AWS documents no condition on the trust of this role, and one that it does not meet would stop every execution.
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-service-role.html
    let trust = Trust::service("codepipeline.amazonaws.com");
    Role::new(trust, "Pipeline", statements)
}

/// The functions that stages and their conditions invoke.
fn invoked(cx: &Context<'_>, parts: &Parts<'_>) -> Vec<Value<Arn>> {
    distinct(cx.stack.invocations().map(|invoke| match &invoke.function {
        Invoked::Own(function) => at_home(&parts.targets, function).arn.clone(),
        Invoked::Existing(name) => Value::named("lambda", text!["function:", cx.text(name)] as Text),
    }))
}
