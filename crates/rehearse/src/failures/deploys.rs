//! The failures of deployments: by a function that a pipeline invokes, by CodeDeploy's action, by CodePipeline's own.

use super::actions::{All, QUOTAS};
use super::ends::{End, LIMITS, alarm_ids, watched};
use super::scene::Scene;
use super::signals::{self, Sent, Signal};
use super::{Draft, Line, What};
use crate::programs;
use crate::shift::{self, Pace, length};
use crate::world::Resource;

const ASYNC: &str = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html";
const NATIVE: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html";

/// How long CodePipeline waits for a function's next answer, in minutes.
const ANSWER: u64 = 20;
/// How long Lambda keeps an event that it cannot deliver, in seconds, and how often it tries again after an error.
const AGE: u64 = 6 * 60 * 60;
const RETRIES: u64 = 2;

/// An action that invokes a function.
pub(super) fn function<'t>(all: &All<'_, '_, 't>) -> Vec<Draft<'t>> {
    let All { scene, place, .. } = all;
    let name = place.configured("FunctionName").unwrap_or_default();
    let function = scene.function(name);
    let shown = function.map_or_else(|| scene.world.shown(name), |function| function.id.to_owned());
    let is_ours =
        function.is_some_and(|function| !programs::shifts(scene.world, function, place.action).is_empty());
    let doubt = format!("whether {shown} reports it is not known");
    let mut drafts = deployments(all, (!is_ours).then_some(doubt.as_str()));
    if drafts.is_empty() {
        let sent = signals::action_fails(scene, place);
        drafts.push(all.draft("fails", format!("{shown} reports a failure"), sent));
    } else if is_ours {
        for lines in drafts.iter_mut().map(|draft| &mut draft.lines) {
            if let Some(at) = lines.iter().position(|line| line.page == LIMITS) {
                let text = "pipewright's deployer waits for that, and for the rollback";
                lines.insert(at + 1, Line::new(What::Next, text, ""));
            }
        }
    }
    drafts.push(silent(all, "throttled", function, &shown));
    drafts.push(silent(all, "crashes", function, &shown));
    drafts
}

/// A function that never answers, because Lambda has no room for it, or because it breaks off.
fn silent<'t>(all: &All<'_, '_, 't>, kind: &str, function: Option<&Resource<'t>>, shown: &str) -> Draft<'t> {
    let All { scene, place, .. } = all;
    let is_throttled = kind == "throttled";
    let title = if is_throttled {
        format!("Lambda has no room for {shown}")
    } else {
        format!("{shown} breaks off without an answer")
    };
    let mut sent = signals::action_fails(scene, place);
    let config = function.and_then(|function| invocation(scene, function));
    if let Some(function) = function {
        let metric = if is_throttled { "Throttles" } else { "Errors" };
        let group = function.property("LoggingConfig").get("LogGroup").text().map(ToOwned::to_owned);
        let group = group.unwrap_or_else(|| format!("/aws/lambda/{}", function.name()));
        sent.push(Sent::surely(Signal::Log(group)));
        for metric in [metric, "AsyncEventsDropped"] {
            // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
            sent.push(Sent::surely(Signal::Metric("AWS/Lambda", metric, ("FunctionName", function.name()))));
        }
        let letters = [
            function.property("DeadLetterConfig").get("TargetArn").text(),
            config.and_then(|config| {
                config.property("DestinationConfig").at(&["OnFailure", "Destination"]).text()
            }),
        ];
        for to in letters.into_iter().flatten() {
            sent.push(Sent::surely(Signal::Letter(function.id.to_owned(), to.to_owned())));
        }
    }
    let mut draft = all.draft(kind, title, sent);
    let number = |key, default| config.and_then(|config| config.property(key).number()).unwrap_or(default);
    let keeps = number("MaximumEventAgeInSeconds", AGE).div_ceil(60);
    if is_throttled {
        let text = format!("Lambda tries for {}, and then drops the event", length(keeps));
        draft.lines.push(Line::new(What::Time, text, ASYNC));
        if keeps > ANSWER {
            let text = format!("{shown} may still run after the action has failed, and do its work");
            draft.lines.push(Line::new(What::Left, text, ASYNC));
        }
    } else {
        let text = match number("MaximumRetryAttempts", RETRIES) {
            0 => "Lambda does not run it again".to_owned(),
            1 => "Lambda runs it once more".to_owned(),
            retries => format!("Lambda runs it {retries} times more"),
        };
        draft.lines.push(Line::new(What::Time, text, ASYNC));
    }
    if let Some(deployment) = place.deployments.first() {
        let text = format!("a deployment of {} that runs by then goes on by itself", deployment.shown());
        draft.lines.push(Line::new(What::Left, text, QUOTAS));
    }
    let text = format!("{ANSWER} min without an answer, and CodePipeline fails the action");
    all.late(draft, text, QUOTAS)
}

