//! The actions that publish versions.

use cfn::codepipeline::{Action, ActionTypeId, Configuration};
use serde_json::json;
use spec::{Deploy, EnvironmentRef, Located, Task};

use super::builds::codebuild;
use super::{action, artifact};
use crate::context::Context;
use crate::functions::namespace;
use crate::image::Imaged;
use crate::pipeline::Parts;
use crate::release::inputs;
use crate::source::Place;
use crate::storage::PACKAGES;

/// The action's name.
const RELEASE: &str = "Release";

/// The release, behind the last task that makes something to release.
pub(super) fn behind(cx: &Context<'_>, parts: &Parts<'_>, task: Task<'_>) -> Option<Action> {
    let last = cx.stack.releasing().filter(|last| std::ptr::eq(last.action, task.action));
    last.and_then(|_| release(parts, None))
}

/// The release into a stage's environment comes before anything is asked or shifted there.
pub(super) fn into(parts: &Parts<'_>, task: Task<'_>, deploy: &Deploy) -> Vec<Action> {
    let Some(environment) = deploy.environment.as_ref().map(EnvironmentRef::name) else { return Vec::new() };
    let name = match &task.action.name {
        Some(name) => format!("{}-{RELEASE}", name.as_str()),
        None => RELEASE.to_owned(),
    };
    let release = release(parts, Some(environment));
    release.map(|action| Action { name, run_order: Some(1), ..action }).into_iter().collect()
}

/// The release into an environment, or apart from any; none where no function is there.
fn release(parts: &Parts<'_>, environment: Option<&Located<String>>) -> Option<Action> {
    let release = parts.releases.iter().find(|release| release.environment == environment)?;
    let mut variables = vec![
        json!({ "name": "EXECUTION_ID", "value": "#{codepipeline.PipelineExecutionId}" }),
        json!({ "name": "COMMIT_ID", "value": revision(&parts.source.place) }),
    ];
    let there = parts.targets.iter().filter(|target| target.environment == environment);
    variables.extend(there.filter_map(|target| {
        let image = Imaged::of(&parts.images, target)?;
        let uri = format!("#{{{}.IMAGE_URI}}", image.task.namespace()?);
        Some(json!({ "name": format!("{}_IMAGE", target.prefix()), "value": uri }))
    }));
    let mut configuration = codebuild(release.project.reference(), variables);
    let inputs: Vec<_> = inputs(&parts.builds).map(artifact).collect();
    if inputs.len() > 1 {
        configuration.insert("PrimarySource", Configuration::from(PACKAGES));
    }
    Some(Action {
        run_order: Some(2),
        namespace: Some(namespace(environment)),
        input_artifacts: inputs,
        ..action(RELEASE, ActionTypeId::aws("Build", "CodeBuild"), configuration)
    })
}

/// The variable that says what exactly is delivered.
fn revision(place: &Place) -> &'static str {
    match place {
        Place::CodeCommit { .. } | Place::Connection { .. } => "#{Source.CommitId}",
        Place::Object { .. } => "#{Source.VersionId}",
        Place::Image { .. } => "#{Source.ImageDigest}",
    }
}
