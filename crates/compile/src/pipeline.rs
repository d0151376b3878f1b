//! The pipeline itself: stages, actions, and the role that starts each of them.

use cfn::codepipeline::{Action, ActionTypeId, Artifact, ArtifactStore, Configuration, OutputArtifact};
use cfn::codepipeline::{Pipeline, Stage, Variable};
use cfn::events::Rule;
use cfn::iam::{Role, Statement, Trust};
use cfn::read::Step;
use cfn::{Arn, Entry, Handle, Resource, Text, Value, text};
use diag::Diagnostic;
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use spec::{Build, Deploy, Engine, EnvironmentRef, Invoked, Located, Order, Task, Test, Work};

use crate::abroad::Abroad;
use crate::approval::Gate;
use crate::build::Built;
use crate::cloudformation::{self, Changed};
use crate::commands::{self, Commanded};
use crate::conditions::{self, guard};
use crate::console;
use crate::context::Context;
use crate::deploy::Deployments;
use crate::deployer::Deployer;
use crate::engine;
use crate::environment::passed;
use crate::functions::{Target, at_home, find, namespace};
use crate::image::Imaged;
use crate::permissions::{actions, distinct};
use crate::release::{Release, inputs};
use crate::self_update::{self, Updated};
use crate::source::{Origin, Place};
use crate::steps;
use crate::storage::{PACKAGES, SOURCE_CODE, Storage};
use crate::test::Tested;
use crate::trigger::filters;

