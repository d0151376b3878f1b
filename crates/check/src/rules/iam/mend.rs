//! Fixes for slips, for the rules of this area.

use diag::{Diagnostic, Fix, Span};

use crate::context::Context;
use crate::rule::Findings;

/// After so many findings nobody reads what was meant, and looking for it takes longer than all else.
const MOST: usize = 500;

/// The nearest right word, while there are few findings.
pub(super) fn near<'a>(
    findings: &Findings,
    wrong: &str,
    right: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if are_many(findings) { None } else { diag::nearest(wrong, right) }
}

/// Whether there are so many findings that no time is spent on what was meant.
pub(super) fn are_many(findings: &Findings) -> bool {
    findings.len() > MOST
}

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
