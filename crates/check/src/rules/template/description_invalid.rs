//! Descriptions that are no text.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "description-invalid",
    severity: Severity::Error,
    title: "The template's `Description` is no text.",
    explanation: "The description is a text that is written out: no function, no list, no mapping. CloudFormation refuses the \
                  template otherwise: \"'Description' length must be …\" or \"Every Description member must be a string\".",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-description-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let Some(entry) = ctx.root().entry("Description") else { return };
    let node = &entry.value;
    // Nothing at all has a finding of its own.
    let is_null = matches!(node.kind, cfn::read::Kind::Null);
    if node.scalar().is_none() && !is_null && node.call().is_none() {
        out.add(RULE.at(entry.key_span, "the template's description is no text"));
    } else if let Some(call) = node.call() {
        out.add(RULE.at(call.name_span, "the template's description is written out, without functions"));
    }
}
