//! The engines besides CodeDeploy behind the deployer: CodePipeline's own action, and CloudFormation with a stack of the
//! application's own.

use cfn::cloudwatch::Alarm;
use cfn::codepipeline::{Action, ActionTypeId, Configuration};
use cfn::iam::{Role, Statement, Trust};
use cfn::lambda::Alias;
use cfn::logs::LogGroup;
use cfn::{Arn, Handle, Resource, Text, Value, text};
use diag::Diagnostic;
use indexmap::IndexMap;
use serde_json::json;
use spec::{Application, Deploy, Engine, Shift, Stack, Task, Work};

use crate::actions::{action, artifact};
use crate::context::Context;
use crate::deploy::{Deployments, deploy_task};
use crate::functions::{Target, find, own_statement};
use crate::names::words;
use crate::permissions::{actions, distinct};
use crate::pipeline::Parts;
use crate::storage::SOURCE_CODE;

/// A function whose traffic CodePipeline shifts itself.
pub(crate) struct Native {
    /// The function's name in the stack file.
    pub(crate) function: String,
    /// What watches it, by its name in the stack file.
    pub(crate) alarms: Vec<(String, Handle<Alarm>)>,
}

/// An application's stack that the pipeline updates.
pub(crate) struct Updated<'a> {
    task: Task<'a>,
    application: &'a Application,
    role: Handle<Role>,
}

/// Where CodePipeline's own action writes: its name is CodePipeline's choice, so that it is here before the first execution makes
/// one that never expires.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html>
pub(crate) fn log_group(cx: &mut Context<'_>) -> Result<Option<Handle<LogGroup>>, Diagnostic> {
    let is_native = |task: Task<'_>| matches!(task.work(), Work::Deploy(deploy) if matches!(*deploy.engine, Engine::CodePipeline));
    let writes_too = |task: Task<'_>| matches!(task.work(), Work::Commands(_));
    // Commands write there, too, and bring the group.
    if cx.is_abroad() || !cx.stack.tasks().any(is_native) || cx.stack.tasks().any(writes_too) {
        return Ok(None);
    }
    let group = LogGroup {
        log_group_name: Some(format!("/aws/codepipeline/{}", cx.name())),
        retention_in_days: cx.stack.log_retention.as_days().unwrap_or(30),
    };
    let entry = group
        .entry()
        .goes_with_the_stack()
        .skip("CKV_AWS_158", "CloudWatch's own keys encrypt it.")
        .note("It goes with the stack: kept, it would stand in the way of the next one of that name.");
    cx.add("ActionLogGroup", entry).map(Some)
}

fn native_targets<'p, 'a>(parts: &'p Parts<'a>) -> impl Iterator<Item = &'p Target<'a>> {
    let natives = parts.deployments.native.iter();
    natives.filter_map(|native| parts.targets.iter().find(|target| target.key.as_str() == native.function))
}

/// The aliases that CodePipeline moves itself, where the stack made them.
pub(crate) fn native_aliases<'p>(parts: &'p Parts<'_>) -> impl Iterator<Item = &'p Handle<Alias>> {
    native_targets(parts).filter_map(|target| Some(&target.created.as_ref()?.alias))
}

/// What CodePipeline does for its own action, under the pipeline's role.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html>
pub(crate) fn native_statements(cx: &Context<'_>, parts: &Parts<'_>) -> Vec<Statement> {
    let native = &parts.deployments.native;
    if native.is_empty() {
        return Vec::new();
    }
    let log: Value<Arn> = Value::named("logs", format!("log-group:/aws/codepipeline/{}:*", cx.name()));
    let targets = || native_targets(parts);
    let alarms: Vec<_> =
        native.iter().flat_map(|native| &native.alarms).map(|(_, alarm)| alarm.arn()).collect();
    let mut statements = vec![
        Statement::allow("ShiftTraffic", actions!["lambda:GetAlias", "lambda:UpdateAlias"])
            .on(targets().map(|target| target.arn.clone())),
        Statement::allow("LookAtFunctions", actions!["lambda:GetFunctionConfiguration"])
            .on(targets().flat_map(|target| [target.arn.clone(), target.qualified()])),
        Statement::allow("MindProvisionedConcurrency", actions!["lambda:GetProvisionedConcurrencyConfig"])
            .on(targets().map(Target::qualified)),
        Statement::allow("WriteActionLog", actions!["logs:CreateLogStream", "logs:PutLogEvents"]).on([log]),
    ];
    if !alarms.is_empty() {
        statements.push(Statement::allow("AskForAlarms", actions!["cloudwatch:DescribeAlarms"]).on(alarms));
    }
    statements
}

