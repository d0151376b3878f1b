//! The CodeBuild project of this template that an action runs, and its inline buildspec.

use crate::context::{Context, Resource};
use crate::pipelines::Step;
use crate::resolve::Piece;

use super::json::HOLE;

/// The project that an action runs, if it stands in the template.
pub(super) fn of<'a, 't>(ctx: &'a Context<'t>, action: &Step<'t>) -> Option<&'a Resource<'t>> {
    if action.kind?.provider != "CodeBuild" {
        return None;
    }
    let mut settings = action.settings_of("ProjectName");
    let (setting, None) = (settings.next()?, settings.next()) else { return None };
    if let Some(project) = ctx.target(&setting.entry.value) {
        return Some(project).filter(|project| project.kind == "AWS::CodeBuild::Project");
    }
    let name = ctx.text(&setting.entry.value)?;
    let is_named = |project: &&Resource<'t>| {
        project
            .properties()
            .and_then(|properties| ctx.text(properties.get("Name")?))
            .is_some_and(|own| own == name)
    };
    let mut named = ctx.of_type("AWS::CodeBuild::Project").filter(is_named);
    let (project, None) = (named.next()?, named.next()) else { return None };
    Some(project)
}

/// The project's buildspec, where it is written out, with [`HOLE`]s in it.
pub(super) fn buildspec<'t>(ctx: &Context<'t>, project: &Resource<'t>) -> Option<String> {
    let [buildspec] = ctx.all(project.properties()?, &["Source", "BuildSpec"])[..] else { return None };
    let text: String = ctx
        .pieces(buildspec)?
        .iter()
        .map(|piece| match piece {
            Piece::Known(text) => text.to_string(),
            Piece::Hole(_) => HOLE.to_string(),
        })
        .collect();
    // Otherwise it is the path of a file.
    (text.trim().contains('\n') || text.trim_start().starts_with('{')).then_some(text)
}
