//! What pipewright's deployer calls: `deployer.py`, for every action that invokes it.

use serde_json::Value as Json;

use super::abroad::{Away, BY_CODE};
use super::known::{DEPLOYER, Row, TRAVELLER, row};
use super::names::{function, object, token};
use super::release;
use super::variables::of_pipeline;
use crate::calls::{Alias, Call, Revision, Shift, When};
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
    DEPLOYER.is(code) || TRAVELLER.is(code)
}

/// What an action asks of the deployer.
struct Job {
    application: String,
    group: String,
    function: String,
    alias: String,
    bucket: String,
    key: String,
    away: Option<Away>,
}

impl Job {
    /// What an action of the pipeline's world asks, in names of the world where the functions are.
    fn read(
        home: &World<'_>,
        world: &World<'_>,
        deployer: &Resource<'_>,
        action: &Value<'_>,
    ) -> Option<Self> {
        let text = action.at(&["Configuration", "UserParameters"]).text().unwrap_or_default();
        let parameters: Json = serde_json::from_str(&of_pipeline(home, action, text)).ok()?;
        let parameter = |key: &str| parameters[key].as_str().map_or_else(|| token(key), str::to_owned);
        let variable = |name: &str| {
            let value = deployer.property("Environment").get("Variables").get(name).text();
            value.map_or_else(|| token(name), str::to_owned)
        };
        let code = deployer.property("Code").get("ZipFile").text();
        let travels = code.is_some_and(|code| TRAVELLER.is(code)) && parameters.get("role").is_some();
        let there = |key: &str, name: &str| if travels { parameter(key) } else { variable(name) };
        Some(Self {
            application: there("application", "APPLICATION"),
            group: parameter("group"),
            function: function(world, &parameter("function")),
            alias: parameter("alias"),
            bucket: there("bucket", "BUCKET"),
            key: parameter("key"),
            away: travels.then(|| Away { role: parameter("role"), external_id: parameter("externalId") }),
        })
    }

    fn group(&self, world: &World<'_>) -> String {
        world.arn("codedeploy", &format!("deploymentgroup:{}/{}", self.application, self.group))
    }

    fn folder(&self) -> String {
        let folder = self.key.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        folder.unwrap_or_else(|| token("the folder of the AppSpec"))
    }
}

/// The calls that the deployer makes under its own role when an action invokes it.
pub(super) fn calls(
    world: &World<'_>,
    deployer: &Resource<'_>,
    action: &Value<'_>,
) -> Result<Vec<Call>, String> {
    let Some(job) = Job::read(world, world, deployer, action) else {
        return Err("its UserParameters are no JSON: it only reports that".to_owned());
    };
    Ok(match &job.away {
        None => all(world, &job).collect(),
        Some(away) => {
            let answers = all(world, &job).filter(|call| call.action.starts_with("codepipeline:"));
            std::iter::once(away.take(BY_CODE)).chain(answers).collect()
        }
    })
}

/// The role under which the deployer calls what an action asks of it, where that is not its own.
pub(super) fn away(world: &World<'_>, deployer: &Resource<'_>, action: &Value<'_>) -> Option<Away> {
    Job::read(world, world, deployer, action)?.away
}

/// What it calls under that role.
pub(super) fn calls_away(
    home: &World<'_>,
    world: &World<'_>,
    deployer: &Resource<'_>,
    action: &Value<'_>,
) -> Vec<Call> {
    let job = Job::read(home, world, deployer, action);
    let calls = job.iter().flat_map(|job| all(world, job));
    calls.filter(|call| !call.action.starts_with("codepipeline:")).collect()
}

fn all<'a>(world: &'a World<'_>, job: &'a Job) -> impl Iterator<Item = Call> + 'a {
    let corrected = format!("{}/{}.yaml", job.folder(), token("the job"));
    let config = config(world, &job.application, &job.group);
    CALLS.iter().map(move |row: &Row<For>| {
        row.call(match row.slot {
            For::Group => job.group(world),
            For::Application => world.arn("codedeploy", &format!("application:{}", job.application)),
            For::Config => world.arn("codedeploy", &format!("deploymentconfig:{config}")),
            For::Function => job.function.clone(),
            For::AppSpec => object(world, &job.bucket, &job.key),
            For::Corrected => object(world, &job.bucket, &corrected),
            For::Everything => "*".to_owned(),
        })
    })
}

/// The deployment that it has CodeDeploy make: the deployment group's ARN, and the shift.
pub(super) fn shift(
    home: &World<'_>,
    world: &World<'_>,
    deployer: &Resource<'_>,
    action: &Value<'_>,
) -> Option<(String, Shift)> {
    let job = Job::read(home, world, deployer, action)?;
    let shift = Shift {
        aliases: vec![Alias { function: job.function.clone(), name: job.alias.clone() }],
        revision: Revision::Object { bucket: job.bucket.clone(), key: job.key.clone() },
        hooks: release::hooks(home, world, &job.function),
    };
    Some((job.group(world), shift))
}

/// The name of the configuration that a deployment of the group has.
fn config(world: &World<'_>, application: &str, group: &str) -> String {
    let known = world
        .of_type("AWS::CodeDeploy::DeploymentGroup")
        .find(|known| known.name() == group && known.property("ApplicationName").text() == Some(application));
    let name = known.and_then(|known| known.property("DeploymentConfigName").text());
    name.map_or_else(|| token("the group's configuration"), str::to_owned)
}
