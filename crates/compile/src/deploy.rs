//! CodeDeploy: one application, a deployment group for each function, alarms that stop a shift.

use std::collections::BTreeMap;

use cfn::cloudwatch::Alarm;
use cfn::codedeploy::{
    AlarmConfiguration, AlarmName, Application, AutoRollbackConfiguration, DeploymentConfig, DeploymentGroup,
    DeploymentStyle, TimeBasedCanary, TimeBasedLinear, TrafficRoutingConfig,
};
use cfn::iam::{Role, Statement, Trust};
use cfn::logs::LogGroup;
use cfn::{Arn, Handle, Resource, Text, Value, text};
use diag::{Diagnostic, Span};
use spec::{Deploy, Engine, RollbackEvent, Shift, Task, Work};

use crate::alarm;
use crate::context::Context;
use crate::engine::{self, Native, Updated};
use crate::functions::{Target, find};
use crate::hook::{self, Hooked};
use crate::names::words;
use crate::notify::Told;
use crate::permissions::{actions, distinct};
use crate::storage::Storage;

/// What the deploy stages shift traffic with, where the template is.
#[derive(Default)]
pub(crate) struct Deployments<'a> {
    /// CodeDeploy's, where an engine needs it here.
    pub(crate) application: Option<Handle<Application>>,
    pub(crate) groups: Vec<Group>,
    /// The functions that CodePipeline shifts itself.
    pub(crate) native: Vec<Native>,
    /// The log of its actions.
    pub(crate) log_group: Option<Handle<LogGroup>>,
    /// The stacks that CloudFormation updates.
    pub(crate) stacks: Vec<Updated<'a>>,
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
    /// Whether the deployer starts its deployments: otherwise CloudFormation does.
    pub(crate) by_deployer: bool,
}

/// A function in a deploy stage.
struct Shifted<'a> {
    deploy: &'a Deploy,
    target: &'a Target<'a>,
    hooks: Vec<Hooked>,
}

impl Group {
    /// Whether it shifts that function.
    pub(crate) fn is_of(&self, target: &Target<'_>) -> bool {
        self.function == target.key.as_str()
    }
}

impl Deployments<'_> {
    /// Every alarm: its function, its name in the stack file, its name in the account.
    pub(crate) fn alarms(&self) -> impl Iterator<Item = (&str, &str, Text)> {
        let groups = self.groups.iter().flat_map(|group| {
            group.alarms.iter().map(|(name, alarm)| (group.function.as_str(), name.as_str(), alarm.clone()))
        });
        let native = self.native.iter().flat_map(|native| {
            native.alarms.iter().map(|(name, alarm)| (native.function.as_str(), name.as_str(), alarm.name()))
        });
        groups.chain(native)
    }

    /// The application's ARN.
    pub(crate) fn application_arn(application: &str) -> Value<Arn> {
        Value::named("codedeploy", format!("application:{application}"))
    }

    /// A group's ARN, from names: its own role's trust speaks of it.
    pub(crate) fn group_arn(application: &str, group: &str) -> Value<Arn> {
        Value::named("codedeploy", format!("deploymentgroup:{application}/{group}"))
    }
}

