//! The environment variables of a build, wherever they are set.
//!
//! In: a template. Out: each variable of a project or of an inline buildspec with its name, kind and value, as far as
//! they are known.

use std::borrow::Cow;

use cfn::read::Node;
use diag::Span;

use super::buildspec::{self, at, entries};
use super::projects;
use crate::Context;

/// A variable of a project.
#[derive(Debug)]
pub(super) struct OfProject<'t> {
    pub(super) name: Cow<'t, str>,
    pub(super) name_span: Span,
    /// `PLAINTEXT` where nothing else is said; `None` where it is not known.
    pub(super) kind: Option<Cow<'t, str>>,
    pub(super) value: Option<&'t Node>,
}

/// The variables of one project.
pub(super) fn of_project<'t>(ctx: &Context<'t>, project: &'t Node) -> Vec<OfProject<'t>> {
    let mut found = Vec::new();
    for variable in ctx.all(project, &["Environment", "EnvironmentVariables"]) {
        for variable in ctx.items(variable) {
            for [name, kind, value] in ctx.ways(variable, ["Name", "Type", "Value"]) {
                let Some((name, name_text)) = name.and_then(|name| Some((name, ctx.text(name)?))) else {
                    continue;
                };
                let kind = kind.map_or(Some(Cow::Borrowed("PLAINTEXT")), |kind| ctx.text(kind));
                found.push(OfProject { name: name_text, name_span: name.handle(), kind, value });
            }
        }
    }
    found
}

/// Every name that the template gives to a variable of a build, with its place.
pub(super) fn names(ctx: &Context<'_>) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for project in projects(ctx) {
        found.extend(of_project(ctx, project).into_iter().map(|it| (it.name.into_owned(), it.name_span)));
    }
    buildspec::each(ctx, |spec, root| {
        for section in ["variables", "parameter-store", "secrets-manager"] {
            for (key, _) in entries(at(root, &["env", section])) {
                if let Some(name) = spec.text(key) {
                    found.push((name.to_owned(), spec.place(ctx, key.span)));
                }
            }
        }
    });
    found
}
