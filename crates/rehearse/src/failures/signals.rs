//! What AWS lets the world know of a failure: events, notifications, metrics, alarms.

use serde_json::{Value as Json, json};

use super::scene::{Deployment, Place, Scene};
use crate::world::token;

/// Something that a failure sets off, and that may be heard.
#[derive(Debug, Clone)]
pub(super) enum Signal {
    /// An event on the account's default bus.
    Event(Json),
    /// What notification rules wait for: the resource's ARN, and the type of event.
    Notice(String, &'static str),
    /// What triggers of a deployment group wait for: the group's logical ID, and the event.
    Trigger(String, &'static str),
    /// An alarm rings: its name or ARN.
    Alarm(String),
    /// A metric counts it: namespace, name, and the dimension that it has.
    Metric(&'static str, &'static str, (&'static str, String)),
    /// A log has it: the group's name.
    Log(String),
    /// What was not delivered goes to a target: from whom, and the target's ARN.
    Letter(String, String),
}

/// A signal, and why it may not come.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) signal: Signal,
    pub(super) doubt: Option<String>,
}

impl Sent {
    pub(super) fn surely(signal: Signal) -> Self {
        Self { signal, doubt: None }
    }

    pub(super) fn perhaps(signal: Signal, doubt: &str) -> Self {
        Self { signal, doubt: Some(doubt.to_owned()) }
    }
}

fn event(scene: &Scene<'_, '_>, source: &str, kind: &str, resources: &[String], detail: &Json) -> Signal {
    Signal::Event(json!({
        "version": "0",
        "id": token("event"),
        "source": source,
        "detail-type": kind,
        "account": scene.world.account(),
        "region": scene.world.region(),
        "time": token("time"),
        "resources": resources,
        "detail": detail,
    }))
}

/// An action fails, and with it the stage and the execution.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html>
pub(super) fn action_fails(scene: &Scene<'_, '_>, place: &Place<'_, '_>) -> Vec<Sent> {
    let arn = scene.pipeline.arn().unwrap_or_default();
    let kind = place.action.get("ActionTypeId");
    let named = |level: &str, more: Json| {
        let mut detail = json!({
            "pipeline": scene.pipeline.name(),
            "execution-id": token("execution"),
            "pipeline-execution-attempt": token("attempt"),
            "start-time": token("time"),
            "state": "FAILED",
            "version": token("version"),
        });
        if let (Some(detail), Json::Object(more)) = (detail.as_object_mut(), more) {
            detail.extend(more);
        }
        let kind = format!("CodePipeline {level} Execution State Change");
        event(scene, "aws.codepipeline", &kind, std::slice::from_ref(&arn), &detail)
    };
    let action = json!({
        "stage": place.stage.get("Name").to_json(),
        "action": place.action.get("Name").to_json(),
        "action-execution-id": token("action execution"),
        "execution-result": token("result"),
        "input-artifacts": token("artifacts"),
        "output-artifacts": token("artifacts"),
        "region": place.action.get("Region").text().unwrap_or(scene.world.region()),
        "type": {
            "category": kind.get("Category").to_json(),
            "owner": kind.get("Owner").to_json(),
            "provider": kind.get("Provider").to_json(),
            "version": kind.get("Version").to_json(),
        },
    });
    let stage = json!({ "stage": place.stage.get("Name").to_json() });
    let whole = json!({ "execution-trigger": token("trigger") });
    let notice = |id| Signal::Notice(arn.clone(), id);
    let mut sent = vec![
        Sent::surely(named("Action", action)),
        Sent::surely(notice("codepipeline-pipeline-action-execution-failed")),
    ];
    if place.provider() == "Manual" {
        sent.push(Sent::surely(notice("codepipeline-pipeline-manual-approval-failed")));
    }
    let rest = [
        named("Stage", stage),
        notice("codepipeline-pipeline-stage-execution-failed"),
        named("Pipeline", whole),
        notice("codepipeline-pipeline-pipeline-execution-failed"),
    ];
    // A metric of CDK's tables; no page says what it counts.
    let name = ("PipelineName", scene.pipeline.name());
    let metric = Signal::Metric("AWS/CodePipeline", "FailedPipelineExecutions", name);
    sent.push(Sent::perhaps(metric, "no page of AWS says what the metric counts"));
    sent.extend(service(scene, place));
    let skips = place.on_failure().is_some_and(|result| result == "SKIP");
    sent.extend(rest.into_iter().map(|signal| {
        if skips {
            Sent::perhaps(signal, "the stage is skipped, and the execution goes on")
        } else {
            Sent::surely(signal)
        }
    }));
    sent
}

/// Services behind actions that send events of their own.
const SERVICES: &[(&str, &str)] = &[
    ("AppConfig", "aws.appconfig"),
    ("CloudFormation", "aws.cloudformation"),
    ("CloudFormationStackInstances", "aws.cloudformation"),
    ("CloudFormationStackSet", "aws.cloudformation"),
    ("Commands", "aws.codebuild"),
    ("ECS", "aws.ecs"),
    ("ElasticBeanstalk", "aws.elasticbeanstalk"),
    ("ServiceCatalog", "aws.servicecatalog"),
    ("StepFunctions", "aws.states"),
];

/// What the service behind an action sends is not modelled: whoever listens to the service may hear.
fn service(scene: &Scene<'_, '_>, place: &Place<'_, '_>) -> Option<Sent> {
    let is_batch = place.configured("BatchEnabled").is_some_and(|on| on.eq_ignore_ascii_case("true"));
    let known = SERVICES.iter().find(|(provider, _)| *provider == place.provider());
    let source = known.map(|(_, source)| *source).or(is_batch.then_some("aws.codebuild"))?;
    let event = event(scene, source, &token("type"), &[token("resource")], &Json::String(token("detail")));
    Some(Sent::perhaps(event, &format!("what {} sends of it is not modelled", place.provider())))
}

/// A person's call, as CloudTrail tells the bus where a trail is on.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html>
pub(super) fn called(scene: &Scene<'_, '_>, service: &str, name: &str) -> Sent {
    let detail = json!({
        "eventSource": format!("{service}.amazonaws.com"),
        "eventName": name,
        "requestParameters": token("parameters"),
    });
    let source = format!("aws.{service}");
    let event = event(scene, &source, "AWS API Call via CloudTrail", &[token("resource")], &detail);
    Sent::perhaps(event, "a trail must be on")
}

/// A build ends without success.
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html>
pub(super) fn build_ends(scene: &Scene<'_, '_>, name: &str, status: &str) -> Vec<Sent> {
    let project = scene.world.by_name("AWS::CodeBuild::Project", name);
    let name = project.map_or_else(|| name.to_owned(), crate::world::Resource::name);
    let build = scene.world.arn("codebuild", &format!("build/{name}:{}", token("build")));
    let detail = json!({
        "build-status": status,
        "project-name": name,
        "build-id": build,
        "additional-information": token("information"),
        "current-phase": "COMPLETED",
        "current-phase-context": token("context"),
        "version": "1",
    });
    let arn = scene.world.arn("codebuild", &format!("project/{name}"));
    let notice = Signal::Notice(arn.clone(), "codebuild-project-build-state-failed");
    let timed_out = "AWS does not say whether a build that takes too long counts as failed";
    let like_a_failure = |signal| match status {
        "FAILED" => Sent::surely(signal),
        _ => Sent::perhaps(signal, timed_out),
    };
    // https://docs.aws.amazon.com/codebuild/latest/userguide/cloudwatch_metrics-codebuild.html
    let metric = Signal::Metric("AWS/CodeBuild", "FailedBuilds", ("ProjectName", name.clone()));
    let phase = json!({
        "build-id": build,
        "completed-phase": token("phase"),
        "completed-phase-context": token("context"),
        "completed-phase-duration-seconds": token("seconds"),
        "completed-phase-end": token("time"),
        "completed-phase-start": token("time"),
        "completed-phase-status": status,
        "project-name": name,
        "additional-information": token("information"),
        "version": "1",
    });
    let group = project.and_then(|project| {
        project.property("LogsConfig").at(&["CloudWatchLogs", "GroupName"]).text().map(ToOwned::to_owned)
    });
    vec![
        Sent::surely(event(
            scene,
            "aws.codebuild",
            "CodeBuild Build Phase Change",
            std::slice::from_ref(&build),
            &phase,
        )),
        like_a_failure(Signal::Notice(arn.clone(), "codebuild-project-build-phase-failure")),
        Sent::surely(Signal::Log(group.unwrap_or_else(|| format!("/aws/codebuild/{name}")))),
        Sent::surely(event(
            scene,
            "aws.codebuild",
            "CodeBuild Build State Change",
            std::slice::from_ref(&build),
            &detail,
        )),
        like_a_failure(notice),
        Sent::surely(metric),
    ]
}

/// A deployment ends without success: `FAILURE` or `STOP`.
/// <https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html>
pub(super) fn deployment_ends(
    scene: &Scene<'_, '_>,
    deployment: &Deployment<'_, '_>,
    state: &str,
    rolls_back: bool,
) -> Vec<Sent> {
    let application = deployment.application();
    let application_arn = scene.world.arn("codedeploy", &format!("application:{application}"));
    let detail = json!({
        "application": application,
        "deploymentGroup": deployment.name(),
        "deploymentId": token("deployment"),
        "instanceGroupId": token("instance group"),
        "region": scene.world.region(),
        "state": state,
    });
    let resources = [deployment.arn.clone(), application_arn.clone()];
    let kind = "CodeDeploy Deployment State-change Notification";
    let mut sent = vec![Sent::surely(event(scene, "aws.codedeploy", kind, &resources, &detail))];
    let notice = Signal::Notice(application_arn, "codedeploy-application-deployment-failed");
    sent.push(match state {
        "FAILURE" => Sent::surely(notice),
        _ => Sent::perhaps(notice, "AWS does not say whether a stopped deployment counts as failed"),
    });
    if let Some(group) = deployment.group {
        let trigger = |event| Sent::surely(Signal::Trigger(group.id.to_owned(), event));
        sent.push(trigger(if state == "STOP" { "DeploymentStop" } else { "DeploymentFailure" }));
        if rolls_back {
            sent.push(trigger("DeploymentRollback"));
        }
    }
    sent
}

/// The event of an alarm that begins to ring.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html>
pub(super) fn alarm_rings(scene: &Scene<'_, '_>, name: &str) -> Signal {
    let arn = scene.world.arn("cloudwatch", &format!("alarm:{name}"));
    let detail = json!({
        "alarmName": name,
        "configuration": token("configuration"),
        "previousState": token("state"),
        "state": {
            "value": "ALARM",
            "reason": token("reason"),
            "reasonData": token("data"),
            "timestamp": token("time"),
        },
    });
    event(scene, "aws.cloudwatch", "CloudWatch Alarm State Change", &[arn], &detail)
}
