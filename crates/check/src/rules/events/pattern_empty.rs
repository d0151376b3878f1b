//! An empty mapping or list in an event pattern.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::pattern::{Wrong, faults};
use super::read::event_patterns;

pub(super) const RULE: Rule = Rule {
    code: "pattern-empty",
    severity: Severity::Error,
    title: "An event pattern holds an empty mapping or list.",
    explanation: "An empty mapping or list in an event pattern does not mean \"anything\": EventBridge \
        refuses it when the stack is deployed (`Empty arrays are not allowed`). A field that may have any \
        value is left out of the pattern; one that must be there, whatever its value, is matched with `[{ \
        exists: true }]`.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for pattern in event_patterns(ctx) {
        for fault in faults(ctx, pattern).into_iter().filter(|fault| fault.kind == Wrong::Empty) {
            findings.add(RULE.at(fault.span, fault.message).label(fault.label).help(fault.help));
        }
    }
}