/// The action that publishes versions.
const RELEASE_ACTION: &str = "Release";

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
    fn inputs(&self, run: &Build) -> Vec<Artifact> {
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

/// A stage's actions. What several actions take to do one piece of work is over before the next run order begins.
fn actions_of(cx: &Context<'_>, roles: &Roles<'_>, parts: &Parts<'_>, stage: &spec::Stage) -> Vec<Action> {
    let tasks: Vec<_> = stage.tasks().collect();
    let mut actions: Vec<Action> = Vec::new();
    let mut over = 0;
    for side_by_side in tasks.chunk_by(|one, other| one.action.run_order() == other.action.run_order()) {
        let begin = over;
        for task in side_by_side {
            for mut action in work(cx, roles, parts, *task) {
                let order = begin + action.run_order.unwrap_or(1);
                if begin > 0 {
                    action.run_order = Some(order);
                }
                over = over.max(order);
                actions.push(action);
            }
        }
    }
    actions
}

/// What a piece of work takes, in run orders of its own.
fn work(cx: &Context<'_>, roles: &Roles<'_>, parts: &Parts<'_>, task: Task<'_>) -> Vec<Action> {
    match task.work() {
        Work::Build(_) => builds(cx, parts, task),
        Work::Test(_) => tests(parts, task),
        Work::Image(_) => images(cx, parts, task),
        Work::Invoke(invoke) => vec![steps::invoke(cx, parts, task, invoke)],
        Work::Commands(_) => steps::commands(roles, task).into_iter().collect(),
        Work::CloudFormation(stack) => steps::cloudformation(cx, roles, parts, task, stack),
        Work::Approval(_) => approvals(parts, task),
        Work::Deploy(deploy) => in_a_row([
            deploy_releases(parts, task, deploy),
            approvals(parts, task),
            deploy_actions(cx, parts, task, deploy),
        ]),
    }
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

/// A connection's right has the name that the service had when the connection was made.
fn fetch(source: &Origin<'_>) -> Vec<Statement> {
    let sid = format!("Fetch{}", source.action());
    let sid = sid.as_str();
    vec![match &source.place {
        Place::Object { arn, key, .. } => {
            // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
            let look = Statement::allow(
                &format!("{sid}Bucket"),
                actions!["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
            )
            .on([arn.clone()]);
            let read = Statement::allow(sid, actions!["s3:GetObject", "s3:GetObjectVersion"]);
            return vec![look, read.on([arn.below(key.as_str())])];
        }
        Place::Image { arn, .. } => Statement::allow(sid, actions!["ecr:DescribeImages"]).on([arn.clone()]),
        Place::CodeCommit { arn, .. } => Statement::allow(
            sid,
            actions![
                "codecommit:CancelUploadArchive",
                "codecommit:GetBranch",
                "codecommit:GetCommit",
                "codecommit:GetUploadArchiveStatus",
                "codecommit:UploadArchive",
            ],
        )
        .on([arn.clone()]),
        Place::Connection { arn, former_name: true, .. } => {
            Statement::allow(sid, actions!["codestar-connections:UseConnection"]).on([arn.clone()])
        }
        Place::Connection { arn, .. } => {
            Statement::allow(sid, actions!["codeconnections:UseConnection"]).on([arn.clone()])
        }
    }]
}

fn source(source: &Origin<'_>) -> Action {
    let mut configuration = IndexMap::new();
    let provider = match &source.place {
        Place::Object { bucket, key, .. } => {
            configuration.insert("S3Bucket", Configuration::from(bucket.clone()));
            configuration.insert("S3ObjectKey", Configuration::from(key.as_str()));
            configuration.insert("PollForSourceChanges", Configuration::Flag(false));
            "S3"
        }
        Place::Image { repository, tag, .. } => {
            configuration.insert("RepositoryName", Configuration::from(repository.as_str()));
            configuration.insert("ImageTag", Configuration::from(tag.clone()));
            "ECR"
        }
        Place::CodeCommit { branch, repository, .. } => {
            configuration.insert("RepositoryName", Configuration::from(repository.clone()));
            configuration.insert("BranchName", Configuration::from(branch.clone()));
            configuration.insert("PollForSourceChanges", Configuration::Flag(false));
            "CodeCommit"
        }
        Place::Connection { branch, repository, arn, filtered, .. } => {
            configuration.insert("ConnectionArn", Configuration::from(text![arn] as Text));
            configuration.insert("FullRepositoryId", Configuration::from(repository.as_str()));
            configuration.insert("BranchName", Configuration::from(branch.clone()));
            configuration.insert("DetectChanges", Configuration::Flag(!filtered));
            "CodeStarSourceConnection"
        }
    };
    Action {
        namespace: Some(source.namespace()),
        output_artifacts: vec![output(source.artifact())],
        ..action(source.action(), ActionTypeId::aws("Source", provider), configuration)
    }
}

/// A build, and behind the last one the release of what all of them have packaged.
fn builds(cx: &Context<'_>, parts: &Parts<'_>, task: Task<'_>) -> Vec<Action> {
    let its = parts.builds.iter().filter(|built| std::ptr::eq(built.task.action, task.action));
    its.map(|built| build(parts, built)).chain(release_behind(cx, parts, task)).collect()
}

/// The release, behind the last task that makes something to release.
fn release_behind(cx: &Context<'_>, parts: &Parts<'_>, task: Task<'_>) -> Option<Action> {
    let last = cx.stack.releasing().filter(|last| std::ptr::eq(last.action, task.action));
    last.and_then(|_| release(parts, None))
}

fn build(parts: &Parts<'_>, built: &Built<'_>) -> Action {
    let name = built.task.action.name.as_ref().map_or("Build", |name| name.as_str());
    Action {
        namespace: built.task.namespace(),
        input_artifacts: parts.inputs(built.spec),
        output_artifacts: built.outputs().map(output).collect(),
        ..action(
            name,
            ActionTypeId::aws("Build", "CodeBuild"),
            with_primary(
                parts,
                built.spec,
                codebuild(built.project.reference(), passed(built.spec).collect()),
            ),
        )
    }
}

/// A project to run, and the variables that it gets besides its own.
fn codebuild(project: Text, variables: Vec<Json>) -> IndexMap<&'static str, Configuration> {
    let mut configuration = IndexMap::from([("ProjectName", Configuration::from(project))]);
    if !variables.is_empty() {
        let variables = Json::from(variables).to_string();
        configuration.insert("EnvironmentVariables", Configuration::from(variables.as_str()));
    }
    configuration
}

/// Of several inputs, the first is where the commands begin.
fn with_primary(
    parts: &Parts<'_>,
    run: &Build,
    mut configuration: IndexMap<&'static str, Configuration>,
) -> IndexMap<&'static str, Configuration> {
    if !parts.further.is_empty() || !run.inputs.is_empty() {
        configuration.insert("PrimarySource", Configuration::from(SOURCE_CODE));
    }
    configuration
}

/// The same tests once for each combination of the matrix, side by side.
fn tests(parts: &Parts<'_>, task: Task<'_>) -> Vec<Action> {
    let tests = parts.tests.iter().filter(|tested| std::ptr::eq(tested.task.action, task.action));
    tests
        .flat_map(|tested| tested.spec.combinations().into_iter().map(|one| test(parts, tested, &one)))
        .collect()
}

fn test(
    parts: &Parts<'_>,
    tested: &Tested<'_>,
    combination: &[(&Located<String>, &Located<String>)],
) -> Action {
    let name = match combination {
        [] => tested.task.name().to_string(),
        some => format!("{}-{}", tested.task.name().as_str(), Test::suffix(some)),
    };
    let chosen =
        combination.iter().map(|(name, value)| json!({ "name": name.as_str(), "value": value.as_str() }));
    let variables = chosen.chain(passed(&tested.spec.run)).collect();
    Action {
        namespace: tested.task.namespace(),
        input_artifacts: parts.inputs(&tested.spec.run),
        ..action(
            &name,
            ActionTypeId::aws("Test", "CodeBuild"),
            with_primary(parts, &tested.spec.run, codebuild(tested.project.reference(), variables)),
        )
    }
}

/// An image, and behind the last one that functions run the release of what all of them have built.
fn images(cx: &Context<'_>, parts: &Parts<'_>, task: Task<'_>) -> Vec<Action> {
    let images = parts.images.iter().filter(|image| std::ptr::eq(image.task.action, task.action));
    let variables =
        || vec![json!({ "name": "EXECUTION_ID", "value": "#{codepipeline.PipelineExecutionId}" })];
    let image = |image: &Imaged<'_>| Action {
        namespace: task.namespace(),
        input_artifacts: vec![artifact(SOURCE_CODE)],
        ..action(
            task.name(),
            ActionTypeId::aws("Build", "CodeBuild"),
            codebuild(image.project.reference(), variables()),
        )
    };
    images.map(image).chain(release_behind(cx, parts, task)).collect()
}

