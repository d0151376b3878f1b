//! Dynamic references in texts: `{{resolve:ssm:/orders/name:3}}`.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>

use std::ops::Range;

use cfn::read::{Kind, Node};
use diag::Span;

use super::visit::{self, Place};
use crate::context::Context;

/// A dynamic reference.
pub(super) struct Dynamic<'t> {
    /// What stands between the braces.
    pub(super) text: &'t str,
    pub(super) span: Span,
    /// Whether there are blanks between the braces and `resolve`.
    pub(super) is_spaced: bool,
}

impl<'t> Dynamic<'t> {
    /// The service, as in `ssm-secure`.
    pub(super) fn service(&self) -> &'t str {
        self.text.split(':').nth(1).unwrap_or_default().trim()
    }
}

/// Shows every dynamic reference of the template to `look`.
pub(super) fn all<'t>(ctx: &Context<'t>, look: &mut dyn FnMut(Dynamic<'t>, Place<'t, '_>)) {
    if !ctx.has_dynamic_references() {
        return;
    }
    visit::all(ctx, &mut |node, place| {
        for (range, is_spaced) in found(node) {
            let text = node.text().and_then(|text| text.get(range.clone())).unwrap_or_default();
            let span = ctx.document().place(node, range);
            look(Dynamic { text, span, is_spaced }, place);
        }
    });
}

fn found(node: &Node) -> Vec<(Range<usize>, bool)> {
    let mut found = Vec::new();
    let Kind::Text(text) = &node.kind else { return found };
    if !text.as_bytes().windows(2).any(|pair| pair == b"{{") {
        return found;
    }
    let mut from = 0;
    while let Some(open) = text[from..].find("{{").map(|at| from + at + 2) {
        let Some(close) = text[open..].find("}}").map(|at| open + at) else { break };
        let inside = &text[open..close];
        // A template language's own braces are none of CloudFormation's.
        if inside.trim_start().starts_with("resolve:") {
            found.push((open..close, inside.starts_with(char::is_whitespace)));
        }
        from = open;
    }
    found
}

/// Whether there is any below: most templates have none.
pub(crate) fn any(node: &Node) -> bool {
    match &node.kind {
        Kind::List(items) => items.iter().any(any),
        Kind::Map(entries) => entries.iter().any(|entry| any(&entry.value)),
        Kind::Call(call) => any(&call.argument),
        _ => !found(node).is_empty(),
    }
}
