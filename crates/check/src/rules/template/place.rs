//! Where a finding about a value is best shown.

use cfn::read::{Kind, Node};
use diag::Span;

/// A short form with its argument, where that is a scalar; [`Node::handle`] for anything else.
pub(crate) fn shown(node: &Node) -> Span {
    match &node.kind {
        Kind::Call(call) if call.name_span.start == node.span.start && call.argument.scalar().is_some() => {
            node.span
        }
        _ => node.handle(),
    }
}
