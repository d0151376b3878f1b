//! Mappings that nothing looks into.

use std::collections::BTreeSet;

use cfn::read::{Function, Node};
use diag::Severity;

use super::names::is_computed;
use super::visit;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "mapping-unused",
    severity: Severity::Warning,
    title: "A mapping is written and never looked into.",
    explanation: "A mapping does something only where `Fn::FindInMap` names it. One that nothing names is left over, or the \
                  place that should look into it has the value written out.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let mappings = ctx.section("Mappings");
    if mappings.is_empty()
        || ctx.root().get("Resources").is_none_or(Node::is_open)
        || is_computed(ctx, &Function::FindInMap)
    {
        return;
    }
    let mut used = BTreeSet::new();
    let mut includes = false;
    visit::all(ctx, &mut |node, _| {
        if let Some(argument) = node.call_of(&Function::FindInMap) {
            used.extend(argument.items().first().and_then(Node::text));
        }
        includes |= node.call_of(&Function::Transform).is_some();
    });
    if includes {
        return;
    }
    for entry in mappings {
        if !used.contains(entry.key.as_str()) && !entry.key.starts_with("Fn::") && entry.key != "<<" {
            out.add(RULE.at(entry.key_span, format!("nothing looks into the mapping `{}`", entry.key)));
        }
    }
}