/// Steps of one piece of work, each over before the next begins.
fn in_a_row(steps: [Vec<Action>; 3]) -> Vec<Action> {
    let mut row: Vec<Action> = Vec::new();
    for step in steps {
        let over = row.iter().filter_map(|action| action.run_order).max().unwrap_or_default();
        row.extend(step.into_iter().map(|action| {
            let order = action.run_order.or((over > 0).then_some(1)).map(|order| over + order);
            Action { run_order: order, ..action }
        }));
    }
    row
}

/// The release into a stage's environment comes before anything is asked or shifted there.
fn deploy_releases(parts: &Parts<'_>, task: Task<'_>, deploy: &Deploy) -> Vec<Action> {
    let Some(environment) = deploy.environment.as_ref().map(EnvironmentRef::name) else { return Vec::new() };
    let name = match &task.action.name {
        Some(name) => format!("{}-{RELEASE_ACTION}", name.as_str()),
        None => RELEASE_ACTION.to_owned(),
    };
    let release = release(parts, Some(environment));
    release.map(|action| Action { name, run_order: Some(1), ..action }).into_iter().collect()
}

/// The release into an environment, or apart from any; none where no function is there.
fn release(parts: &Parts<'_>, environment: Option<&Located<String>>) -> Option<Action> {
    let release = parts.releases.iter().find(|release| release.environment == environment)?;
    let mut variables = vec![
        json!({ "name": "EXECUTION_ID", "value": "#{codepipeline.PipelineExecutionId}" }),
        json!({ "name": "COMMIT_ID", "value": revision(&parts.source.place) }),
    ];
    let there = parts.targets.iter().filter(|target| target.environment == environment);
    variables.extend(there.filter_map(|target| {
        let image = Imaged::of(&parts.images, target)?;
        let uri = format!("#{{{}.IMAGE_URI}}", image.task.namespace()?);
        Some(json!({ "name": format!("{}_IMAGE", target.prefix()), "value": uri }))
    }));
    let mut configuration = codebuild(release.project.reference(), variables);
    let inputs: Vec<_> = inputs(&parts.builds).map(artifact).collect();
    if inputs.len() > 1 {
        configuration.insert("PrimarySource", Configuration::from(PACKAGES));
    }
    Some(Action {
        run_order: Some(2),
        namespace: Some(namespace(environment)),
        input_artifacts: inputs,
        ..action(RELEASE_ACTION, ActionTypeId::aws("Build", "CodeBuild"), configuration)
    })
}