pub(crate) fn add<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    targets: &[Target<'_>],
    notifications: &[Told<'_>],
) -> Result<Deployments<'a>, Diagnostic> {
    let is_composite = *cx.stack.operations.composite_alarm && !cx.is_abroad();
    let told: Vec<_> =
        notifications.iter().filter(|told| told.of_alarms()).map(|told| told.topic.clone()).collect();
    let told_of_each = if is_composite { &[][..] } else { &told };
    let stack = cx.stack;
    let is_native = |deploy: &Deploy| matches!(*deploy.engine, Engine::CodePipeline);
    // What is elsewhere is in templates of its own.
    let is_here = |deploy: &Deploy| find(targets, deploy).any(|target| !target.is_remote);
    let here: Vec<_> = stack.tasks().filter_map(deploy_task).filter(|(_, deploy)| is_here(deploy)).collect();
    let mut deployments = Deployments::default();
    if here.iter().any(|(_, deploy)| !is_native(deploy)) {
        cx.template.section("Deployment: CodeDeploy shifts the aliases, alarms stop it");
        let application = Application { application_name: cx.application(), compute_platform: "Lambda" };
        deployments.application = Some(cx.add("Application", application)?);
    } else if !here.is_empty() {
        cx.template.section("Deployment: CodePipeline shifts the aliases, alarms stop it");
    }
    deployments.log_group = engine::log_group(cx)?;
    let mut configs = BTreeMap::new();
    for (task, deploy) in here {
        let deploy = &stack.settled(deploy);
        let Some(application) = deployments.application.clone().filter(|_| !is_native(deploy)) else {
            for target in find(targets, deploy) {
                let alarms = alarms(cx, deploy, target, told_of_each)?;
                deployments.native.push(Native { function: target.key.to_string(), alarms });
            }
            continue;
        };
        let shift = deploy.shift();
        let config = match shift.built_in() {
            Some(name) => text![name],
            None => own_config(cx, task.name().span(), *shift, &mut configs)?,
        };
        for target in find(targets, deploy) {
            let shifted = Shifted { deploy, target, hooks: hook::of(cx, targets, deploy) };
            let group = group(cx, storage, &application, &shifted, &config, told_of_each)?;
            deployments.groups.push(group);
        }
    }
    deployments.stacks = engine::updated(cx, targets, &deployments)?;
    if is_composite {
        let names: Vec<Text> = deployments.alarms().map(|(_, _, name)| name).collect();
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
    shifted: &Shifted<'_>,
    config: &Text,
    told: &[Value<Arn>],
) -> Result<Group, Diagnostic> {
    let Shifted { deploy, target, hooks } = shifted;
    let id = target.words();
    let place = target.key.span();
    let alarms: Vec<_> =
        alarms(cx, deploy, target, told)?.into_iter().map(|(name, alarm)| (name, alarm.name())).collect();
    let stack = engine::application(deploy).map(|application| application.stack.as_str());
    let app_specs = stack.is_none().then(|| storage.app_specs_of(&target.key));
    let role = service_role(cx, app_specs, shifted, !alarms.is_empty());
    let role = cx.add_at(place, &format!("{id}DeploymentRole"), role)?;
    let events: Vec<_> = deploy
        .rollback()
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
    let entry = match stack {
        Some(stack) => hooks
            .iter()
            .fold(group.entry().shifts(stack, &target.name, target.spec.alias()), |entry, hook| {
                entry.hook(hook.moment, &hook.name)
            }),
        None => group.entry(),
    };
    let handle = cx.add_at(place, &format!("{id}DeploymentGroup"), entry)?;
    let by_deployer = stack.is_none();
    Ok(Group { function: target.key.to_string(), config: config.clone(), handle, alarms, by_deployer })
}

/// What watches the shift of one function.
fn alarms(
    cx: &mut Context<'_>,
    deploy: &Deploy,
    target: &Target<'_>,
    told: &[Value<Arn>],
) -> Result<Vec<(String, Handle<Alarm>)>, Diagnostic> {
    let mut alarms = Vec::new();
    for (name, alarm) in deploy.watched() {
        let id = format!("{}{}Alarm", target.words(), words(&name));
        let alarm = cx.add_at(target.key.span(), &id, alarm::of(&name, &alarm, target, told))?;
        alarms.push((name, alarm));
    }
    Ok(alarms)
}

/// What CodeDeploy does to this one function. CloudFormation hands the AppSpec over itself.
fn service_role(
    cx: &Context<'_>,
    app_specs: Option<Value<Arn>>,
    shifted: &Shifted<'_>,
    alarms: bool,
) -> Role {
    let Shifted { target, hooks, .. } = shifted;
    // CodeDeploy says on whose behalf it takes the role.
    // https://docs.aws.amazon.com/codedeploy/latest/userguide/security_confused_deputy.html
    let trust = Trust::service("codedeploy.amazonaws.com")
        .for_this_account()
        .for_source(Deployments::group_arn(&cx.application(), &target.key));
    let mut statements = vec![
        Statement::allow("ShiftTraffic", actions!["lambda:GetAlias", "lambda:UpdateAlias"])
            .on([target.arn.clone()]),
        Statement::allow("MindProvisionedConcurrency", actions!["lambda:GetProvisionedConcurrencyConfig"])
            .on([target.qualified()]),
    ];
    if let Some(app_specs) = app_specs {
        let read = actions!["s3:GetObject", "s3:GetObjectVersion"];
        statements.push(Statement::allow("ReadAppSpecs", read).on([app_specs]));
    }
    if !hooks.is_empty() {
        let hooks = distinct(hooks.iter().map(|hook| hook.arn.clone()));
        statements.push(Statement::allow("InvokeHooks", actions!["lambda:InvokeFunction"]).on(hooks));
    }
    if alarms {
        // AWS's own policies and its page grant every alarm; whether CodeDeploy asks by name is not documented.
        // https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms-grant-permissions.html
        let describe = actions!["cloudwatch:DescribeAlarms"];
        statements.push(Statement::allow("AskForAlarmsAsCodeDeployIsDocumentedTo", describe).on_everything());
    }
    Role::new(trust, "Deployment", statements)
}
