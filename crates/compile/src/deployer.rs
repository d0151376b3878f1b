//! The deployer: a function that the pipeline invokes, which has CodeDeploy shift an alias and reports what became of it.

use cfn::iam::{Role, Statement, Trust};
use cfn::lambda::{Code, Environment, EventInvokeConfig, Function, LoggingConfig};
use cfn::logs::LogGroup;
use cfn::{Handle, Resource, Text, Value, text};
use diag::Diagnostic;
use indexmap::IndexMap;

use crate::abroad::Abroad;
use crate::assets;
use crate::context::Context;
use crate::deploy::Deployments;
use crate::functions::Target;
use crate::permissions::{actions, distinct, log_group, write_log};
use crate::storage::Storage;

/// What the deploy actions invoke, where their engine is CodeDeploy.
pub(crate) struct Deployer {
    pub(crate) function: Handle<Function>,
    pub(crate) role: Handle<Role>,
    pub(crate) log_group: Handle<LogGroup>,
    pub(crate) invocation: Handle<EventInvokeConfig>,
}

pub(crate) fn add(
    cx: &mut Context<'_>,
    storage: &Storage,
    deployments: &Deployments<'_>,
    targets: &[Target<'_>],
    abroad: &[Abroad<'_>],
) -> Result<Option<Deployer>, Diagnostic> {
    let starts_here = deployments.groups.iter().any(|group| group.by_deployer);
    if !starts_here && abroad.is_empty() {
        return Ok(None);
    }
    cx.template.section("The deployer: starts CodeDeploy, and reports to the pipeline what became of it");
    let log_group = log_group(cx, None, "DeployerLogGroup", *cx.stack.log_retention)?;
    let statements = statements(cx, storage, deployments, targets, &log_group, abroad);
    let trust = Trust::service("lambda.amazonaws.com");
    let role = Role::new(trust, "Deployer", statements);
    let role = cx.add("DeployerRole", role)?;
    let application = deployments.application.as_ref().filter(|_| starts_here).map(Handle::reference);
    let variables = application
        .into_iter()
        .flat_map(|application| [("BUCKET", storage.bucket.reference()), ("APPLICATION", application)]);
    let variables: IndexMap<_, _> = variables.map(|(name, value)| (name.to_owned(), value)).collect();
    let function = Function {
        function_name: cx.named("deployer"),
        description: "Has CodeDeploy shift aliases".to_owned(),
        package_type: None,
        runtime: Some("python3.13"),
        handler: Some("index.handler".to_owned()),
        architectures: vec!["arm64"],
        memory_size: 256,
        timeout: 300,
        layers: Vec::new(),
        ephemeral_storage: None,
        role: role.arn(),
        logging_config: LoggingConfig { log_group: log_group.reference() },
        environment: (!variables.is_empty()).then_some(Environment { variables }),
        image_config: None,
        code: Code::ZipFile(code(!abroad.is_empty())),
    };
    let function = function
        .entry()
        .skip("CKV_AWS_115", "Reserved concurrency fails in accounts with a low quota.")
        .skip("CKV_AWS_116", "Every end is reported to CodePipeline.")
        .skip("CKV_AWS_117", "It calls AWS's public endpoints alone.")
        .skip("CKV_AWS_173", "Its variables are names, no secrets.");
    let function = cx.add("Deployer", function)?;
    // CodePipeline hears of every end from the function itself: a retry by Lambda would only come too late.
    let invocation = EventInvokeConfig {
        function_name: function.reference(),
        qualifier: "$LATEST",
        maximum_event_age_in_seconds: 900,
        maximum_retry_attempts: 0,
    };
    let invocation = cx.add("DeployerInvocation", invocation)?;
    Ok(Some(Deployer { function, role, log_group, invocation }))
}

fn code(abroad: bool) -> String {
    if abroad {
        format!("{}\n\n{}", assets::DEPLOYER, assets::DEPLOYER_ABROAD)
    } else {
        assets::DEPLOYER.to_owned()
    }
}

/// What the function needs, and the calls of deployer.py: under the same role, or under those of environments elsewhere.
fn statements(
    cx: &Context<'_>,
    storage: &Storage,
    deployments: &Deployments<'_>,
    targets: &[Target<'_>],
    log_group: &Handle<LogGroup>,
    abroad: &[Abroad<'_>],
) -> Vec<Statement> {
    let mut statements = vec![
        write_log(log_group),
        Statement::allow(
            "AnswerThePipelineHasNoNarrowerResource",
            actions!["codepipeline:PutJobFailureResult", "codepipeline:PutJobSuccessResult"],
        )
        .on_everything(),
    ];
    if deployments.groups.iter().any(|group| group.by_deployer) {
        statements.extend(deploying(cx.name(), storage, deployments, targets));
    }
    if !abroad.is_empty() {
        statements.push(Abroad::take(abroad.iter().map(|abroad| abroad.deployer_role.clone())));
    }
    statements
}

/// The calls of deployer.py, where the functions are.
pub(crate) fn deploying(
    name: &str,
    storage: &Storage,
    deployments: &Deployments<'_>,
    targets: &[Target<'_>],
) -> Vec<Statement> {
    let started = || deployments.groups.iter().filter(|group| group.by_deployer);
    let groups = started().map(|group| Deployments::group_arn(name, &group.function));
    // A function that no stage deploys is released, and its alias stays where it is.
    let is_deployed = |target: &&Target<'_>| started().any(|group| group.is_of(target));
    let functions = targets.iter().filter(is_deployed).map(|target| target.arn.clone());
    let configs = distinct(
        started().map(|group| Value::named("codedeploy", text!["deploymentconfig:", &group.config] as Text)),
    );
    vec![
        Statement::allow("ReadAliases", actions!["lambda:GetAlias"]).on(functions),
        Statement::allow("ReadAndCorrectAppSpecs", actions!["s3:GetObject", "s3:PutObject"])
            .on([storage.app_specs()]),
        Statement::allow(
            "Deploy",
            actions![
                "codedeploy:BatchGetDeployments",
                "codedeploy:CreateDeployment",
                "codedeploy:GetDeployment",
                "codedeploy:ListDeployments",
            ],
        )
        .on(groups),
        // https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html
        Statement::allow(
            "RegisterRevisions",
            actions!["codedeploy:GetApplicationRevision", "codedeploy:RegisterApplicationRevision"],
        )
        .on([Deployments::application_arn(name)]),
        Statement::allow("UseConfigurations", actions!["codedeploy:GetDeploymentConfig"]).on(configs),
    ]
}