fn approvals(parts: &Parts<'_>, task: Task<'_>) -> Vec<Action> {
    let gates = parts.approvals.iter().filter(|gate| std::ptr::eq(gate.task.action, task.action));
    gates.map(|gate| approve(parts, gate)).collect()
}

fn approve(parts: &Parts<'_>, gate: &Gate<'_>) -> Action {
    let mut configuration = IndexMap::new();
    configuration.insert("NotificationArn", Configuration::from(text![&gate.topic] as Text));
    if let Some(commit) = commit(&parts.source.place) {
        configuration.insert("ExternalEntityLink", Configuration::from(commit));
    }
    configuration.insert("CustomData", Configuration::from(request(parts, gate)));
    Action {
        timeout_in_minutes: gate.spec.timeout.as_minutes(),
        ..action(&gate.action(), ActionTypeId::aws("Approval", "Manual"), configuration)
    }
}

/// The variable that says what exactly is delivered.
fn revision(place: &Place) -> &'static str {
    match place {
        Place::CodeCommit { .. } | Place::Connection { .. } => "#{Source.CommitId}",
        Place::Object { .. } => "#{Source.VersionId}",
        Place::Image { .. } => "#{Source.ImageDigest}",
    }
}

/// Where the commit is to be seen; nobody knows of a server of one's own.
pub(crate) fn commit(place: &Place) -> Option<Text> {
    const COMMIT: &str = "#{Source.CommitId}";
    match place {
        Place::CodeCommit { repository, .. } => Some(console::commit(repository, COMMIT)),
        Place::Connection { provider, repository, .. } => {
            provider.map(|provider| console::commit_at(provider, repository, COMMIT))
        }
        Place::Object { .. } | Place::Image { .. } => None,
    }
}

/// What the mail says: the user's own words, then what is under review and where to look.
fn request(parts: &Parts<'_>, gate: &Gate<'_>) -> Text {
    let mut lines: Vec<Text> = Vec::new();
    lines.extend(gate.spec.message.as_ref().map(|message| text![message.as_str()]));
    lines.push(match &parts.source.place {
        // The branch is whichever started the execution, and none for a tag.
        Place::Connection { filtered: true, .. } => text!["Commit #{Source.CommitId}."],
        Place::CodeCommit { branch, .. } | Place::Connection { branch, .. } => {
            text!["Commit #{Source.CommitId} on ", branch, "."]
        }
        Place::Object { key, .. } => text!["Version #{Source.VersionId} of ", key.as_str(), "."],
        Place::Image { repository, .. } => text!["Image #{Source.ImageDigest} of ", repository.as_str(), "."],
    });
    if gate.released {
        lines.extend(versions(parts, gate));
        lines.push(built(parts));
    }
    let newline: Text = text!["\n"];
    let mut request = Vec::new();
    for line in lines {
        if !request.is_empty() {
            request.push(newline.clone());
        }
        request.push(line);
    }
    Text::concat(request.into_iter().flat_map(cfn::IntoParts::into_parts))
}

/// Where the build is to be seen with its reports; several have their places in the execution.
fn built(parts: &Parts<'_>) -> Text {
    let reports =
        parts.builds.iter().any(|built| !built.reports.is_empty() || built.spec.buildspec.is_some());
    match &parts.builds[..] {
        [built] => {
            let namespace = built.task.namespace().filter(|_| built.exports_build_id);
            let page = match namespace {
                Some(namespace) => {
                    console::build(&built.project_name, &format!("#{{{namespace}.CODEBUILD_BUILD_ID}}"))
                }
                None => console::builds(&built.project_name),
            };
            text![if reports { "Build and test report: " } else { "Build: " }, page]
        }
        _ => text![
            if reports { "Builds and test reports: " } else { "Builds: " },
            console::execution(parts.pipeline),
        ],
    }
}

