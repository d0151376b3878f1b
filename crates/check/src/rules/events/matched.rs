//! What an event pattern asks for, as far as it says so in plain texts.
//!
//! In: a pattern. Out: the texts that its fields list, alternative by alternative. Comparisons are not followed: a
//! rule learns only that there are some.

use cfn::read::{Kind, Node};

use crate::context::Context;
use crate::resolve::Text;

/// The mappings in which a field may stand, from one alternative of `$or` out to the pattern itself.
pub(super) type Scope<'t> = Vec<&'t Node>;

/// The texts that a field lists.
#[derive(Debug, Default)]
pub(super) struct Listed<'t> {
    pub(super) texts: Vec<Text<'t>>,
    /// Whether there is nothing else: no comparison, nothing that only the deployment knows.
    pub(super) plain: bool,
}

impl Listed<'_> {
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|text| text.value.as_ref())
    }
}

/// Every scope of a pattern.
pub(super) fn scopes<'t>(ctx: &Context<'t>, pattern: &'t Node) -> Vec<Scope<'t>> {
    let mut found = Vec::new();
    for branch in ctx.branches(pattern).iter().filter(|branch| branch.node.is_map()) {
        gather(ctx, vec![branch.node], &mut found);
    }
    found
}

fn gather<'t>(ctx: &Context<'t>, scope: Scope<'t>, found: &mut Vec<Scope<'t>>) {
    for alternatives in ctx.get(scope[0], "$or") {
        for inner in ctx.items(alternatives).into_iter().filter(|inner| inner.is_map()) {
            let mut deeper = vec![inner];
            deeper.extend(&scope);
            gather(ctx, deeper, found);
        }
    }
    found.push(scope);
}

/// The texts of a mapping's field; nothing where it has no such field.
pub(super) fn own<'t>(ctx: &Context<'t>, map: &'t Node, key: &str) -> Option<Listed<'t>> {
    let lists = ctx.get(map, key);
    if lists.is_empty() {
        return None;
    }
    let mut listed = Listed { texts: Vec::new(), plain: true };
    for item in lists.into_iter().flat_map(|list| ctx.items(list)) {
        match &item.kind {
            Kind::Text(_) | Kind::Call(_) => {
                let texts = ctx.texts(item);
                listed.plain &= texts.complete;
                if texts.complete {
                    listed.texts.extend(texts.known);
                }
            }
            _ => listed.plain = false,
        }
    }
    Some(listed)
}

/// The texts of a field, where it stands nearest.
pub(super) fn nearest_field<'t>(ctx: &Context<'t>, scope: &[&'t Node], key: &str) -> Option<Listed<'t>> {
    scope.iter().find_map(|map| own(ctx, map, key))
}

/// The one of the names that a person mistyped, if the text is hardly anything else.
///
/// Stricter than [`diag::nearest`], which proposes: this one decides whether there is anything to find at all.
pub(super) fn mistyped<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = text.to_lowercase();
    let most = if folded.chars().count() < 10 { 1 } else { 2 };
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&folded, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
