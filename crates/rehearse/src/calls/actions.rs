//! What each action of a pipeline calls under the role that runs it: the pipeline's, or the action's own.

use super::artifacts::{Store, names};
use super::names::{arn, function, in_region, token};
use super::{
    Call, Calls, Table, When, cloudformation, codedeploy_action, deploys, messages, rules, secrets, sources,
};
use crate::world::{Resource, Value, World};

#[derive(Debug, Clone, Copy)]
enum On {
    Project,
    Function,
    Everything,
    LogGroup,
}

const STOPPED: When =
    When::Perhaps("when the action is stopped or takes too long, of which AWS's page says nothing");

const HANDED_ON: When =
    When::Perhaps("when artifacts are handed on: AWS's page counts it among the least that a pipeline needs");

/// Where actions have roles of their own, those write.
const LEAST: When = When::Listed("AWS's page counts it among the least that a pipeline needs");

const COPIED: When = When::Only("when artifacts are copied to and from the region of an action");

const CODEBUILD: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
    rows: &[
        ("codebuild:StartBuild", On::Project, When::Always),
        ("codebuild:BatchGetBuilds", On::Project, When::Always),
        ("codebuild:StopBuild", On::Project, STOPPED),
    ],
};
const CODEBUILD_BATCH: Table<On> = Table {
    page: CODEBUILD.page,
    rows: &[
        ("codebuild:StartBuildBatch", On::Project, When::Always),
        ("codebuild:BatchGetBuildBatches", On::Project, When::Always),
        ("codebuild:StopBuildBatch", On::Project, STOPPED),
    ],
};
/// "Otherwise, pipelines that include Lambda actions fail."
const LAMBDA: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html",
    rows: &[
        ("lambda:ListFunctions", On::Everything, When::Always),
        ("lambda:InvokeFunction", On::Function, When::Always),
    ],
};
const COMMANDS: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html",
    rows: &[
        ("logs:CreateLogGroup", On::LogGroup, When::Only("when the log group does not exist yet")),
        ("logs:CreateLogStream", On::LogGroup, When::Always),
        ("logs:PutLogEvents", On::LogGroup, When::Always),
    ],
};

/// What the pipeline's role calls, whoever runs the actions: it looks at the store, and copies artifacts to the regions of
/// actions elsewhere.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html>
pub(crate) fn pipeline(world: &World<'_>, pipeline: &Resource<'_>) -> Calls {
    let Some(home) = Store::of(world, pipeline, None) else {
        return Calls::unknown("the pipeline's artifact store is not known");
    };
    let mut calls = home.look();
    let stages = pipeline.property("Stages").items();
    for stage in stages {
        calls.extend(rules::of_stage(world, pipeline, stage));
    }
    for action in stages.iter().flat_map(|stage| stage.get("Actions").items()) {
        for artifact in names(action, "InputArtifacts") {
            calls.extend(home.read(world, artifact).only(HANDED_ON));
        }
        for artifact in names(action, "OutputArtifacts") {
            calls.extend(home.write(world, artifact).all(LEAST));
        }
        let elsewhere = action.get("Region").text().filter(|region| *region != world.region());
        let Some(store) = elsewhere.and_then(|region| Store::of(world, pipeline, Some(region))) else {
            continue;
        };
        for artifact in names(action, "InputArtifacts") {
            calls.extend(home.read(world, artifact).only(COPIED));
            calls.extend(store.write(world, artifact).only(COPIED));
        }
        for artifact in names(action, "OutputArtifacts") {
            calls.extend(store.read(world, artifact).only(COPIED));
            calls.extend(home.write(world, artifact).only(COPIED));
        }
    }
    calls
}

/// The call by which the pipeline's role takes the action's own, where the action has one.
pub(crate) fn assume(action: &Value<'_>) -> Option<Call> {
    let role = action.get("RoleArn").text()?;
    Some(Call {
        action: "sts:AssumeRole".into(),
        resource: role.to_owned(),
        context: Vec::new(),
        when: When::Always,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html",
    })
}

