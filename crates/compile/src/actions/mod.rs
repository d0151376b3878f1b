//! What CodePipeline's actions are told: a file for each kind of work.

mod approval;
mod builds;
mod deploy;
mod release;
mod source;
mod steps;

use cfn::codepipeline::{Action, ActionTypeId, Artifact, Configuration, OutputArtifact};
use indexmap::IndexMap;
use spec::{Task, Work};

pub(crate) use self::approval::commit;
pub(crate) use self::source::{fetch, source};
pub(crate) use self::steps::invoked;
use crate::context::Context;
use crate::pipeline::{Parts, Roles};

/// A stage's actions. What several actions take to do one piece of work is over before the next run order begins.
pub(crate) fn actions_of(
    cx: &Context<'_>,
    roles: &Roles<'_>,
    parts: &Parts<'_>,
    stage: &spec::Stage,
) -> Vec<Action> {
    let tasks: Vec<_> = stage.tasks().collect();
    let mut actions: Vec<Action> = Vec::new();
    let mut over = 0;
    for side_by_side in tasks.chunk_by(|one, other| one.action.run_order() == other.action.run_order()) {
        let begin = over;
        for task in side_by_side {
            for mut action in work(cx, roles, parts, *task) {
                let order = begin + action.run_order.unwrap_or(1);
                if begin > 0 {
                    action.run_order = Some(order);
                }
                over = over.max(order);
                actions.push(action);
            }
        }
    }
    actions
}

/// What a piece of work takes, in run orders of its own.
fn work(cx: &Context<'_>, roles: &Roles<'_>, parts: &Parts<'_>, task: Task<'_>) -> Vec<Action> {
    match task.work() {
        Work::Build(_) => builds::builds(cx, parts, task),
        Work::Test(_) => builds::tests(parts, task),
        Work::Image(_) => builds::images(cx, parts, task),
        Work::Invoke(invoke) => vec![steps::invoke(cx, parts, task, invoke)],
        Work::Commands(_) => steps::commands(roles, task).into_iter().collect(),
        Work::CloudFormation(stack) => steps::cloudformation(cx, roles, parts, task, stack),
        Work::Approval(_) => approval::approvals(parts, task),
        Work::Deploy(deploy) => in_a_row([
            release::into(parts, task, deploy),
            approval::approvals(parts, task),
            deploy::deploy(cx, parts, task, deploy),
        ]),
    }
}

/// Steps of one piece of work, each over before the next begins.
fn in_a_row(steps: [Vec<Action>; 3]) -> Vec<Action> {
    let mut row: Vec<Action> = Vec::new();
    for step in steps {
        let over = row.iter().filter_map(|action| action.run_order).max().unwrap_or_default();
        row.extend(step.into_iter().map(|action| {
            let order = action.run_order.or((over > 0).then_some(1)).map(|order| over + order);
            Action { run_order: order, ..action }
        }));
    }
    row
}

pub(crate) fn action(
    name: &str,
    action_type_id: ActionTypeId,
    configuration: IndexMap<&'static str, Configuration>,
) -> Action {
    Action {
        name: name.to_owned(),
        action_type_id,
        run_order: None,
        timeout_in_minutes: None,
        namespace: None,
        input_artifacts: Vec::new(),
        output_artifacts: Vec::new(),
        configuration,
        commands: Vec::new(),
        output_variables: Vec::new(),
        environment_variables: Vec::new(),
        role_arn: None,
    }
}

pub(super) fn output(name: &str) -> OutputArtifact {
    OutputArtifact { name: name.to_owned(), files: Vec::new() }
}

pub(crate) fn artifact(name: &str) -> Artifact {
    Artifact { name: name.to_owned() }
}
