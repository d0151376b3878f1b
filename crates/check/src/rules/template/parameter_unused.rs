//! Parameters that nothing uses.

use std::collections::BTreeSet;

use cfn::read::{Function, Kind, Node, SubPart, sub_parts};
use diag::Severity;

use super::visit;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "parameter-unused",
    severity: Severity::Warning,
    title: "A parameter is declared and never used.",
    explanation: "Whoever deploys the template is asked for a value that changes nothing. Either the parameter is left over, or \
                  the place that should use it has the value written out.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let parameters = ctx.section("Parameters");
    if parameters.is_empty() || ctx.root().get("Resources").is_none_or(Node::is_open) {
        return;
    }
    let mut used = BTreeSet::new();
    let mut computed = false;
    visit::all(ctx, &mut |node, _| {
        let Some(call) = node.call() else { return };
        match (&call.function, &call.argument.kind) {
            (Function::Ref, Kind::Text(name)) => {
                used.insert(name.as_str());
                computed |= name.contains(['$', '&']);
            }
            (Function::Sub, Kind::Text(text)) => variables(text, &mut used),
            (Function::Sub | Function::ValueOf, Kind::List(items)) => {
                if let Some(text) = items.first().and_then(Node::text) {
                    used.insert(text);
                    variables(text, &mut used);
                }
            }
            // A name that is computed, all parameters of a type, or whatever an include uses.
            (Function::Ref | Function::RefAll | Function::ValueOfAll | Function::Transform, _) => {
                computed = true;
            }
            _ => {}
        }
    });
    if computed {
        return;
    }
    for entry in parameters {
        if !used.contains(entry.key.as_str()) && !entry.key.starts_with("Fn::") && entry.key != "<<" {
            out.add(RULE.at(entry.key_span, format!("nothing uses the parameter `{}`", entry.key)));
        }
    }
}

fn variables<'t>(text: &'t str, used: &mut BTreeSet<&'t str>) {
    for part in sub_parts(text) {
        if let SubPart::Variable(range) = part {
            used.insert(&text[range]);
        }
    }
}
