//! What a rule's target is.
//!
//! In: the `Arn` of a target. Out: its kind, where it can be told. Whether EventBridge may use it is other rules'
//! matter.

use cfn::read::Node;

use crate::context::Context;
use crate::resolve::{Hole, Pattern, Piece};

use super::data::targets::{KINDS, Kind};
use super::read::{Arn, subject};

/// The kinds of target that a value can be, with the text that says so.
pub(super) fn kinds<'t>(ctx: &Context<'t>, arn: &'t Node) -> Vec<(&'static Kind, Pattern<'t>)> {
    let patterns = ctx.patterns(arn).into_iter();
    patterns.filter_map(|pattern| Some((kind_of(ctx, &pattern)?, pattern))).collect()
}

fn kind_of<'t>(ctx: &Context<'t>, pattern: &Pattern<'t>) -> Option<&'static Kind> {
    if let Some(arn) = Arn::of(&pattern.pieces) {
        let service = arn.service.as_deref()?;
        return KINDS.iter().find(|kind| kind.service == service && arn.begins().starts_with(kind.begins));
    }
    // A whole reference is of the resource's own kind; a part of one, such as a URL, may be anything.
    match pattern.pieces.as_slice() {
        [Piece::Hole(Hole::Ref(_) | Hole::Att(_, _))] => {
            let resource = subject(ctx, pattern)?;
            KINDS.iter().find(|kind| kind.types.contains(&resource.kind))
        }
        _ => None,
    }
}
