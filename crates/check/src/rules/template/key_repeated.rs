//! Keys that stand twice in one mapping.

use std::collections::BTreeMap;

use cfn::read::{Entry, Kind, Node};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "key-repeated",
    severity: Severity::Error,
    title: "A key stands twice in one mapping.",
    explanation: "A mapping has each key once. Readers of YAML and JSON differ in what they make of a second one: some refuse \
                  it, most keep the last and forget the first without a word, so that a resource or property disappears. \
                  CloudFormation's own documentation calls the outcome undefined. Keep one of them.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html",
        "https://yaml.org/spec/1.1/#id861060",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    keys(ctx.root(), out);
}

fn keys(node: &Node, out: &mut Findings) {
    match &node.kind {
        Kind::List(items) => items.iter().for_each(|item| keys(item, out)),
        Kind::Call(call) => keys(&call.argument, out),
        Kind::Map(entries) => {
            let mut seen: BTreeMap<&str, &Entry> = BTreeMap::new();
            for entry in entries {
                // A merge may stand more than once.
                let first = if entry.key == "<<" { None } else { seen.insert(&entry.key, entry) };
                if let Some(first) = first {
                    let finding = RULE.at(entry.key_span, format!("`{}` stands here twice", entry.key));
                    out.add(finding.label("again").related(first.key_span, "the first one"));
                }
                keys(&entry.value, out);
            }
        }
        _ => {}
    }
}
