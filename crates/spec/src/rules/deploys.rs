//! Deploy stages: which functions they shift, and how.

use indexmap::IndexMap;

use diag::nearest;

use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::list;
use crate::{Deploy, Duration, EnvironmentRef, Located, RollbackEvent, Shift, Stack, Work};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    // A function whose name is misspelt in a stage is not forgotten.
    let mut understood = !stack.stages.is_empty();
    let mut deployed: IndexMap<(Option<&EnvironmentRef>, &Located<String>), &Located<String>> =
        IndexMap::new();
    for task in stack.tasks() {
        let Work::Deploy(deploy) = task.work() else {
            continue;
        };
        findings.within(task.part(), |findings| {
            if deploy.functions.is_empty() {
                understood = false;
                findings.push(
                    Finding::NothingToDeploy
                        .error(format!("`{}` deploys no function", task.name().as_str()))
                        .at(task.name().span())
                        .label("shifts nothing")
                        .help(format!("name at least one: {}", list(stack.functions().map(|(key, _)| key.as_str())))),
                );
            }
            for function in &deploy.functions {
                let name = function.name();
                if stack.get(function).is_none() {
                    understood = false;
                    unknown(stack, name, findings);
                } else if let Some(first) = deployed.insert((deploy.environment.as_ref(), name), name) {
                    findings.push(
                        Finding::DeployedTwice
                            .error(format!("`{}` is deployed twice", name.as_str()))
                            .at(name.span())
                            .label("again here")
                            .related(first.span(), "first here")
                            .help("after the first time its alias is at the new version already, and nothing is left to shift"),
                    );
                }
            }
            for hook in deploy.hooks.functions() {
                if stack.get(hook).is_none() {
                    understood = false;
                    unknown(stack, hook.name(), findings);
                }
            }
            let settled = stack.settled(deploy);
            shift(&settled.shift(), findings);
            rollback(&settled, findings);
        });
    }
    let is_hook = |key: &Located<String>| stack.hooked(key).next().is_some();
    let is_deployed = |key: &Located<String>| deployed.keys().any(|(_, name)| *name == key);
    for (key, _) in stack.functions().filter(|(key, _)| understood && !is_deployed(key) && !is_hook(key)) {
        findings.push(
            Finding::NeverDeployed
                .warning(format!("the function `{}` is released, but never deployed", key.as_str()))
                .at(key.span())
                .label("no stage shifts its alias")
                .help("add it to the `functions` of a `deploy` stage"),
        );
    }
}

pub(super) fn unknown(stack: &Stack, name: &Located<String>, findings: &mut Findings) {
    let functions = || stack.functions().map(|(key, _)| key.as_str());
    let label = match nearest(name, functions()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "unknown".to_owned(),
    };
    let help = match functions().next() {
        Some(_) => format!("functions of this stack: {}", list(functions())),
        None => "this stack has no functions yet".to_owned(),
    };
    findings.error(
        Finding::UnknownFunction,
        name.span(),
        format!("there is no function `{}`", name.as_str()),
        label,
        help,
    );
}

/// The deployer may wait for 24 hours
/// ([time-outs](https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html)).
fn shift(shift: &Located<Shift>, findings: &mut Findings) {
    let (Shift::Canary { percent, minutes } | Shift::Linear { percent, minutes }) = **shift else {
        return;
    };
    if !(1..=99).contains(&percent) {
        findings.error(
            Finding::InvalidShift,
            shift.span(),
            format!("a step of {percent} percent is not possible"),
            "1 to 99 percent",
            "for everything in one step, write `all-at-once`",
        );
        return;
    }
    if minutes == 0 {
        findings.error(
            Finding::InvalidShift,
            shift.span(),
            "steps 0 minutes apart are not possible",
            "at least 1 minute",
            "for everything in one step, write `all-at-once`",
        );
    }
    if shift.length() >= Duration::hours(24) {
        findings.error(
            Finding::InvalidShift,
            shift.span(),
            format!(
                "the shift takes {} minutes, and has to be over within 24 hours",
                shift.length().as_seconds() / 60
            ),
            "too long",
            "choose larger steps or fewer minutes: after 24 hours CodePipeline gives up on the deployment",
        );
    }
}

fn rollback(deploy: &Deploy, findings: &mut Findings) {
    let events = deploy.rollback().events;
    let Some(event) = events.iter().find(|event| ***event == RollbackEvent::Alarm) else {
        return;
    };
    let by_default =
        events.iter().all(|event| event.span().is_none()) && events.len() == RollbackEvent::ALL.len();
    if deploy.watched().is_empty() && !by_default {
        findings.error(
            Finding::NoAlarms,
            event.span(),
            "a rollback on `alarm`, and no alarm that could ring",
            "nothing ever causes this",
            "take `alarm` out of the events, or let an alarm watch a canary or linear shift",
        );
    }
}
