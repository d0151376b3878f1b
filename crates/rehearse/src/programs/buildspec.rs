//! The commands of a build project.

use cfn::read::{self, Node};

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
    let Ok(document) = read::read(text) else {
        return Err("its buildspec can't be read".to_owned());
    };
    let root = document.root();
    let phases = root.get("phases").map_or(&[][..], Node::entries);
    let lists = phases.iter().flat_map(|phase| ["commands", "finally"].map(|list| phase.value.get(list)));
    let commands = lists
        .flatten()
        .flat_map(|list| if list.is_list() { list.items() } else { std::slice::from_ref(list) });
    Ok(Build {
        scripts: commands.filter_map(Node::scalar).map(shell::read).collect(),
        variables: variables::of_build(world, project, action, root),
    })
}
