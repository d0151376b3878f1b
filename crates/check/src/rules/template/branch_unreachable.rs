//! Sides of `Fn::If` that no case reaches.

use cfn::read::{Kind, Node};
use diag::Severity;

use crate::Rule;
use crate::context::{Context, When, if_parts};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "branch-unreachable",
    severity: Severity::Warning,
    title: "A side of `Fn::If` can never be taken.",
    explanation: "What stands around an `Fn::If` decides it already: the resource's own condition, or another `Fn::If` on the \
                  same or an opposite condition. The value on the other side is never used, so either it is left over or the \
                  conditions are not what was meant.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for section in ["Resources", "Outputs"] {
        for member in ctx.section(section) {
            let condition = member.value.get("Condition").and_then(Node::text);
            // One that is undefined or impossible by itself has findings of its own.
            let when: When<'_> = condition.map(|name| (name, true)).into_iter().collect();
            if ctx.satisfiable(&when) == Some(true) {
                member.value.entries().iter().for_each(|entry| sides(ctx, &entry.value, &when, out));
            }
        }
    }
}

fn sides<'t>(ctx: &Context<'t>, node: &'t Node, when: &When<'t>, out: &mut Findings) {
    match &node.kind {
        Kind::List(items) => items.iter().for_each(|item| sides(ctx, item, when, out)),
        Kind::Map(entries) => entries.iter().for_each(|entry| sides(ctx, &entry.value, when, out)),
        Kind::Call(call) => {
            let Some((condition, yes, no)) = if_parts(node) else {
                return sides(ctx, &call.argument, when, out);
            };
            for (value, holds) in [(yes, true), (no, false)] {
                let mut deeper = when.clone();
                deeper.push((condition, holds));
                if !when.is_empty() && ctx.satisfiable(&deeper) == Some(false) {
                    let why: Vec<_> =
                        when.iter().map(|(name, holds)| format!("`{name}` is {holds}")).collect();
                    let message =
                        format!("`{condition}` cannot be {holds} here, where {}", why.join(" and "));
                    out.add(RULE.at(value.handle(), message).label("never taken"));
                } else {
                    sides(ctx, value, &deeper, out);
                }
            }
        }
        _ => {}
    }
}
