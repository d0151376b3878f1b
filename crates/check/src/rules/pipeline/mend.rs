//! What the rules of this area say alike: which word was meant, and the change that writes it.

use cfn::read::Node;
use diag::{Diagnostic, Fix, Severity, Span, nearest};

use crate::context::Context;
use crate::resolve::Text;
use crate::rule::Findings;

/// The finding with the word that was most likely meant, and the change that writes it where nothing else can be meant.
pub(super) fn meant<'a>(
    ctx: &Context<'_>,
    finding: Diagnostic,
    wrong: &str,
    right: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let Some(near) = nearest(wrong, right) else { return finding };
    let fix = finding.span.and_then(|span| reword(ctx, span, wrong, near));
    finding.help(format!("write `{near}`")).fix(fix)
}

/// Adds a finding about a text, as sure as the text is: where a parameter gives it, a deployment can give another, and the
/// conditions around the place may exclude it.
pub(super) fn tell<'t>(
    ctx: &Context<'t>,
    place: &'t Node,
    text: &Text<'t>,
    mut finding: Diagnostic,
    out: &mut Findings,
) {
    if !text.given.is_empty() {
        if ctx.can_stand(place, &text.when, &text.given) != Some(true) {
            return;
        }
        finding.severity = finding.severity.min(Severity::Warning);
    }
    out.add(finding);
}

/// The change that writes one word for another, if they are but a slip apart.
pub(super) fn reword(ctx: &Context<'_>, span: Span, wrong: &str, right: &str) -> Option<Fix> {
    let written = ctx.document().text().get(span.start..span.end)?;
    let at = written.find(wrong)?;
    let is_slip = wrong.len().abs_diff(right.len()) <= 2 && !wrong.is_empty();
    let span = Span { start: span.start + at, end: span.start + at + wrong.len() };
    is_slip.then(|| Fix::replace(format!("write `{right}`"), span, right))
}

/// The words as a sentence has them: `a`, `b` and `c`.
pub(super) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    let last = words.pop().unwrap_or_default();
    if words.is_empty() { last } else { format!("{} and {last}", words.join(", ")) }
}
