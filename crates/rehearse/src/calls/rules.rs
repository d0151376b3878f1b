//! What the rules of a stage's conditions call, under the pipeline's role.

use super::actions::{builds, commands};
use super::names::{function, in_region};
use super::{Calls, When};
use crate::world::{Resource, Value, World};

const ALARM: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CloudWatchAlarm.html";
const LAMBDA: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-LambdaInvoke.html";

/// All rules of a stage, before it and after it.
pub(super) fn of_stage(world: &World<'_>, pipeline: &Resource<'_>, stage: &Value<'_>) -> Calls {
    let mut calls = Calls::none();
    for gate in ["BeforeEntry", "OnSuccess", "OnFailure"] {
        let conditions = stage.get(gate).get("Conditions").items();
        for rule in conditions.iter().flat_map(|condition| condition.get("Rules").items()) {
            calls.extend(one(world, pipeline, rule));
        }
    }
    calls
}

fn one(world: &World<'_>, pipeline: &Resource<'_>, rule: &Value<'_>) -> Calls {
    if !rule.get("RoleArn").is_missing() {
        return Calls::unknown(
            "what rules of stage conditions call under roles of their own is not modelled",
        );
    }
    match rule.at(&["RuleTypeId", "Provider"]).text() {
        Some("CloudWatchAlarm") => alarm(),
        Some("LambdaInvoke") => invoke(world, rule),
        Some("CodeBuild") => builds(world, rule),
        Some("Commands") => commands(world, pipeline, rule),
        // They look at the clock, and at what the execution itself has.
        Some("DeploymentWindow" | "VariableCheck") => Calls::none(),
        _ => Calls::unknown("what a rule of a stage's condition calls is not modelled"),
    }
}

/// No page says which call that is, nor whether it names the alarm.
fn alarm() -> Calls {
    let asked = When::Perhaps("when a rule asks for its alarm, of whose rights AWS's page says nothing");
    let mut calls = Calls::none();
    calls.push("cloudwatch:DescribeAlarms", "*", asked, ALARM);
    calls
}

fn invoke(world: &World<'_>, rule: &Value<'_>) -> Calls {
    let Some(name) = rule.at(&["Configuration", "FunctionName"]).text() else {
        return Calls::unknown("a rule names no function");
    };
    let (arn, qualifier) = function(world, name);
    let arn = in_region(world, arn, rule.get("Region").text());
    let mut calls = Calls::none();
    let arn = qualifier.map_or_else(|| arn.clone(), |qualifier| format!("{arn}:{qualifier}"));
    calls.push("lambda:InvokeFunction", arn, When::Always, LAMBDA);
    calls
}
