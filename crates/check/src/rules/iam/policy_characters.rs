//! A character that IAM does not take.

use diag::Severity;

use crate::context::Context;
use crate::policy::{Content, Kind, Value};
use crate::resolve::Piece;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-characters",
    severity: Severity::Error,
    title: "A policy holds a character that IAM does not take.",
    explanation: "A policy document of IAM's may hold tabs, line ends and the characters from U+0020 to U+00FF. A dash, a \
        quotation mark or an arrow that a word processor put in, or any other alphabet, makes IAM refuse the document, and the \
        deployment fails.",
    pages: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies().iter().filter(|policy| policy.kind() != Kind::Resource) {
        judge(&policy.document, findings);
    }
}

fn judge(value: &Value<'_>, findings: &mut Findings) {
    match &value.content {
        Content::List(items) => items.iter().for_each(|item| judge(item, findings)),
        Content::Map(map) => {
            for member in &map.members {
                report(&member.key, member.key_span, findings);
                member.values.iter().for_each(|value| judge(value, findings));
            }
        }
        Content::Text(text) => {
            for piece in &text.pieces {
                if let Piece::Known(known) = piece {
                    report(known, text.span, findings);
                }
            }
        }
        Content::Null | Content::Unknown => {}
    }
}

fn report(text: &str, span: diag::Span, findings: &mut Findings) {
    let is_taken = |character: char| {
        matches!(character, '\t' | '\n' | '\r') || ('\u{20}'..='\u{ff}').contains(&character)
    };
    if let Some(wrong) = text.chars().find(|character| !is_taken(*character)) {
        findings.add(
            RULE.at(
                span,
                format!("IAM takes no `{}` (U+{:04X}) in a policy", wrong.escape_debug(), u32::from(wrong)),
            )
            .help("write it in letters of the Latin-1 alphabet"),
        );
    }
}
