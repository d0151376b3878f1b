//! The nearest right name, shown at a wrong one.

use cfn::read::{Document, Entry, Node};
use diag::{Diagnostic, Fix, Span, nearest};

/// Names the nearest of the right names at the place; where no other is near, the finding can mend itself.
pub(super) fn suggest<'n>(
    finding: Diagnostic,
    document: &Document,
    (wrong, span): (&str, Span),
    names: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    let mut names: Vec<_> = names.into_iter().collect();
    let Some(right) = nearest(wrong, names.iter().copied()) else { return finding };
    let finding = finding.label(format!("did you mean `{right}`?"));
    names.retain(|name| *name != right);
    if nearest(wrong, names).is_some() {
        return finding;
    }
    match inside(document.text(), span, wrong) {
        Some(place) => finding.fix(Fix::replace(format!("write `{right}`"), place, right)),
        None => finding,
    }
}

/// Likewise for a key of a mapping: one that the mapping has already is not what is meant.
pub(super) fn suggest_key<'n>(
    finding: Diagnostic,
    document: &Document,
    (owner, entry): (&Node, &Entry),
    names: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    let free = names.into_iter().filter(|name| owner.entry(name).is_none());
    suggest(finding, document, (&entry.key, entry.key_span), free)
}

/// The place of a text without its quotes, if it stands there letter by letter.
pub(super) fn inside(source: &str, span: Span, text: &str) -> Option<Span> {
    let written = source.get(span.start..span.end)?;
    let lead = usize::from(written.starts_with(['"', '\'']));
    let place = Span { start: span.start + lead, end: span.end.checked_sub(lead)? };
    (source.get(place.start..place.end)? == text).then_some(place)
}
