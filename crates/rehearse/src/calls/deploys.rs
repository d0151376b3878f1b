//! Actions that deploy or invoke something other than a stack: what the role that runs them calls.

use super::names::{arn, bucket, function, in_region, key, token};
use super::{Calls, Table, When};
use crate::world::{Resource, Value, World};

#[derive(Debug, Clone, Copy)]
enum On {
    Everything,
    Bucket,
    Object,
    Function,
    Versions,
    Alarms,
    Logs,
    Service,
    Tasks,
    Machine,
    Execution,
    Deployment,
    Product,
    Pipeline,
}

const LISTED: When = When::Listed("AWS's page grants it, and its older ones did not");

const ECS: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html",
    rows: &[
        ("ecs:DescribeServices", On::Service, When::Always),
        ("ecs:DescribeTaskDefinition", On::Everything, When::Always),
        ("ecs:RegisterTaskDefinition", On::Everything, When::Always),
        ("ecs:UpdateService", On::Service, When::Always),
        ("ecs:DescribeTasks", On::Tasks, LISTED),
        ("ecs:ListTasks", On::Tasks, LISTED),
    ],
};
const S3: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html",
    rows: &[
        ("s3:GetBucketVersioning", On::Bucket, LISTED),
        ("s3:GetBucketAcl", On::Bucket, LISTED),
        ("s3:GetBucketLocation", On::Bucket, LISTED),
        ("s3:PutObject", On::Object, When::Always),
        ("s3:PutObjectVersionAcl", On::Object, LISTED),
    ],
};
const LAMBDA: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html",
    rows: &[
        ("lambda:GetFunctionConfiguration", On::Function, When::Always),
        ("lambda:GetAlias", On::Function, When::Always),
        ("lambda:UpdateFunctionCode", On::Function, When::Always),
        ("lambda:PublishVersion", On::Function, When::Always),
        ("lambda:GetFunctionConfiguration", On::Versions, When::Always),
        ("lambda:GetProvisionedConcurrencyConfig", On::Versions, When::Always),
        ("lambda:UpdateAlias", On::Function, When::Always),
        ("cloudwatch:DescribeAlarms", On::Alarms, When::Always),
        ("logs:CreateLogGroup", On::Logs, When::Only("when the log group does not exist yet")),
        ("logs:CreateLogStream", On::Logs, When::Always),
        ("logs:PutLogEvents", On::Logs, When::Always),
    ],
};
const STEP_FUNCTIONS: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html",
    rows: &[
        ("states:DescribeStateMachine", On::Machine, When::Always),
        ("states:StartExecution", On::Machine, When::Always),
        ("states:DescribeExecution", On::Execution, When::Only("when the state machine is a standard one")),
    ],
};
const APP_CONFIG: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-AppConfig.html",
    rows: &[
        ("appconfig:StartDeployment", On::Deployment, When::Always),
        ("appconfig:GetDeployment", On::Deployment, When::Always),
        ("appconfig:StopDeployment", On::Deployment, When::Only("when the execution is stopped")),
    ],
};
const SERVICE_CATALOG: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ServiceCatalog.html",
    rows: &[
        ("servicecatalog:ListProvisioningArtifacts", On::Product, When::Always),
        ("servicecatalog:CreateProvisioningArtifact", On::Product, When::Always),
        ("servicecatalog:DescribeProvisioningArtifact", On::Product, When::Always),
        ("servicecatalog:DeleteProvisioningArtifact", On::Product, When::Always),
        ("servicecatalog:UpdateProduct", On::Product, When::Always),
        ("cloudformation:ValidateTemplate", On::Everything, When::Always),
    ],
};
const PIPELINE: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-PipelineInvoke.html",
    rows: &[("codepipeline:StartPipelineExecution", On::Pipeline, When::Always)],
};

/// The roles stand in a file of the artifact, or in the service's task definition.
pub(super) fn task_roles() -> Calls {
    Calls::unknown("which roles the task definition has, and iam:PassRole must be granted for, is not known")
}

pub(super) fn ecs(world: &World<'_>, action: &Value<'_>) -> Calls {
    let configuration = action.get("Configuration");
    let (Some(cluster), Some(service)) =
        (configuration.get("ClusterName").text(), configuration.get("ServiceName").text())
    else {
        return Calls::unknown("the action names no cluster or no service");
    };
    let service = if service.starts_with("arn:") {
        service.to_owned()
    } else {
        world.arn("ecs", &format!("service/{cluster}/{service}"))
    };
    let tasks = world.arn("ecs", &format!("task/{cluster}/{}", token("task")));
    let mut calls = Calls::none();
    calls.table(&ECS, |on| match on {
        On::Service => vec![service.clone()],
        On::Tasks => vec![tasks.clone()],
        _ => vec!["*".to_owned()],
    });
    let definition = format!("task-definition/{}:{}", token("family"), token("revision"));
    let mut tags = Calls::none();
    tags.push("ecs:TagResource", world.arn("ecs", &definition), LISTED, ECS.page);
    calls.extend(tags.with("ecs:CreateAction", "RegisterTaskDefinition"));
    calls.extend(task_roles());
    calls
}