/// CodePipeline's own action, with the version that the release has published.
pub(crate) fn shift(parts: &Parts<'_>, task: Task<'_>, deploy: &Deploy, target: &Target<'_>) -> Action {
    let mut configuration = IndexMap::from([
        ("FunctionName", Configuration::from(target.name.clone())),
        ("FunctionAlias", Configuration::from(target.spec.alias())),
        ("PublishedTargetVersion", Configuration::from(target.version_variable())),
        ("DeployStrategy", Configuration::from(strategy(*deploy.shift()))),
    ]);
    let native = parts.deployments.native.iter().find(|native| native.function == target.key.as_str());
    let names: Vec<_> =
        native.iter().flat_map(|native| &native.alarms).map(|(_, alarm)| alarm.name()).collect();
    if !names.is_empty() {
        configuration.insert("Alarms", Configuration::from(joined(names, ",")));
    }
    action(&action_name(task, target.package), ActionTypeId::aws("Deploy", "Lambda"), configuration)
}

/// The name of the action that deploys one function.
pub(crate) fn action_name(task: Task<'_>, function: &str) -> String {
    match &task.action.name {
        Some(name) => format!("{}-{function}", name.as_str()),
        None => function.to_owned(),
    }
}

/// How the action spells a shift.
fn strategy(shift: Shift) -> String {
    let unit = |minutes: u16| if minutes == 1 { "Minute" } else { "Minutes" };
    match shift {
        Shift::AllAtOnce => "AllAtOnce".to_owned(),
        Shift::Canary { percent, minutes } => format!("Canary{percent}Percent{minutes}{}", unit(minutes)),
        Shift::Linear { percent, minutes } => {
            format!("Linear{percent}PercentEvery{minutes}{}", unit(minutes))
        }
    }
}

fn joined(texts: Vec<Text>, separator: &str) -> Text {
    texts.into_iter().reduce(|all, text| text![all, separator, text]).unwrap_or_else(|| text![""])
}

/// The application's stack of a task, where it updates one.
pub(crate) fn application(deploy: &Deploy) -> Option<&Application> {
    match &*deploy.engine {
        Engine::CloudFormation(application) => Some(application),
        Engine::CodeDeploy | Engine::CodePipeline => None,
    }
}

/// The stacks that the pipeline updates, each under a role of its own.
pub(crate) fn updated<'a>(
    cx: &mut Context<'a>,
    targets: &[Target<'_>],
    deployments: &Deployments<'a>,
) -> Result<Vec<Updated<'a>>, Diagnostic> {
    let stack: &'a Stack = cx.stack;
    let mut stacks = Vec::new();
    for (task, deploy) in stack.tasks().filter_map(deploy_task) {
        // Those of an application's stack are where the pipeline is.
        let Some(application) = application(deploy).filter(|_| !cx.is_abroad()) else { continue };
        let functions: Vec<_> = find(targets, deploy).collect();
        let statements = statements(cx, deployments, application, &functions);
        // AWS documents no condition on the trust of such a role.
        // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
        let role =
            Role::new(Trust::service("cloudformation.amazonaws.com"), "Stack", statements.iter().cloned());
        let entry = statements.iter().fold(role.entry(), cfn::Entry::calls);
        let id = format!("{}StackRole", words(&task.whole_name()));
        let role = cx.add_at(task.name().span(), &id, entry)?;
        stacks.push(Updated { task, application, role });
    }
    Ok(stacks)
}

