//! Names that stand twice where each may stand once.

use cfn::read::Node;

use crate::context::{Context, When};
use crate::pipelines::{can_meet, join};
use crate::resolve::{Text, Texts};

/// Each name that is there before, with the one before. What conditions keep apart is not twice.
pub(super) fn pairs<'a, 't: 'a>(
    ctx: &Context<'t>,
    named: impl Iterator<Item = (&'t Node, &'a Texts<'t>, &'a When<'t>)>,
) -> Vec<(&'a Text<'t>, &'a Text<'t>)> {
    let mut seen: Vec<(&Text<'t>, &Node, When<'t>)> = Vec::new();
    let mut pairs = Vec::new();
    for (node, names, when) in named {
        // One that may be named otherwise collides with nothing for sure.
        let [name] = names.known.as_slice() else { continue };
        if !names.complete {
            continue;
        }
        let when = join(when, &name.when);
        let same = |(other, at_node, at): &&(&Text<'t>, &Node, When<'t>)| {
            other.value == name.value && !std::ptr::eq(*at_node, node) && can_meet(ctx, &when, at)
        };
        if let Some((first, ..)) = seen.iter().find(same) {
            pairs.push((*first, name));
        }
        seen.push((name, node, when));
    }
    pairs
}
