//! Keys that stand twice in one mapping.

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
            // A merge may stand more than once.
            let mut sorted: Vec<&Entry> = entries.iter().filter(|entry| entry.key != "<<").collect();
            sorted.sort_by(|a, b| a.key.cmp(&b.key));
            for pair in sorted.windows(2).filter(|pair| pair[0].key == pair[1].key) {
                let finding = RULE.at(pair[1].key_span, format!("`{}` stands here twice", pair[1].key));
                out.add(finding.label("again").related(pair[0].key_span, "the first one"));
            }
            for entry in entries {
                keys(&entry.value, out);
            }
        }
        _ => {}
    }
}
