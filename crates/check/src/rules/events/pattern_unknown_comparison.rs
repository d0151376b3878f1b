//! A comparison in an event pattern that EventBridge does not have.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::pattern::{Wrong, faults};
use super::read::event_patterns;

pub(super) const RULE: Rule = Rule {
    code: "pattern-unknown-comparison",
    severity: Severity::Error,
    title: "An event pattern uses a comparison that does not exist.",
    explanation: "A mapping in the list of a field is a comparison, such as `{ prefix: a }`. It has exactly \
        one key, and that is one of the few comparisons EventBridge knows: `prefix`, `suffix`, \
        `equals-ignore-case`, `wildcard`, `anything-but`, `numeric`, `exists` and `cidr`; `$or` stands in \
        place of a field. Any other is refused when the stack is deployed: `Unrecognized match type`. \
        Several comparisons on one field are several mappings in its list, of which one must hold.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for pattern in event_patterns(ctx) {
        for fault in faults(ctx, pattern).into_iter().filter(|fault| fault.kind == Wrong::Operator) {
            findings.add(RULE.at(fault.span, fault.message).label(fault.label).help(fault.help));
        }
    }
}
