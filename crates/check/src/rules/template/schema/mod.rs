//! Every resource's properties against what AWS takes, once for all the rules that report parts of it.

mod fits;
mod format;
mod forms;
pub(crate) mod gives;
pub(crate) mod lists;
mod objects;
mod references;
mod scalar;
mod scenario;
mod violation;
pub(crate) mod walk;

use std::collections::BTreeSet;

use crate::context::Context;

pub(crate) use violation::{Violation, What};

/// Everything in the template's resources that their schemas do not take, in order of the template.
///
/// A resource of a type that nobody knows is left alone, and so is one that no deployment makes: templates without
/// resources hold one such, for CloudFormation wants one. A default that is wrong in many places is told of in the first.
pub(crate) fn violations<'t>(ctx: &Context<'t>) -> Vec<Violation<'t>> {
    if ctx.is_opaque() {
        return Vec::new();
    }
    let mut defaults = BTreeSet::new();
    ctx.resources()
        .iter()
        .filter(|resource| {
            resource.condition.is_none_or(|condition| ctx.satisfiable(&[(condition, true)]) != Some(false))
        })
        .filter_map(|resource| Some((resource, facts::resource_type(resource.kind)?)))
        .flat_map(|(resource, kind)| walk::resource(ctx, resource, kind))
        .filter(|violation| {
            let origin = violation.origin.filter(|_| violation.is_default);
            violation.can_be_told() && origin.is_none_or(|origin| defaults.insert(origin))
        })
        .collect()
}
