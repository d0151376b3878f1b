//! A statement ID with characters that IAM does not take.

use diag::Severity;

use crate::context::Context;
use crate::policy::Kind;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-sid-invalid",
    severity: Severity::Error,
    title: "A statement ID has characters other than letters and digits.",
    explanation: "In the policies of users, groups and roles a Sid is made of the letters A-Z and a-z and the digits 0-9: no \
        spaces, no hyphens. IAM answers \"Statement IDs (SID) must be alpha-numeric\" and the deployment fails. Resource \
        policies have rules of their own: S3 and KMS, for example, take spaces.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies().iter().filter(|policy| policy.kind() == Kind::Identity) {
        for statement in &policy.statements {
            for text in statement.texts("Sid").unwrap_or_default().known {
                let Some(sid) = text.known() else { continue };
                if sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                    continue;
                }
                let plain = words_together(sid);
                let finding = RULE.at(text.span, format!("the Sid `{sid}` has more than letters and digits"));
                findings.add(if plain.is_empty() {
                    finding
                } else {
                    finding.help(format!("write `{plain}`"))
                });
            }
        }
    }
}

/// `read-reports` as `ReadReports`.
fn words_together(sid: &str) -> String {
    let words = sid.split(|end: char| !end.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
}
