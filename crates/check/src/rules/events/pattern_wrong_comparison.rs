//! A comparison in an event pattern with an operand of the wrong form.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::pattern::{Wrong, faults};
use super::read::event_patterns;

pub(super) const RULE: Rule = Rule {
    code: "pattern-wrong-comparison",
    severity: Severity::Error,
    title: "A comparison in an event pattern is given what it cannot compare with.",
    explanation: "Each comparison of an event pattern takes values of its own form: `prefix`, `suffix`, \
        `equals-ignore-case` and `wildcard` a text, `exists` a boolean, `numeric` an operator and a number \
        or a lower and an upper bound, `cidr` a range of addresses, `anything-but` texts or numbers but not \
        both, or one of the comparisons of texts. EventBridge refuses anything else when the stack is \
        deployed. A number that is meant as a text needs quotes.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for pattern in event_patterns(ctx) {
        for fault in faults(ctx, pattern).into_iter().filter(|fault| fault.kind == Wrong::Operand) {
            findings.add(RULE.at(fault.span, fault.message).label(fault.label).help(fault.help));
        }
    }
}
