//! What a rehearsal finds wrong with the template.

mod codes;
mod denied;
mod others;
mod unheard;
mod unknown;
mod unused;

use diag::{Diagnostic, Meaning};

use crate::walk::Walk;
use crate::world::World;

/// What each code of a rehearsal's findings means.
pub fn meanings() -> impl Iterator<Item = Meaning> {
    codes::ALL.iter().map(|code| code.0)
}

/// Everything that is found, in order of place.
pub(crate) fn findings<'t>(world: &World<'t>, walks: &[Walk<'t>]) -> Vec<Diagnostic> {
    let mut found = of_rights(world, walks);
    found.extend(unknown::findings(world, walks));
    found.extend(unheard::findings(world, walks));
    in_order(found)
}

/// What is found of rights alone: too few, too many.
pub(crate) fn rights<'t>(world: &World<'t>, walks: &[Walk<'t>]) -> Vec<Diagnostic> {
    in_order(of_rights(world, walks))
}

fn of_rights<'t>(world: &World<'t>, walks: &[Walk<'t>]) -> Vec<Diagnostic> {
    let mut found = denied::findings(world, walks);
    found.extend(unused::findings(world, walks));
    found
}

/// Each finding once, in order of place.
fn in_order(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = Vec::new();
    for finding in found {
        if !kept.iter().any(|one| one.span == finding.span && one.message == finding.message) {
            kept.push(finding);
        }
    }
    kept.sort_by_key(|finding| finding.span);
    kept
}

/// `a`, `b` and `c`.
fn listed(names: impl IntoIterator<Item = String>) -> String {
    let mut names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
}
