//! Functions that CloudFormation does not have.

use cfn::read::{Function, Node};
use diag::Severity;

use super::suggest::suggest;
use super::visit;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "function-unknown",
    severity: Severity::Error,
    title: "A function is called that CloudFormation does not have.",
    explanation: "A tag such as `!Ref`, and a mapping whose only key begins with `Fn::`, call one of CloudFormation's own \
                  functions. There are no others: a misspelt name, one in the wrong case, or `Fn::Ref` (it is `Ref` alone) \
                  is refused before anything is made. A function beside other keys of the same mapping is no call either: \
                  it has to be the only key.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    visit::all(ctx, &mut |node, place| {
        // Metadata is for anybody's tools, which may have functions of their own.
        if place.section == "Metadata" {
            return;
        }
        if let Some(call) = node.call()
            && let Function::Unknown(written) = &call.function
        {
            let finding = RULE.at(call.name_span, format!("there is no function `{written}`"));
            // The two that have no prefix.
            if let Some(name) =
                ["Ref", "Condition"].into_iter().find(|name| written.strip_prefix("Fn::") == Some(name))
            {
                out.add(
                    suggest(finding, ctx.document(), (written, call.name_span), [name])
                        .label(format!("it is `{name}`")),
                );
                return;
            }
            let short = written.starts_with('!');
            let names: Vec<String> =
                Function::names()
                    .map(|name| {
                        if short { format!("!{}", name.trim_start_matches("Fn::")) } else { name.to_owned() }
                    })
                    .collect();
            let names = names.iter().map(String::as_str);
            out.add(suggest(finding, ctx.document(), (written, call.name_span), names));
        }
        beside_others(node, out);
    });
}

/// A function among other keys.
fn beside_others(node: &Node, out: &mut Findings) {
    let entries = node.entries();
    if entries.len() < 2 {
        return;
    }
    for entry in entries {
        let is_function = entry.key.starts_with("Fn::") && Function::names().any(|name| name == entry.key);
        if is_function && entry.key != "Fn::Transform" {
            let message = format!("`{}` stands beside other keys, and calls nothing there", entry.key);
            out.add(RULE.at(entry.key_span, message).help("make it the only key of its mapping"));
        }
    }
}
