//! Rights by which one can give oneself all others.

use diag::Severity;
use facts::iam::wildcard;

use crate::context::Context;
use crate::policy::Kind;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "iam-privilege-escalation",
    severity: Severity::Warning,
    title: "A statement lets its holder give itself any permission.",
    explanation: "Who may write or attach policies, change trust policies or make credentials on every identity of the account \
        can do so on itself, or on an administrator, and so is one. Limit the statement to the identities that are meant, by \
        their ARNs, or demand a permissions boundary on what is made (condition key iam:PermissionsBoundary).",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    ],
    check,
};

/// What gives permissions or credentials to an identity that exists.
pub(super) const GIVING: [&str; 12] = [
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreatePolicyVersion",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies().iter().filter(|policy| policy.kind() == Kind::Identity) {
        for statement in &policy.statements {
            let (Some(actions), Some(resources)) = (statement.texts("Action"), statement.texts("Resource"))
            else {
                continue;
            };
            if !statement.allows()
                || !statement.is_unconditional()
                || !resources.known.iter().any(|text| text.is("*"))
            {
                continue;
            }
            for text in actions.known {
                let Some(pattern) = text.known().filter(|pattern| pattern.contains(':')) else { continue };
                if pattern.starts_with('*') {
                    continue;
                }
                if GIVING.into_iter().any(|action| wildcard(pattern, action)) {
                    findings.add(
                        RULE.at(text.span, format!("with `{pattern}` on every identity one can give oneself any right"))
                            .help("name the identities by their ARNs, or add a condition on `iam:PermissionsBoundary`"),
                    );
                }
            }
        }
    }
}
