//! The actions that run projects of CodeBuild: builds, tests, images.

use cfn::Text;
use cfn::codepipeline::{Action, ActionTypeId, Configuration};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use spec::{Build, Located, Task, Test};

use super::{action, artifact, output, release};
use crate::build::Built;
use crate::context::Context;
use crate::environment::passed;
use crate::image::Imaged;
use crate::pipeline::Parts;
use crate::storage::SOURCE_CODE;
use crate::test::Tested;

/// A build, and behind the last one the release of what all of them have packaged.
pub(super) fn builds(cx: &Context<'_>, parts: &Parts<'_>, task: Task<'_>) -> Vec<Action> {
    let its = parts.builds.iter().filter(|built| std::ptr::eq(built.task.action, task.action));
    its.map(|built| build(parts, built)).chain(release::behind(cx, parts, task)).collect()
}

fn build(parts: &Parts<'_>, built: &Built<'_>) -> Action {
    let name = built.task.action.name.as_ref().map_or("Build", |name| name.as_str());
    Action {
        namespace: built.task.namespace(),
        input_artifacts: parts.inputs(built.spec),
        output_artifacts: built.outputs().map(output).collect(),
        ..action(
            name,
            ActionTypeId::aws("Build", "CodeBuild"),
            with_primary(
                parts,
                built.spec,
                codebuild(built.project.reference(), passed(built.spec).collect()),
            ),
        )
    }
}

/// A project to run, and the variables that it gets besides its own.
pub(super) fn codebuild(project: Text, variables: Vec<Json>) -> IndexMap<&'static str, Configuration> {
    let mut configuration = IndexMap::from([("ProjectName", Configuration::from(project))]);
    if !variables.is_empty() {
        let variables = Json::from(variables).to_string();
        configuration.insert("EnvironmentVariables", Configuration::from(variables.as_str()));
    }
    configuration
}

/// Of several inputs, the first is where the commands begin.
fn with_primary(
    parts: &Parts<'_>,
    run: &Build,
    mut configuration: IndexMap<&'static str, Configuration>,
) -> IndexMap<&'static str, Configuration> {
    if !parts.further.is_empty() || !run.inputs.is_empty() {
        configuration.insert("PrimarySource", Configuration::from(SOURCE_CODE));
    }
    configuration
}

/// The same tests once for each combination of the matrix, side by side.
pub(super) fn tests(parts: &Parts<'_>, task: Task<'_>) -> Vec<Action> {
    let tests = parts.tests.iter().filter(|tested| std::ptr::eq(tested.task.action, task.action));
    tests
        .flat_map(|tested| tested.spec.combinations().into_iter().map(|one| test(parts, tested, &one)))
        .collect()
}

fn test(
    parts: &Parts<'_>,
    tested: &Tested<'_>,
    combination: &[(&Located<String>, &Located<String>)],
) -> Action {
    let name = match combination {
        [] => tested.task.name().to_string(),
        some => format!("{}-{}", tested.task.name().as_str(), Test::suffix(some)),
    };
    let chosen =
        combination.iter().map(|(name, value)| json!({ "name": name.as_str(), "value": value.as_str() }));
    let variables = chosen.chain(passed(&tested.spec.run)).collect();
    Action {
        namespace: tested.task.namespace(),
        input_artifacts: parts.inputs(&tested.spec.run),
        ..action(
            &name,
            ActionTypeId::aws("Test", "CodeBuild"),
            with_primary(parts, &tested.spec.run, codebuild(tested.project.reference(), variables)),
        )
    }
}

/// An image, and behind the last one that functions run the release of what all of them have built.
pub(super) fn images(cx: &Context<'_>, parts: &Parts<'_>, task: Task<'_>) -> Vec<Action> {
    let images = parts.images.iter().filter(|image| std::ptr::eq(image.task.action, task.action));
    let variables =
        || vec![json!({ "name": "EXECUTION_ID", "value": "#{codepipeline.PipelineExecutionId}" })];
    let image = |image: &Imaged<'_>| Action {
        namespace: task.namespace(),
        input_artifacts: vec![artifact(SOURCE_CODE)],
        ..action(
            task.name(),
            ActionTypeId::aws("Build", "CodeBuild"),
            codebuild(image.project.reference(), variables()),
        )
    };
    images.map(image).chain(release::behind(cx, parts, task)).collect()
}
