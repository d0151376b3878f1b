//! A list with nothing in it where something has to be.

use diag::Severity;

use crate::context::Context;
use crate::policy::{Content, Member};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-empty-element",
    severity: Severity::Error,
    title: "A list of statements, actions or resources is empty.",
    explanation: "Statement, Action and Resource take at least one value. IAM refuses an empty list with \"Policy statement \
        must contain actions\" or \"must contain resources\", S3 with \"Statement is empty\". Name what is meant, or leave \
        the statement out.",
    pages: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        if let Some(member) = policy.map().and_then(|map| map.get("Statement")) {
            judge(member, findings);
        }
        for statement in &policy.statements {
            for element in ["Action", "NotAction", "Resource", "NotResource"] {
                if let Some(member) = statement.map.get(element) {
                    judge(member, findings);
                }
            }
        }
    }
}

fn judge(member: &Member<'_>, findings: &mut Findings) {
    // A list whose items are all conditional may be empty on purpose, with another policy beside it.
    let is_empty = |content: &Content<'_>| matches!(content, Content::List(items) if items.is_empty());
    if !member.optional && member.values.iter().all(|value| is_empty(&value.content)) {
        findings.add(
            RULE.at(member.key_span, format!("`{}` is empty", member.key))
                .help("a policy needs at least one value here: name it, or leave the statement out"),
        );
    }
}
