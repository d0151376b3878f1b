//! Variables of `Fn::Sub` that its text does not use.

use cfn::read::{Function, Node, SubPart, sub_parts};
use diag::Severity;

use super::visit;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "sub-variable-unused",
    severity: Severity::Warning,
    title: "A variable is given to `Fn::Sub` and not used in its text.",
    explanation: "What stands in the mapping of `Fn::Sub` replaces `${Name}` in the text, and does nothing where the text has \
                  no such place. The variable is left over, or the text names it otherwise: names are case-sensitive.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    visit::all(ctx, &mut |node, _| {
        let Some([template, values]) = node.call_of(&Function::Sub).map(Node::items) else { return };
        let Some(text) = template.text() else { return };
        let used: Vec<&str> = sub_parts(text)
            .into_iter()
            .filter_map(|part| match part {
                SubPart::Variable(range) => Some(&text[range]),
                _ => None,
            })
            .collect();
        for entry in values.entries() {
            let name = entry.key.as_str();
            if !used.contains(&name) && !name.starts_with("Fn::") {
                out.add(RULE.at(entry.key_span, format!("the text has no `${{{name}}}`")));
            }
        }
    });
}
