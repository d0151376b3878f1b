//! The actions of a statement as the catalogue knows them, for the rules of this area.

use facts::iam::{self, Action};

use crate::policy::Texts;

/// Every action that these texts name, wildcards followed; `None` where not all of them can be known, or all there are are named.
pub(super) fn actions(texts: &Texts<'_, '_>) -> Option<Vec<Action>> {
    if !texts.complete {
        return None;
    }
    let mut actions = Vec::new();
    for text in &texts.known {
        let found = matching(text.known()?);
        if found.is_empty() {
            return None;
        }
        actions.extend(found);
    }
    Some(actions)
}

/// The actions of services that a text of an Action element names; none, where the catalogue does not know one.
pub(super) fn matching(text: &str) -> Vec<Action> {
    let Some((prefix, name)) = text.split_once(':') else { return Vec::new() };
    match iam::service(prefix) {
        Some(service) if name.contains(['*', '?']) => service.matching(name).collect(),
        Some(service) => service.action(name).into_iter().collect(),
        None => Vec::new(),
    }
}
