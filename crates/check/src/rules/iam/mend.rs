//! Fixes for slips, for the rules of this area.

use diag::{Diagnostic, Fix, Span};

use crate::context::Context;

/// The finding with a fix that writes the right word for the wrong one, where the file holds it letter by letter, once.
pub(super) fn word(
    ctx: &Context<'_>,
    finding: Diagnostic,
    span: Span,
    wrong: &str,
    right: &str,
) -> Diagnostic {
    let written = ctx.document().text().get(span.start..span.end).unwrap_or_default();
    let mut found = written.match_indices(wrong);
    match (found.next(), found.next()) {
        (Some((at, _)), None) if !wrong.is_empty() => {
            let start = span.start + at;
            let place = Span { start, end: start + wrong.len() };
            finding.fix(Fix::replace(format!("write `{right}`"), place, right))
        }
        _ => finding,
    }
}
