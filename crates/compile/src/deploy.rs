//! CodeDeploy: one application, a deployment group for each function, alarms that stop a shift.

use std::collections::BTreeMap;

use cfn::codedeploy::{
    AlarmConfiguration, AlarmName, Application, AutoRollbackConfiguration, DeploymentConfig, DeploymentGroup,
    DeploymentStyle, TimeBasedCanary, TimeBasedLinear, TrafficRoutingConfig,
};
use cfn::iam::{Role, Statement, Trust};
use cfn::{Arn, Handle, Text, Value, text};
use diag::{Diagnostic, Span};
use spec::{Deploy, RollbackEvent, Shift, Task, Work};

use crate::alarm;
use crate::context::Context;
use crate::functions::{Target, find};
use crate::names::words;
use crate::notify::Told;
use crate::permissions::actions;
use crate::storage::Storage;

/// CodeDeploy's side of the deploy stages.
pub(crate) struct Deployments {
    pub(crate) application: Handle<Application>,
    pub(crate) groups: Vec<Group>,
}

/// One function in one deploy stage.
pub(crate) struct Group {
    /// The function's name in the stack file, and the group's name.
    pub(crate) function: String,
    /// The configuration that the group uses.
    pub(crate) config: Text,
    pub(crate) handle: Handle<DeploymentGroup>,
    /// The alarms that watch it: their names in the stack file, and in the account.
    pub(crate) alarms: Vec<(String, Text)>,
}

impl Deployments {
    /// The application's ARN.
    pub(crate) fn application_arn(application: &str) -> Value<Arn> {
        Value::named("codedeploy", format!("application:{application}"))
    }

    /// A group's ARN, from names: its own role's trust speaks of it.
    pub(crate) fn group_arn(application: &str, group: &str) -> Value<Arn> {
        Value::named("codedeploy", format!("deploymentgroup:{application}/{group}"))
    }
}

