//! What pipewright's deployer calls: `deployer.py`, for every action that invokes it.

use serde_json::Value as Json;

use super::known::{DEPLOYER, Row};
use super::names::{function, object, symbol};
use super::variables::of_pipeline;
use crate::calls::{Call, When};
use crate::world::{Resource, Value, World};

const DEPLOY: &str = "https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html";
const LAMBDA: &str = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html";
const S3: &str = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html";
const PIPELINE: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html";

/// What a call is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum For {
    Group,
    Application,
    Config,
    Function,
    AppSpec,
    /// The AppSpec that takes the place of one that is no longer right.
    Corrected,
    /// What knows no resources.
    Everything,
}

const fn row(
    operation: &'static str,
    action: &'static str,
    slot: For,
    when: When,
    page: &'static str,
) -> Row<For> {
    Row { operation, action, slot, when, page }
}

pub(super) const CALLS: &[Row<For>] = &[
    row("codedeploy.list_deployments", "codedeploy:ListDeployments", For::Group, When::Always, DEPLOY),
    row(
        "codedeploy.batch_get_deployments",
        "codedeploy:BatchGetDeployments",
        For::Group,
        When::Only("when the group has had a deployment within a day"),
        DEPLOY,
    ),
    row("lambda.get_alias", "lambda:GetAlias", For::Function, When::Always, LAMBDA),
    row("s3.get_object", "s3:GetObject", For::AppSpec, When::Always, S3),
    row(
        "s3.put_object",
        "s3:PutObject",
        For::Corrected,
        When::Only("when the alias has moved since the release"),
        S3,
    ),
    row("codedeploy.create_deployment", "codedeploy:CreateDeployment", For::Group, When::Always, DEPLOY),
    // CodeDeploy asks whoever creates a deployment for these, too.
    row("codedeploy.create_deployment", "codedeploy:GetDeploymentConfig", For::Config, When::Always, DEPLOY),
    row(
        "codedeploy.create_deployment",
        "codedeploy:GetApplicationRevision",
        For::Application,
        When::Always,
        DEPLOY,
    ),
    row(
        "codedeploy.create_deployment",
        "codedeploy:RegisterApplicationRevision",
        For::Application,
        When::Always,
        DEPLOY,
    ),
    row("codedeploy.get_deployment", "codedeploy:GetDeployment", For::Group, When::Always, DEPLOY),
    row(
        "codepipeline.put_job_success_result",
        "codepipeline:PutJobSuccessResult",
        For::Everything,
        When::Always,
        PIPELINE,
    ),
    row(
        "codepipeline.put_job_failure_result",
        "codepipeline:PutJobFailureResult",
        For::Everything,
        When::Only("when the deployment fails"),
        PIPELINE,
    ),
];

/// Whether a function's code is the deployer.
pub(super) fn is(code: &str) -> bool {
    DEPLOYER.is(code)
}

/// The calls of the deployer that an action invokes.
pub(super) fn calls(
    world: &World<'_>,
    deployer: &Resource<'_>,
    action: &Value<'_>,
) -> Result<Vec<Call>, String> {
    let text = action.at(&["Configuration", "UserParameters"]).text().unwrap_or_default();
    let Ok(parameters) = serde_json::from_str::<Json>(&of_pipeline(world, action, text)) else {
        return Err("its UserParameters are no JSON: it only reports that".to_owned());
    };
    let parameter = |key: &str| parameters[key].as_str().map_or_else(|| symbol(key), str::to_owned);
    let variable = |name: &str| {
        let value = deployer.property("Environment").get("Variables").get(name).text();
        value.map_or_else(|| symbol(name), str::to_owned)
    };
    let (application, group, key) = (variable("APPLICATION"), parameter("group"), parameter("key"));
    let folder = key
        .rsplit_once('/')
        .map_or_else(|| symbol("the folder of the AppSpec"), |(folder, _)| folder.to_owned());
    let corrected = format!("{folder}/{}.yaml", symbol("the job"));
    let config = config(world, &application, &group);
    let call = |row: &Row<For>| {
        row.call(match row.slot {
            For::Group => world.arn("codedeploy", &format!("deploymentgroup:{application}/{group}")),
            For::Application => world.arn("codedeploy", &format!("application:{application}")),
            For::Config => world.arn("codedeploy", &format!("deploymentconfig:{config}")),
            For::Function => function(world, &parameter("function")),
            For::AppSpec => object(world, &variable("BUCKET"), &key),
            For::Corrected => object(world, &variable("BUCKET"), &corrected),
            For::Everything => "*".to_owned(),
        })
    };
    Ok(CALLS.iter().map(call).collect())
}

/// The name of the configuration that a deployment of the group has.
fn config(world: &World<'_>, application: &str, group: &str) -> String {
    let known = world
        .of_type("AWS::CodeDeploy::DeploymentGroup")
        .find(|known| known.name() == group && known.property("ApplicationName").text() == Some(application));
    let name = known.and_then(|known| known.property("DeploymentConfigName").text());
    name.map_or_else(|| symbol("the group's configuration"), str::to_owned)
}
