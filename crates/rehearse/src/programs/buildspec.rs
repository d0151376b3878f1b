//! The commands of a build project.

use yaml::Node;

use super::shell::{self, Script};
use super::variables::{self, Variables};
use crate::world::{Resource, Value, World};

/// What a project runs.
pub(super) struct Build {
    pub(super) scripts: Vec<Script>,
    pub(super) variables: Variables,
}

/// Reads a project's buildspec; a phrase, where it is not in the template.
pub(super) fn read(world: &World<'_>, project: &Resource<'_>, action: &Value<'_>) -> Result<Build, String> {
    let Some(text) = project.property("Source").get("BuildSpec").text() else {
        return Err("its commands are in the source's buildspec.yml".to_owned());
    };
    if !text.contains('\n') && !text.trim_start().starts_with('{') {
        return Err(format!("its commands are in the source's {text}"));
    }
    let Some(root) = world.buildspec(text) else {
        return Err("its buildspec can't be read".to_owned());
    };
    let phases = entries(root.get("phases"));
    let lists = phases.flat_map(|(_, phase)| ["commands", "finally"].map(|list| phase.get(list)));
    Ok(Build {
        scripts: lists.flatten().flat_map(items).filter_map(text_of).map(shell::read).collect(),
        variables: variables::of_build(world, project, action, &root),
    })
}

/// A mapping's entries; none, of anything else.
pub(super) fn entries(node: Option<&Node>) -> impl Iterator<Item = (&Node, &Node)> {
    let entries = node.and_then(Node::entries).unwrap_or_default();
    entries.iter().map(|(key, value)| (key, value))
}

/// A list's items; anything else is its only item.
pub(super) fn items(node: &Node) -> &[Node] {
    match &node.value {
        yaml::Value::List(items) => items,
        _ => std::slice::from_ref(node),
    }
}

/// A scalar's text.
pub(super) fn text_of(node: &Node) -> Option<&str> {
    node.scalar().map(|scalar| scalar.text.as_str())
}