/// What CloudFormation does to the application's stack: it has CodeDeploy move the aliases, and whatever the stack file allows.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html>
fn statements(
    cx: &Context<'_>,
    deployments: &Deployments<'_>,
    application: &Application,
    functions: &[&Target<'_>],
) -> Vec<Statement> {
    let name = cx.name();
    let configs =
        deployments.groups.iter().filter(|group| functions.iter().any(|function| group.is_of(function)));
    let configs = distinct(
        configs.map(|group| Value::named("codedeploy", text!["deploymentconfig:", &group.config] as Text)),
    );
    let mut statements = vec![
        Statement::allow("MoveAliases", actions!["lambda:GetAlias", "lambda:UpdateAlias"])
            .on(functions.iter().map(|function| function.arn.clone())),
        Statement::allow("Deploy", actions!["codedeploy:CreateDeployment", "codedeploy:GetDeployment"])
            .on(functions.iter().map(|function| Deployments::group_arn(name, &function.key))),
        // https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html
        Statement::allow(
            "RegisterRevisions",
            actions!["codedeploy:GetApplicationRevision", "codedeploy:RegisterApplicationRevision"],
        )
        .on([Deployments::application_arn(name)]),
        Statement::allow("UseConfigurations", actions!["codedeploy:GetDeploymentConfig"]).on(configs),
    ];
    statements.extend(application.policy.iter().map(|statement| own_statement(cx, statement)));
    statements
}

/// What updating the stacks takes, under the pipeline's role.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html>
pub(crate) fn update_statements(parts: &Parts<'_>) -> Vec<Statement> {
    let stacks = &parts.deployments.stacks;
    if stacks.is_empty() {
        return Vec::new();
    }
    let arn = |stack: &str| Value::named("cloudformation", format!("stack/{stack}/*"));
    vec![
        Statement::allow(
            "UpdateApplications",
            actions![
                "cloudformation:CreateStack",
                "cloudformation:DescribeStacks",
                "cloudformation:UpdateStack"
            ],
        )
        .on(stacks.iter().map(|stack| arn(&stack.application.stack))),
        Statement::allow("HandRolesToCloudFormation", actions!["iam:PassRole"])
            .on(stacks.iter().map(|stack| stack.role.arn()))
            .when(cfn::iam::Operator::StringEquals, "iam:PassedToService", "cloudformation.amazonaws.com"),
    ]
}

/// The update of an application's stack, with the versions that the release has published.
pub(crate) fn update(cx: &Context<'_>, parts: &Parts<'_>, task: Task<'_>, deploy: &Deploy) -> Option<Action> {
    let updated =
        parts.deployments.stacks.iter().find(|stack| std::ptr::eq(stack.task.action, task.action))?;
    let application = updated.application;
    let versions = find(&parts.targets, deploy)
        .map(|target| (format!("{}Version", target.words()), text![target.version_variable()] as Text));
    let own = application.parameters.iter().map(|(name, value)| (name.to_string(), cx.text(value)));
    let overrides = versions.chain(own).map(|(name, value)| match value {
        Value::Literal(value) => text![json!(name).to_string(), ":", json!(value).to_string()],
        value @ Value::Expression(_) => text![json!(name).to_string(), ":\"", value, "\""],
    });
    let overrides: Text = text!["{", joined(overrides.collect(), ","), "}"];
    let mut configuration = IndexMap::from([
        ("ActionMode", Configuration::from("CREATE_UPDATE")),
        ("StackName", Configuration::from(application.stack.as_str())),
        ("TemplatePath", Configuration::from(format!("{SOURCE_CODE}::{}", application.template.as_str()))),
        ("RoleArn", Configuration::from(text![updated.role.arn()] as Text)),
        ("ParameterOverrides", Configuration::from(overrides)),
    ]);
    let capabilities: Vec<_> =
        application.capabilities.iter().map(|capability| capability.identifier()).collect();
    if !capabilities.is_empty() {
        configuration.insert("Capabilities", Configuration::from(capabilities.join(",")));
    }
    let name = task.action.name.as_ref().map_or("Application", |name| name.as_str());
    Some(Action {
        input_artifacts: vec![artifact(SOURCE_CODE)],
        ..action(name, ActionTypeId::aws("Deploy", "CloudFormation"), configuration)
    })
}
