//! Conditions of stages, variables of the pipeline, execution modes.

use super::names::too_long;
use super::steps::invocation;
use super::variables::known_after;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::list;
use crate::{Condition, ExecutionMode, Located, OnFailure, Otherwise, Rule, Setting, Stack, Stage, Task};
use diag::nearest;

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for (name, variable) in &stack.variables {
        let fits = |letter: char| letter.is_ascii_alphanumeric() || "@-_".contains(letter);
        if name.is_empty() || !name.chars().all(fits) {
            findings.error(
                Finding::InvalidName,
                name.span(),
                format!("`{}` is not a name for a variable", name.escape_debug()),
                "a character that is not allowed",
                "letters, digits, `@`, `-` and `_`: `Freeze`",
            );
        } else if name.len() > 128 {
            too_long("variable's name", name.len(), 128, "the limit of CodePipeline", name.span(), findings);
        }
        if variable.default.is_empty() {
            findings.error(
                Finding::EmptyText,
                variable.default.span(),
                format!("the default of `{}` is empty", name.as_str()),
                "CodePipeline takes no empty value",
                "write a word that stands for nothing: `none`",
            );
        }
    }
    if let Some((name, _)) = stack.variables.get_index(50) {
        findings.error(
            Finding::TooMany,
            name.span(),
            format!("{} variables, and 50 are allowed", stack.variables.len()),
            "the first one too many",
            "the limit of CodePipeline",
        );
    }
    for stage in &stack.stages {
        findings
            .within(format!("stage `{}`", stage.name.as_str()), |findings| of_stage(stack, stage, findings));
    }
}

fn of_stage(stack: &Stack, stage: &Stage, findings: &mut Findings) {
    let earlier: Vec<Task<'_>> =
        stage.tasks().next().into_iter().flat_map(|task| stack.before(task)).collect();
    let own: Vec<Task<'_>> = earlier.iter().copied().chain(stage.tasks()).collect();
    for (key, condition, before, impossible) in [
        ("before-entry", &stage.before_entry, &earlier, Otherwise::Rollback),
        ("on-success", &stage.on_success, &own, Otherwise::Skip),
    ] {
        let Some(condition) = condition else { continue };
        if *condition.otherwise == impossible {
            findings.error(
                Finding::KeysExclude,
                condition.otherwise.span(),
                format!("`{key}` cannot end like that"),
                "not a result of this condition",
                "before entry a stage fails or is skipped; on success it fails or is rolled back",
            );
        }
        count(key, condition, stage, findings);
        for rule in &condition.rules {
            one(stack, stage, rule, before, condition, findings);
        }
    }
    let rolls_back = stage.on_failure.as_ref().filter(|then| ***then == OnFailure::Rollback);
    let place = rolls_back.map(Located::span).or_else(|| {
        let condition = stage.on_success.as_ref()?;
        (*condition.otherwise == Otherwise::Rollback).then(|| condition.otherwise.span())
    });
    if let (Some(place), ExecutionMode::Parallel) = (place, *stack.execution_mode) {
        findings.push(
            Finding::KeysExclude
                .error("there is nothing to roll back to where executions are `parallel`")
                .at(place)
                .label("rolls back")
                .related(stack.execution_mode.span(), "executions know nothing of each other")
                .help("let them be `queued`"),
        );
    }
}

fn count(key: &str, condition: &Condition, stage: &Stage, findings: &mut Findings) {
    if condition.rules.is_empty() {
        let message = format!("`{key}` has no rules");
        let help = "name at least one, or delete it";
        findings.error(Finding::EmptyList, stage.name.span(), message, "nothing has to hold", help);
    } else if condition.rules.len() > 5 {
        findings.error(
            Finding::TooMany,
            stage.name.span(),
            format!("`{key}` has {} rules, and 5 are allowed", condition.rules.len()),
            "too many conditions",
            "the limit of CodePipeline; a function that is invoked can check several things",
        );
    }
}

fn one(
    stack: &Stack,
    stage: &Stage,
    rule: &Rule,
    before: &[Task<'_>],
    condition: &Condition,
    findings: &mut Findings,
) {
    if *condition.otherwise == Otherwise::Skip && !matches!(rule, Rule::Invoke(_) | Rule::Variable { .. }) {
        findings.error(
            Finding::KeysExclude,
            condition.otherwise.span(),
            "only `invoke` and `variable` can skip a stage",
            "beside another rule",
            "let the stage fail, or decide by a variable or a function alone",
        );
    }
    match rule {
        Rule::DeploymentWindow { cron, .. } => {
            let fields = cron.split_whitespace().count();
            if !(6..=7).contains(&fields) {
                findings.error(
                    Finding::OutOfRange,
                    cron.span(),
                    format!("a deployment window has 6 fields and perhaps a year, not {fields}"),
                    "seconds, minutes, hours, day, month, day of the week",
                    "Mondays to Thursdays from 8 to 17: `* * 8-16 ? * MON-THU *`",
                );
            }
        }
        Rule::Alarm { function: Some(function), name, .. } => {
            let deploy = stack.watching(stage, function);
            let watched: Vec<String> = deploy
                .iter()
                .flat_map(|deploy| stack.settled(deploy).watched())
                .map(|(name, _)| name)
                .collect();
            if let Some((environment, _)) =
                deploy.and_then(|deploy| stack.environment_of(deploy)).filter(|(_, it)| it.is_remote())
            {
                findings.error(
                    Finding::UnknownAlarm,
                    function.name().span(),
                    format!("the alarms of `{}` are in `{}`", function.name().as_str(), environment.as_str()),
                    "another account or region",
                    "CodePipeline asks for alarms where the pipeline is; those of the environment stop its deployments, and \
                     a function that looks at them can be asked: `invoke: { function: … }`",
                );
                return;
            }
            let Setting::Literal(name) = name else { return };
            if !watched.iter().any(|known| known == name.as_str()) {
                findings.error(
                    Finding::UnknownAlarm,
                    name.span(),
                    format!("`{}` has no alarm `{}`", function.name().as_str(), name.as_str()),
                    nearest(name, watched.iter().map(String::as_str))
                        .map_or_else(|| "unknown".to_owned(), |near| format!("did you mean `{near}`?")),
                    format!("its alarms: {}", list(watched.iter().map(String::as_str))),
                );
            }
        }
        Rule::Alarm { .. } => {}
        Rule::Invoke(invoke) => {
            if let Some(task) = stage.tasks().next() {
                invocation(stack, task, invoke, findings);
            }
        }
        Rule::Variable { name, .. } => {
            let known = known_after(stack, before);
            if !known.iter().any(|known| known == name.as_str()) {
                findings.error(
                    Finding::UnknownVariable,
                    name.span(),
                    format!("there is no variable `{}`", name.as_str()),
                    nearest(name, known.iter().map(String::as_str)).map_or_else(
                        || "unknown by then".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    ),
                    format!("variables: {}", list(known.iter().map(String::as_str))),
                );
            }
        }
    }
}
