//! A field of an event pattern whose values aren't in a list.

use diag::{Fix, Severity, Span};

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::pattern::{Wrong, faults};
use super::read::event_patterns;

pub(super) const RULE: Rule = Rule {
    code: "pattern-not-a-list",
    severity: Severity::Error,
    title: "A field of an event pattern has a value outside a list.",
    explanation: "Every field of an event pattern is either a mapping of further fields or a list of values \
        to match, also where there is only one value. CloudFormation hands the pattern on as it is, and \
        EventBridge refuses the rule when the stack is deployed: `\"source\" must be an object or an array`. \
        Put the value into a list: `source: [aws.codecommit]`.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for pattern in event_patterns(ctx) {
        for fault in faults(ctx, pattern).into_iter().filter(|fault| fault.kind == Wrong::Leaf) {
            let mut finding = RULE.at(fault.span, fault.message).label(fault.label).help(fault.help);
            if let Some(fix) = fault.scalar.then(|| listed(ctx, fault.span)).flatten() {
                finding = finding.fix(fix);
            }
            findings.add(finding);
        }
    }
}

/// Brackets around a scalar that can stand between them.
fn listed(ctx: &Context<'_>, span: Span) -> Option<Fix> {
    let written = ctx.document().text().get(span.start..span.end)?;
    let quoted = written.starts_with(['"', '\'']);
    let bare = !written.contains(['[', ']', '{', '}', ',', '#', '|', '>', '&', '*', '!']);
    let fits = !written.is_empty() && !written.contains('\n') && (quoted || bare);
    fits.then(|| Fix::replace(format!("write `[{written}]`"), span, format!("[{written}]")))
}
