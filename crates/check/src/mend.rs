//! The one right text in place of a wrong one.
//!
//! In: where a wrong text stands, and the right one. Out: the fix, if the text stands there letter by letter. Whether there
//! is only one right text is for the rule to know.

use diag::{Fix, Span};

use crate::context::Context;

/// The fix that writes `right` where `wrong` stands, quotes left alone; `None` where escapes or folding hide it.
pub(crate) fn reword(ctx: &Context<'_>, span: Span, wrong: &str, right: &str) -> Option<Fix> {
    let source = ctx.document().text();
    let written = source.get(span.start..span.end)?;
    let lead = usize::from(written.starts_with(['"', '\'']));
    let place = Span { start: span.start + lead, end: span.end.checked_sub(lead)? };
    let stands = source.get(place.start..place.end)? == wrong;
    stands.then(|| Fix::replace(format!("write `{right}`"), place, right))
}

#[cfg(test)]
mod tests {
    use diag::Span;

    use super::reword;
    use crate::context::Context;

    #[test]
    fn only_what_stands_there_is_replaced() {
        let document = cfn::read::read("A: 'one'\nB: two\n").unwrap();
        let ctx = Context::new(&document);
        let fix = |start, end, wrong| reword(&ctx, Span { start, end }, wrong, "x").map(|fix| fix.edits);
        assert_eq!(fix(3, 8, "one"), Some(vec![(Span { start: 4, end: 7 }, "x".to_owned())]));
        assert_eq!(fix(12, 15, "two"), Some(vec![(Span { start: 12, end: 15 }, "x".to_owned())]));
        assert_eq!(fix(12, 15, "three"), None);
    }
}