pub(super) fn s3(world: &World<'_>, action: &Value<'_>) -> Calls {
    let configuration = action.get("Configuration");
    let Some(name) = configuration.get("BucketName").text() else {
        return Calls::unknown("the action names no bucket");
    };
    let bucket = bucket(world, name);
    let whole = configuration.get("Extract").boolean() == Some(false);
    let prefix = configuration.get("ObjectKey").text().filter(|_| !whole);
    let object = match configuration.get("ObjectKey").text().filter(|_| whole) {
        Some(object) => format!("{bucket}/{object}"),
        None => match prefix {
            Some(prefix) => format!("{bucket}/{prefix}/{}", token("file")),
            None => format!("{bucket}/{}", token("file")),
        },
    };
    let mut calls = Calls::none();
    calls.table(&S3, |on| match on {
        On::Bucket => vec![bucket.clone()],
        _ => vec![object.clone()],
    });
    let when = if configuration.get("CannedACL").is_missing() { LISTED } else { When::Always };
    calls.push("s3:PutObjectAcl", object.clone(), when, S3.page);
    if let Some(key) = configuration.get("KMSEncryptionKeyARN").text().and_then(|name| key(world, name)) {
        let page = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html";
        calls.push("kms:GenerateDataKey", key.clone(), When::Always, page);
        calls.push("kms:Decrypt", key, When::Only("when an object is sent in parts"), page);
    }
    calls
}

pub(super) fn lambda(world: &World<'_>, pipeline: &Resource<'_>, action: &Value<'_>) -> Calls {
    let configuration = action.get("Configuration");
    let Some(name) = configuration.get("FunctionName").text() else {
        return Calls::unknown("the action names no function");
    };
    let (arn, _) = function(world, name);
    let arn = in_region(world, arn, action.get("Region").text());
    let alias = configuration.get("FunctionAlias").text();
    let published = !configuration.get("PublishedTargetVersion").is_missing();
    let alarms = configuration.get("Alarms").text().unwrap_or_default();
    let alarms: Vec<_> = alarms
        .split(',')
        .map(str::trim)
        .filter(|alarm| !alarm.is_empty())
        .map(|alarm| world.arn("cloudwatch", &format!("alarm:{alarm}")))
        .collect();
    let name = format!("/aws/codepipeline/{}", pipeline.name());
    let group = format!("log-group:{name}:log-stream:{}", token("stream"));
    let is_there = world.by_name("AWS::Logs::LogGroup", &name).is_some();
    let mut calls = Calls::none();
    calls.table(&LAMBDA, |on| match on {
        On::Function => vec![arn.clone()],
        On::Versions => alias.map(|alias| format!("{arn}:{alias}")).into_iter().collect(),
        On::Alarms => alarms.clone(),
        _ => vec![world.arn("logs", &group)],
    });
    calls.calls.retain(|call| match call.action.as_ref() {
        "lambda:GetAlias" | "lambda:UpdateAlias" => alias.is_some(),
        "lambda:UpdateFunctionCode" | "lambda:PublishVersion" => !published,
        "logs:CreateLogGroup" => !is_there,
        _ => true,
    });
    calls
}

pub(super) fn step_functions(world: &World<'_>, action: &Value<'_>) -> Calls {
    let Some(machine) = action.at(&["Configuration", "StateMachineArn"]).text() else {
        return Calls::unknown("the action names no state machine");
    };
    let machine = arn(world, "AWS::StepFunctions::StateMachine", machine, "states", "stateMachine:");
    let prefix = action.at(&["Configuration", "ExecutionNamePrefix"]).text();
    let prefix = prefix.map_or_else(String::new, |prefix| format!("{prefix}-"));
    let execution = match machine.split_once(":stateMachine:") {
        Some((head, name)) => format!("{head}:execution:{name}:{prefix}{}", token("execution")),
        None => token("execution"),
    };
    let mut calls = Calls::none();
    calls.table(&STEP_FUNCTIONS, |on| match on {
        On::Execution => vec![execution.clone()],
        _ => vec![machine.clone()],
    });
    calls
}

/// Which of its resources are compared is in IAM's catalogue; a grant for all of them is what AWS's page shows.
pub(super) fn app_config(world: &World<'_>, action: &Value<'_>) -> Calls {
    let configuration = action.get("Configuration");
    let id = |key: &str| configuration.get(key).text().map_or_else(|| token(key), ToOwned::to_owned);
    let (application, environment) = (id("Application"), id("Environment"));
    let below = format!("application/{application}/environment/{environment}");
    let mut calls = Calls::none();
    calls.table(&APP_CONFIG, |_| {
        vec![world.arn("appconfig", &format!("{below}/deployment/{}", token("number")))]
    });
    for call in &mut calls.calls {
        if call.action == "appconfig:StartDeployment" {
            call.resource = world.arn("appconfig", &below);
        }
    }
    calls
}

pub(super) fn service_catalog(world: &World<'_>, action: &Value<'_>) -> Calls {
    let Some(product) = action.at(&["Configuration", "ProductId"]).text() else {
        return Calls::unknown("the action names no product");
    };
    let product =
        format!("arn:{}:catalog:{}:{}:product/{product}", world.partition(), world.region(), world.account());
    let mut calls = Calls::none();
    calls.table(&SERVICE_CATALOG, |on| match on {
        On::Product => vec![product.clone()],
        _ => vec!["*".to_owned()],
    });
    calls
}

pub(super) fn pipeline(world: &World<'_>, action: &Value<'_>) -> Calls {
    let Some(name) = action.at(&["Configuration", "PipelineName"]).text() else {
        return Calls::unknown("the action names no pipeline");
    };
    let name = arn(world, "AWS::CodePipeline::Pipeline", name, "codepipeline", "");
    let name = in_region(world, name, action.get("Region").text());
    let mut calls = Calls::none();
    calls.table(&PIPELINE, |_| vec![name.clone()]);
    calls
}
