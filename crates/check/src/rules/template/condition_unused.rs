//! Conditions that nothing uses.

use std::collections::BTreeSet;

use cfn::read::{Function, Node};
use diag::Severity;

use super::names::is_computed;
use super::visit;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "condition-unused",
    severity: Severity::Warning,
    title: "A condition is defined and never used.",
    explanation: "A condition does something only where a resource, an output, an `Fn::If` or another condition names it. One \
                  that nothing names is left over, or the resource that it was meant for is made in all cases. Use it, or \
                  take it out.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let conditions = ctx.section("Conditions");
    if conditions.is_empty()
        || ctx.root().get("Resources").is_none_or(Node::is_open)
        || is_computed(ctx, &Function::If)
    {
        return;
    }
    let mut used = BTreeSet::new();
    visit::all(ctx, &mut |node, place| match node.call() {
        Some(call) if call.function == Function::If => {
            used.extend(call.argument.items().first().and_then(Node::text));
        }
        Some(call) if call.function == Function::Condition => used.extend(call.argument.text()),
        // Also where SAM hands it on, as in an event's or policy's own `Condition`.
        None if place.keys.last() == Some(&"Condition") => used.extend(node.text()),
        _ => {}
    });
    for entry in
        conditions.iter().filter(|entry| !used.contains(entry.key.as_str()) && !entry.key.starts_with("Fn::"))
    {
        out.add(RULE.at(entry.key_span, format!("nothing uses the condition `{}`", entry.key)));
    }
}
