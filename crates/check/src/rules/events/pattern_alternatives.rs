//! Alternatives of an event pattern that EventBridge refuses.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::pattern::{Wrong, faults};
use super::read::event_patterns;

pub(super) const RULE: Rule = Rule {
    code: "pattern-alternatives",
    severity: Severity::Error,
    title: "The alternatives of `$or` in an event pattern are not a list of at least two mappings.",
    explanation: "`$or` takes a list of at least two mappings, each with fields of the event: the pattern \
        matches where one of them does. EventBridge refuses a single alternative, an alternative that is no \
        mapping, and one whose field has the name of a comparison, when the stack is deployed. For several \
        values of one field no `$or` is needed: they stand in the list of that field.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for pattern in event_patterns(ctx) {
        for fault in faults(ctx, pattern).into_iter().filter(|fault| fault.kind == Wrong::Or) {
            findings.add(RULE.at(fault.span, fault.message).label(fault.label).help(fault.help));
        }
    }
}
