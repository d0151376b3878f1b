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

use crate::context::Context;

pub(crate) use violation::{Violation, What};

/// Everything in the template's resources that their schemas do not take, in order of the template.
///
/// A resource of a type that nobody knows is left alone.
pub(crate) fn violations<'t>(ctx: &Context<'t>) -> Vec<Violation<'t>> {
    if ctx.is_opaque() {
        return Vec::new();
    }
    ctx.resources()
        .iter()
        .filter_map(|resource| Some((resource, facts::resource_type(resource.kind)?)))
        .flat_map(|(resource, kind)| walk::resource(ctx, resource, kind))
        .collect()
}