pub(crate) fn add(
    cx: &mut Context<'_>,
    storage: &Storage,
    targets: &[Target<'_>],
    notifications: &[Told<'_>],
) -> Result<Deployments, Diagnostic> {
    cx.template.section("Deployment: CodeDeploy shifts the aliases, alarms stop it");
    let application = Application { application_name: cx.name().to_owned(), compute_platform: "Lambda" };
    let application = cx.add("Application", application)?;
    let mut deployments = Deployments { application, groups: Vec::new() };
    let mut configs = BTreeMap::new();
    let is_composite = *cx.stack.operations.composite_alarm;
    let told: Vec<_> =
        notifications.iter().filter(|told| told.of_alarms()).map(|told| told.topic.clone()).collect();
    let told_of_each = if is_composite { &[][..] } else { &told };
    let stack = cx.stack;
    for (task, deploy) in stack.tasks().filter_map(deploy_task) {
        let config = match deploy.shift.built_in() {
            Some(name) => text![name],
            None => own_config(cx, task.name().span(), *deploy.shift, &mut configs)?,
        };
        for function in &deploy.functions {
            let target = find(targets, function);
            let group = group(cx, storage, &deployments.application, deploy, target, &config, told_of_each)?;
            deployments.groups.push(group);
        }
    }
    if is_composite {
        let names: Vec<Text> =
            deployments.groups.iter().flat_map(|group| &group.alarms).map(|(_, name)| name.clone()).collect();
        let place = cx.stack.operations.composite_alarm.span();
        cx.add_at(place, "CompositeAlarm", alarm::any(cx.name(), &names, &told))?;
    }
    Ok(deployments)
}

/// The task, where it deploys.
pub(crate) fn deploy_task(task: Task<'_>) -> Option<(Task<'_>, &Deploy)> {
    match task.work() {
        Work::Deploy(deploy) => Some((task, deploy)),
        _ => None,
    }
}

/// A configuration of the stack's own; stages with the same shift share it.
fn own_config(
    cx: &mut Context<'_>,
    place: Option<Span>,
    shift: Shift,
    configs: &mut BTreeMap<String, Text>,
) -> Result<Text, Diagnostic> {
    let id = format!("{}Config", words(&shift.to_string()));
    if let Some(name) = configs.get(&id) {
        return Ok(name.clone());
    }
    let routing = match shift {
        Shift::AllAtOnce => {
            TrafficRoutingConfig { kind: "AllAtOnce", time_based_canary: None, time_based_linear: None }
        }
        Shift::Canary { percent, minutes } => TrafficRoutingConfig {
            kind: "TimeBasedCanary",
            time_based_canary: Some(TimeBasedCanary { canary_interval: minutes, canary_percentage: percent }),
            time_based_linear: None,
        },
        Shift::Linear { percent, minutes } => TrafficRoutingConfig {
            kind: "TimeBasedLinear",
            time_based_canary: None,
            time_based_linear: Some(TimeBasedLinear { linear_interval: minutes, linear_percentage: percent }),
        },
    };
    let config = DeploymentConfig { compute_platform: "Lambda", traffic_routing_config: routing };
    let name = cx.add_at(place, &id, config)?.name();
    configs.insert(id, name.clone());
    Ok(name)
}

fn group(
    cx: &mut Context<'_>,
    storage: &Storage,
    application: &Handle<Application>,
    deploy: &Deploy,
    target: &Target<'_>,
    config: &Text,
    told: &[Value<Arn>],
) -> Result<Group, Diagnostic> {
    let id = target.words();
    let place = target.key.span();
    let mut alarms = Vec::new();
    for (name, alarm) in deploy.watched() {
        let alarm = alarm::of(&name, &alarm, target, told);
        let alarm = cx.add_at(place, &format!("{id}{}Alarm", words(&name)), alarm)?;
        alarms.push((name, alarm.name()));
    }
    let role = service_role(cx, storage, target, !alarms.is_empty());
    let role = cx.add_at(place, &format!("{id}DeploymentRole"), role)?;
    let events: Vec<_> = deploy
        .rollback
        .events
        .iter()
        .filter(|event| ***event != RollbackEvent::Alarm || !alarms.is_empty())
        .map(|event| event.identifier())
        .collect();
    let group = DeploymentGroup {
        application_name: application.reference(),
        deployment_group_name: target.key.to_string(),
        deployment_config_name: config.clone(),
        deployment_style: DeploymentStyle {
            deployment_type: "BLUE_GREEN",
            deployment_option: "WITH_TRAFFIC_CONTROL",
        },
        service_role_arn: role.arn(),
        // Left out, an update would keep the old alarms: https://github.com/aws/aws-cdk/issues/23307
        alarm_configuration: AlarmConfiguration {
            enabled: !alarms.is_empty(),
            alarms: alarms.iter().map(|(_, name)| AlarmName { name: name.clone() }).collect(),
        },
        auto_rollback_configuration: AutoRollbackConfiguration { enabled: !events.is_empty(), events },
    };
    let handle = cx.add_at(place, &format!("{id}DeploymentGroup"), group)?;
    Ok(Group { function: target.key.to_string(), config: config.clone(), handle, alarms })
}

/// What CodeDeploy does to this one function.
fn service_role(cx: &Context<'_>, storage: &Storage, target: &Target<'_>, alarms: bool) -> Role {
    // CodeDeploy says on whose behalf it takes the role.
    // https://docs.aws.amazon.com/codedeploy/latest/userguide/security_confused_deputy.html
    let trust = Trust::service("codedeploy.amazonaws.com")
        .for_this_account()
        .for_source(Deployments::group_arn(cx.name(), target.key));
    let mut statements = vec![
        Statement::allow("ShiftTraffic", actions!["lambda:GetAlias", "lambda:UpdateAlias"])
            .on([target.arn.clone()]),
        Statement::allow("MindProvisionedConcurrency", actions!["lambda:GetProvisionedConcurrencyConfig"])
            .on([target.qualified()]),
        Statement::allow("ReadAppSpecs", actions!["s3:GetObject", "s3:GetObjectVersion"])
            .on([storage.app_specs_of(target.key)]),
    ];
    if alarms {
        // AWS's own policies and its page grant every alarm; whether CodeDeploy asks by name is not documented.
        // https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms-grant-permissions.html
        let describe = actions!["cloudwatch:DescribeAlarms"];
        statements.push(Statement::allow("AskForAlarmsAsCodeDeployIsDocumentedTo", describe).on_everything());
    }
    Role::new(trust, "Deployment", statements)
}
