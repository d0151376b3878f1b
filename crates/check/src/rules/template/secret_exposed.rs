//! Secrets in outputs and metadata, which hide nothing.

use std::collections::BTreeSet;

use cfn::read::{Function, Kind, Node, SubPart, sub_parts};
use diag::Severity;

use super::place::shown;
use super::visit;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "secret-exposed",
    severity: Severity::Warning,
    title: "A parameter with `NoEcho` is shown by an output or by metadata.",
    explanation: "`NoEcho` masks a parameter's value where the stack is described, but not in `Outputs`, not in the template's \
                  `Metadata`, and not in the `Metadata` of a resource: there it stands in clear for everybody who may describe \
                  the stack.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let secret: BTreeSet<&str> = ctx
        .section("Parameters")
        .iter()
        .filter(|entry| {
            entry
                .value
                .get("NoEcho")
                .and_then(Node::scalar)
                .is_some_and(|hides| hides.eq_ignore_ascii_case("true"))
        })
        .map(|entry| entry.key.as_str())
        .collect();
    if secret.is_empty() {
        return;
    }
    visit::all(ctx, &mut |node, place| {
        let shows = match place.section {
            "Outputs" => place.attribute() == "Value",
            "Metadata" => true,
            "Resources" => place.attribute() == "Metadata",
            _ => false,
        };
        // Whether it is this or that tells little of it.
        if !shows || place.is_in(&Function::Equals) {
            return;
        }
        for name in named(node) {
            if secret.contains(name) {
                let what = if place.section == "Outputs" { "an output" } else { "metadata" };
                out.add(RULE.at(shown(node), format!("{what} shows `{name}`, which is secret")));
            }
        }
    });
}

/// The parameters that a call puts in itself.
fn named(node: &Node) -> Vec<&str> {
    let Some(call) = node.call() else { return Vec::new() };
    match (&call.function, &call.argument.kind) {
        (Function::Ref, Kind::Text(name)) => vec![name],
        (Function::Sub, Kind::Text(text)) => variables(text),
        (Function::Sub, Kind::List(items)) => {
            items.first().and_then(Node::text).map_or_else(Vec::new, variables)
        }
        _ => Vec::new(),
    }
}

fn variables(text: &str) -> Vec<&str> {
    sub_parts(text)
        .into_iter()
        .filter_map(|part| match part {
            SubPart::Variable(range) => Some(&text[range]),
            _ => None,
        })
        .collect()
}