/// What an action calls, artifacts included, under the role that runs it.
pub(crate) fn action(world: &World<'_>, pipeline: &Resource<'_>, action: &Value<'_>) -> Calls {
    let kind = action.get("ActionTypeId");
    let part = |key| kind.get(key).text().unwrap_or_default();
    let (category, owner, provider) = (part("Category"), part("Owner"), part("Provider"));
    let mut calls = match (category, owner, provider) {
        ("Source", "AWS", "CodeCommit") => sources::codecommit(world, action),
        ("Source", "AWS", "S3") => sources::s3(world, action),
        ("Source", "AWS", "ECR") => sources::ecr(world, action),
        ("Source", "AWS", "CodeStarSourceConnection") => sources::connection(action),
        // It has a token of its own.
        ("Source", "ThirdParty", "GitHub") => Calls::none(),
        ("Build" | "Test", "AWS", "CodeBuild") => builds(world, action),
        ("Approval", "AWS", "Manual") => approval(world, action),
        ("Invoke", "AWS", "Lambda") => invoke(world, action),
        ("Compute", "AWS", "Commands") => commands(world, pipeline, action),
        ("Deploy", "AWS", "CloudFormation") => cloudformation::stack(world, action),
        ("Deploy", "AWS", "CloudFormationStackSet") => cloudformation::stack_set(world, action),
        ("Deploy", "AWS", "CloudFormationStackInstances") => cloudformation::stack_instances(world, action),
        ("Deploy", "AWS", "CodeDeploy") => codedeploy_action::servers(world, action),
        ("Deploy", "AWS", "CodeDeployToECS") => codedeploy_action::ecs(world, action),
        ("Deploy", "AWS", "ECS") => deploys::ecs(world, action),
        ("Deploy", "AWS", "S3") => deploys::s3(world, action),
        ("Deploy", "AWS", "Lambda") => deploys::lambda(world, pipeline, action),
        ("Deploy" | "Invoke", "AWS", "AppConfig") => deploys::app_config(world, action),
        ("Deploy", "AWS", "ServiceCatalog") => deploys::service_catalog(world, action),
        ("Invoke", "AWS", "StepFunctions") => deploys::step_functions(world, action),
        ("Invoke", "AWS", "CodePipeline") => deploys::pipeline(world, action),
        _ => Calls::unknown(format!(
            "what the provider {provider} ({category}, {owner}) calls is not modelled"
        )),
    };
    calls.extend(artifacts(world, pipeline, action, category, provider));
    calls
}

/// What the role that runs the action reads and writes. A build does that under its project's role, and a function with
/// credentials that it is given with the job.
fn artifacts(
    world: &World<'_>,
    pipeline: &Resource<'_>,
    action: &Value<'_>,
    category: &str,
    provider: &str,
) -> Calls {
    let Some(store) = Store::of(world, pipeline, action.get("Region").text()) else { return Calls::none() };
    let when = match (category, provider) {
        ("Build" | "Test", "CodeBuild") => return Calls::none(),
        ("Invoke", "Lambda") => When::Only("when the function uses the credentials of its job"),
        _ => When::Always,
    };
    let mut calls = Calls::none();
    for artifact in names(action, "InputArtifacts") {
        calls.extend(store.read(world, artifact));
    }
    for artifact in names(action, "OutputArtifacts") {
        calls.extend(store.write(world, artifact));
    }
    calls.only(when)
}

pub(super) fn builds(world: &World<'_>, action: &Value<'_>) -> Calls {
    let configuration = action.get("Configuration");
    let Some(name) = configuration.get("ProjectName").text() else {
        return Calls::unknown("the action names no CodeBuild project");
    };
    let arn = arn(world, "AWS::CodeBuild::Project", name, "codebuild", "project/");
    let arn = in_region(world, arn, action.get("Region").text());
    let mut calls = Calls::none();
    let batch = configuration.get("BatchEnabled").boolean() == Some(true);
    calls.table(if batch { &CODEBUILD_BATCH } else { &CODEBUILD }, |_| vec![arn.clone()]);
    calls
}

fn approval(world: &World<'_>, action: &Value<'_>) -> Calls {
    let page =
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-service-role-permissions.html";
    match action.at(&["Configuration", "NotificationArn"]).text() {
        Some(topic) => messages::publish_as_role(world, topic, page),
        None => Calls::none(),
    }
}

fn invoke(world: &World<'_>, action: &Value<'_>) -> Calls {
    let Some(name) = action.at(&["Configuration", "FunctionName"]).text() else {
        return Calls::unknown("the action names no function");
    };
    let (arn, qualifier) = function(world, name);
    let arn = in_region(world, arn, action.get("Region").text());
    let arn = qualifier.map_or_else(|| arn.clone(), |qualifier| format!("{arn}:{qualifier}"));
    let mut calls = Calls::none();
    calls.table(&LAMBDA, |on| match on {
        On::Everything => vec!["*".to_owned()],
        _ => vec![arn.clone()],
    });
    calls
}

pub(super) fn commands(world: &World<'_>, pipeline: &Resource<'_>, action: &Value<'_>) -> Calls {
    let group = format!("log-group:/aws/codepipeline/{}:log-stream:{}", pipeline.name(), token("stream"));
    let mut calls = Calls::none();
    calls.table(&COMMANDS, |_| vec![world.arn("logs", &group)]);
    for variable in action.get("EnvironmentVariables").items() {
        if variable.get("Type").text() == Some("SECRETS_MANAGER") {
            let value = variable.get("Value").text().unwrap_or_default();
            calls.extend(secrets::secret(world, value, COMMANDS.page));
        }
    }
    calls
}
