//! Variables of a build and of a pipeline, as far as they are known before an execution.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use yaml::Node;

use super::buildspec::{entries, text_of};
use super::names::token;
use super::shell::{Part, Word};
use super::{image, release};
use crate::world::{Resource, Value, World};

/// Variables by name.
pub(super) type Variables = BTreeMap<String, String>;

/// The variables that the commands of a build have: an action's before the project's before the buildspec's.
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html>
pub(super) fn of_build(
    world: &World<'_>,
    project: &Resource<'_>,
    action: &Value<'_>,
    buildspec: &Node,
) -> Variables {
    let mut found = Variables::new();
    for (name, value) in entries(buildspec.get("env").and_then(|env| env.get("variables"))) {
        if let (Some(name), Some(value)) = (text_of(name), text_of(value)) {
            found.insert(name.to_owned(), value.to_owned());
        }
    }
    for variable in project.property("Environment").get("EnvironmentVariables").items() {
        let plain = matches!(variable.get("Type").text(), None | Some("PLAINTEXT"));
        if let (Some(name), Some(value)) = (variable.get("Name").text(), variable.get("Value").text()) {
            found.insert(name.to_owned(), if plain { value.to_owned() } else { token(name) });
        }
    }
    let text = action.at(&["Configuration", "EnvironmentVariables"]).text().unwrap_or("[]");
    let listed: Json = serde_json::from_str(text).unwrap_or_default();
    for variable in listed.as_array().into_iter().flatten() {
        let plain = matches!(variable["type"].as_str(), None | Some("PLAINTEXT"));
        if let (Some(name), Some(value)) = (variable["name"].as_str(), variable["value"].as_str()) {
            let value = if plain { of_pipeline(world, action, value) } else { token(name) };
            found.insert(name.to_owned(), value);
        }
    }
    found
}

/// A text of an action's configuration with the pipeline's variables that the release and images export; the others are symbols.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html>
pub(super) fn of_pipeline(world: &World<'_>, action: &Value<'_>, text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, more)) = rest.split_once("#{") {
        let Some((name, after)) = more.split_once('}') else { break };
        out.push_str(before);
        out.push_str(&exported(world, action, name).unwrap_or_else(|| token(name)));
        rest = after;
    }
    out + rest
}

/// The value of `namespace.variable`, where the release or an image of the same pipeline exports it.
fn exported(world: &World<'_>, action: &Value<'_>, name: &str) -> Option<String> {
    // The others are a version and a digest, which only running tells.
    let is_known = |variable: &str| variable.ends_with("_KEY") || variable == "IMAGE_URI";
    let (namespace, variable) = name.split_once('.').filter(|(_, variable)| is_known(variable))?;
    let pipeline = world
        .of_type("AWS::CodePipeline::Pipeline")
        .find(|pipeline| actions(pipeline).any(|other| other == action))?;
    let source = actions(pipeline).find(|other| other.get("Namespace").text() == Some(namespace))?;
    let name = source.at(&["Configuration", "ProjectName"]).text()?;
    let project = world.by_name("AWS::CodeBuild::Project", name)?;
    match variable {
        "IMAGE_URI" => image::exports(world, project, source).remove(variable),
        _ => release::exports(world, project, source).remove(variable),
    }
}

fn actions<'w, 't>(pipeline: &'w Resource<'t>) -> impl Iterator<Item = &'w Value<'t>> {
    pipeline.property("Stages").items().iter().flat_map(|stage| stage.get("Actions").items())
}

/// What a word becomes; parts that only running tells are symbols.
pub(super) fn value(word: &Word, variables: &Variables) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Variable(name) => variables.get(name).cloned().unwrap_or_else(|| token(name)),
        Part::Unknown => token("…"),
    };
    word.parts.iter().map(part).collect()
}
