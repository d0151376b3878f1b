//! A role that a whole account may assume.

use diag::Severity;

use crate::context::Context;
use crate::policy::Kind;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "trust-whole-account",
    severity: Severity::Note,
    title: "A role trusts a whole account.",
    explanation: "An account's ID or …:root in a trust policy means every user and role of that account whose own policies \
        allow sts:AssumeRole, now and later; it is not its root user alone. Where one role is meant, name that role: then a \
        wide policy elsewhere in the account opens no way in. For somebody else's account, demand the external ID that they \
        gave you (sts:ExternalId).",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies().iter().filter(|policy| policy.kind() == Kind::Trust) {
        for statement in &policy.statements {
            if !statement.allows() || !statement.is_unconditional() {
                continue;
            }
            for (member, texts) in statement.principals().unwrap_or_default().named {
                let is_account = |text: &str| {
                    text.ends_with(":root")
                        || text == "${AWS::AccountId}"
                        || (text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()))
                };
                for text in texts.known.iter().filter(|text| member.key == "AWS" && is_account(&text.shown()))
                {
                    findings.add(
                        RULE.at(
                            text.span,
                            "everybody in the account whose policies allow it may assume the role",
                        )
                        .help("name the one role that is meant, or add a condition"),
                    );
                }
            }
        }
    }
}