/// The versions under review, as many as fit: the whole mail has 1,000 characters, a message up to 400.
fn versions(parts: &Parts<'_>, gate: &Gate<'_>) -> Vec<Text> {
    const ROOM: usize = 280;
    let mut lines = Vec::new();
    let mut room = ROOM;
    let guarded: Vec<_> = parts.targets.iter().filter(|target| gate.guards(target)).collect();
    for target in &guarded {
        let version = target.version_variable();
        let width = version.len() + target.name_width() + "Version  of .".len();
        let Some(left) = room.checked_sub(width) else { break };
        room = left;
        lines.push(text!["Version ", version, " of ", &target.name, "."]);
    }
    let unnamed = guarded.len() - lines.len();
    if unnamed > 0 {
        lines.push(text![format!("{unnamed} more: see the variables of the action Release.")]);
    }
    lines
}

/// One function after the other: when one fails, those after it are not started and those before it stay. Or all together.
fn deploy_actions(cx: &Context<'_>, parts: &Parts<'_>, task: Task<'_>, deploy: &Deploy) -> Vec<Action> {
    if let Some(update) = engine::update(cx, parts, task, deploy) {
        return vec![update];
    }
    let deploy = &cx.stack.settled(deploy);
    let turns = find(&parts.targets, deploy).zip(1..).map(|(target, turn)| {
        let run_order = match *deploy.order {
            Order::OneAfterAnother => turn,
            Order::Together => 1,
        };
        let action = match (&*deploy.engine, &parts.deployer) {
            (Engine::CodeDeploy, Some(deployer)) => deploy_action(parts, deployer, task, target),
            _ => engine::shift(parts, task, deploy, target),
        };
        Action { run_order: Some(run_order), ..action }
    });
    turns.collect()
}

fn deploy_action(parts: &Parts<'_>, deployer: &Deployer, task: Task<'_>, target: &Target<'_>) -> Action {
    let quoted = |text: &str| json!(text).to_string();
    let parameters = text![
        r#"{"function":""#,
        &target.name,
        r#"","alias":"#,
        quoted(target.spec.alias()),
        r#","group":"#,
        quoted(&target.key),
        r#","key":"#,
        quoted(&target.key_variable()),
        r#","version":"#,
        quoted(&target.version_variable()),
        there(parts, target),
        "}",
    ];
    let mut configuration = IndexMap::new();
    configuration.insert("FunctionName", Configuration::from(deployer.function.reference()));
    configuration.insert("UserParameters", Configuration::from(parameters as Text));
    action(&engine::action_name(task, target.package), ActionTypeId::aws("Invoke", "Lambda"), configuration)
}

/// Where the deployer finds an environment elsewhere.
fn there(parts: &Parts<'_>, target: &Target<'_>) -> Text {
    let Some(abroad) = parts.abroad.iter().find(|abroad| target.environment == Some(abroad.name)) else {
        return Text::from("");
    };
    text![
        r#","role":""#,
        &abroad.deployer_role,
        r#"","externalId":"#,
        json!(abroad.external_id).to_string(),
        r#","region":""#,
        &abroad.region,
        r#"","bucket":""#,
        &abroad.bucket,
        r#"","application":"#,
        json!(abroad.application).to_string(),
    ]
}

pub(crate) fn action(
    name: &str,
    action_type_id: ActionTypeId,
    configuration: IndexMap<&'static str, Configuration>,
) -> Action {
    Action {
        name: name.to_owned(),
        action_type_id,
        run_order: None,
        timeout_in_minutes: None,
        namespace: None,
        input_artifacts: Vec::new(),
        output_artifacts: Vec::new(),
        configuration,
        commands: Vec::new(),
        output_variables: Vec::new(),
        environment_variables: Vec::new(),
        role_arn: None,
    }
}

fn output(name: &str) -> OutputArtifact {
    OutputArtifact { name: name.to_owned(), files: Vec::new() }
}

pub(crate) fn artifact(name: &str) -> Artifact {
    Artifact { name: name.to_owned() }
}