/// How Lambda invokes a function that nobody waits for.
fn invocation<'w, 't>(scene: &Scene<'w, 't>, function: &Resource<'t>) -> Option<&'w Resource<'t>> {
    scene.world.of_type("AWS::Lambda::EventInvokeConfig").find(|config| {
        let name = config.property("FunctionName").text().unwrap_or_default();
        scene.function(name).is_some_and(|found| found.id == function.id)
            && config.property("Qualifier").text() == Some("$LATEST")
    })
}

/// CodeDeploy's own action.
pub(super) fn codedeploy<'t>(all: &All<'_, '_, 't>) -> Vec<Draft<'t>> {
    let drafts = deployments(all, None);
    if !drafts.is_empty() {
        return drafts;
    }
    let All { scene, place, .. } = all;
    let sent = signals::action_fails(scene, place);
    vec![all.draft("fails", format!("{} fails", place.step.name), sent)]
}

/// The failures of an action's deployments.
fn deployments<'t>(all: &All<'_, '_, 't>, doubt: Option<&str>) -> Vec<Draft<'t>> {
    let All { scene, place, .. } = all;
    let mut drafts = Vec::new();
    for deployment in &place.deployments {
        for end in End::all(deployment) {
            let mut sent = end.sent(scene, deployment);
            sent.extend(signals::action_fails(scene, place).into_iter().map(|sent| match doubt {
                Some(doubt) => Sent::perhaps(sent.signal, doubt),
                None => sent,
            }));
            let kind = match place.deployments.as_slice() {
                [_] => end.kind().to_owned(),
                _ => format!("{}-{}", deployment.name(), end.kind()),
            };
            let mut draft = all.draft(&kind, end.title(scene, deployment), sent);
            draft.lines.splice(0..0, end.lines(scene, deployment));
            draft.lines.extend(too_long(all, deployment.pace(scene.world)));
            drafts.push(draft);
        }
    }
    drafts
}

/// A shift that outlives the action.
fn too_long(all: &All<'_, '_, '_>, pace: Option<Pace>) -> Option<Line> {
    let (pace, most) = (pace?, all.place.step.minutes?);
    let text = format!(
        "the shift takes {}, and the action {} at most: it fails before the shift ends",
        length(pace.minutes),
        length(most)
    );
    (pace.minutes > most).then(|| Line::new(What::Time, text, QUOTAS))
}

/// CodePipeline's own deployment of a function: it knows alarms, and neither hooks nor a group.
pub(super) fn native<'t>(all: &All<'_, '_, 't>) -> Vec<Draft<'t>> {
    let All { scene, place, .. } = all;
    let function = scene.named(place.configured("FunctionName").unwrap_or_default());
    let pace = place.configured("DeployStrategy").and_then(shift::named);
    let sent = signals::action_fails(scene, place);
    let mut drafts = vec![all.draft("fails", format!("the deployment of {function} fails"), sent.clone())];
    let alarms = place.configured("Alarms").unwrap_or_default().split(',').map(str::trim);
    let alarms: Vec<_> = alarms.filter(|alarm| !alarm.is_empty()).map(ToOwned::to_owned).collect();
    let Some(alias) = place.configured("FunctionAlias") else { return drafts };
    if !alarms.is_empty() {
        let title = format!("{} rings while traffic shifts", alarm_ids(scene, &alarms));
        let ringing = alarms.iter().map(|alarm| Sent::surely(Signal::Alarm(alarm.clone())));
        let mut draft = all.draft("alarm", title, sent.into_iter().chain(ringing).collect());
        draft.lines.extend(pace.into_iter().flat_map(|pace| {
            let lines = alarms.iter().filter_map(move |alarm| watched(scene, alarm, pace));
            lines.collect::<Vec<_>>()
        }));
        drafts.push(draft);
    }
    for draft in &mut drafts {
        let text = format!("{} of {function} goes back to the version that it had", scene.world.shown(alias));
        draft.lines.insert(0, Line::new(What::RollsBack, text, NATIVE));
        draft.lines.extend(too_long(all, pace));
    }
    drafts
}
