//! Tests: what they invoke is there, and a matrix makes actions that CodePipeline can tell apart.

use indexmap::IndexMap;

use super::deploys::unknown;
use super::names::too_long;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{FunctionRef, Located, Stack, Task, Test, Work};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for task in stack.tasks() {
        let Work::Test(test) = task.work() else { continue };
        findings.within(task.part(), |findings| {
            let missing = test.invoke.iter().filter(|function| stack.get(function).is_none());
            missing.for_each(|function| unknown(stack, function.name(), findings));
            let nowhere = |function: &&FunctionRef| {
                let mut places = std::iter::once(None).chain(stack.environments().map(|(name, _)| Some(name)));
                stack.get(function).is_some() && !places.any(|place| stack.reaches(task, function, place))
            };
            test.invoke.iter().filter(nowhere).for_each(|function| {
                findings.error(
                    Finding::UnknownFunction,
                    function.name().span(),
                    format!("`{}` is out of this test's reach", function.name().as_str()),
                    "in other accounts or regions, or released later",
                    "a test runs where the pipeline is, on what has been released before it: leave the function out, or put the test \
                     behind a deployment to an environment that is there",
                );
            });
            project_name(task, findings);
            matrix(task, test, findings);
        });
    }
}

/// [Names of projects](https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html), which begin with
/// the pipeline's; a report's follows.
fn project_name(task: Task<'_>, findings: &mut Findings) {
    let length = task.whole_name().chars().count();
    if length > 80 {
        let why = "a CodeBuild project of 150 is named after the pipeline, the stage and the action";
        too_long("name of a test", length, 80, why, task.name().span(), findings);
    }
}

fn matrix(task: Task<'_>, test: &Test, findings: &mut Findings) {
    for (name, values) in &test.matrix {
        if let Some((other, _)) = test.run.environment.get_key_value(name) {
            findings.push(
                Finding::KeysExclude
                    .error(format!("`{}` is set by `environment` and by `matrix`", name.as_str()))
                    .at(name.span())
                    .label("one value for each action")
                    .related(other.span(), "one value for all")
                    .help("keep one of the two"),
            );
        }
        if values.is_empty() {
            findings.error(
                Finding::EmptyList,
                name.span(),
                format!("the matrix has no value for `{}`", name.as_str()),
                "no test would run",
                "name at least one value, or delete it",
            );
        }
    }
    let count = test.matrix.values().fold(1_usize, |count, values| count.saturating_mul(values.len()));
    if count > 50 {
        findings.error(
            Finding::TooMany,
            test.matrix.keys().next().and_then(Located::span),
            format!("the matrix has {count} combinations, and 50 are allowed"),
            "each is an action of the stage",
            "the limit of CodePipeline; leave out values, or test some of them in another stage",
        );
        return;
    }
    let mut seen: IndexMap<String, &Located<String>> = IndexMap::new();
    let combinations = test.combinations();
    for combination in combinations.iter().filter(|combination| !combination.is_empty()) {
        let suffix = Test::suffix(combination);
        let value = combination[combination.len() - 1].1;
        let length = task.name().chars().count() + 1 + suffix.chars().count();
        if length > 100 {
            too_long("action name", length, 100, "the limit of CodePipeline", value.span(), findings);
        }
        if let Some(first) = seen.get(&suffix) {
            findings.push(
                Finding::NameCollision
                    .error(format!("two combinations of the matrix would be called `{}-{suffix}`", task.name().as_str()))
                    .at(value.span())
                    .label("in the second one")
                    .related(first.span().filter(|_| *first != value), "in the first one")
                    .help("in an action's name only letters, digits, `.`, `@` and `_` are left of a value: change one of them"),
            );
        } else {
            seen.insert(suffix, value);
        }
    }
}
