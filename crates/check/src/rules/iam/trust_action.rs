//! A trust policy whose action does not assume the role, or not for these principals.

use diag::Severity;

use super::catalogue;
use crate::context::Context;
use crate::policy::{Kind, Statement};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "trust-action",
    severity: Severity::Error,
    title: "A trust policy's action does not let its principals assume the role.",
    explanation: "A trust policy allows the actions of STS that assume roles, and no others; IAM refuses it otherwise. Services, \
        accounts, users and roles assume a role by sts:AssumeRole, identities of an OIDC provider by \
        sts:AssumeRoleWithWebIdentity, those of a SAML provider by sts:AssumeRoleWithSAML. With the wrong one the role cannot \
        be assumed by anybody whom the statement names.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html",
    ],
    check,
};

/// The ways to assume a role.
const ASSUME: [&str; 3] = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies().iter().filter(|policy| policy.kind() == Kind::Trust) {
        for statement in &policy.statements {
            foreign(statement, findings);
            if statement.allows() {
                mismatch(statement, findings);
            }
        }
    }
}

fn foreign(statement: &Statement<'_>, findings: &mut Findings) {
    for text in statement.texts("Action").unwrap_or_default().known {
        let Some((prefix, _)) = text.known().and_then(|action| action.split_once(':')) else { continue };
        if !prefix.eq_ignore_ascii_case("sts")
            && !catalogue::matching(text.known().unwrap_or_default()).is_empty()
        {
            let message = format!("a trust policy takes no `{}`", text.shown());
            findings.add(RULE.at(text.span, message).help(
                "what the role may do stands in `Policies`; the trust policy says by `sts:AssumeRole` who may assume it",
            ));
        }
    }
}

/// The statement's principals that none of its actions is for, if that is all of them.
fn mismatch(statement: &Statement<'_>, findings: &mut Findings) {
    let (Some(actions), Some(principals)) = (statement.texts("Action"), statement.principals()) else {
        return;
    };
    if !actions.complete || !principals.complete || principals.anyone.is_some() {
        return;
    }
    let Some(patterns) = actions.known.iter().map(|text| text.known()).collect::<Option<Vec<_>>>() else {
        return;
    };
    let allowed: Vec<&str> = ASSUME
        .into_iter()
        .filter(|action| patterns.iter().any(|pattern| facts::iam::wildcard(pattern, action)))
        .collect();
    let (Some(first), false) = (actions.known.first(), allowed.is_empty()) else { return };
    let mut wanted = Vec::new();
    for (member, texts) in &principals.named {
        for text in &texts.known {
            let action = match &*member.key {
                "AWS" | "Service" => ASSUME[0],
                "Federated" if text.holds(":saml-provider/") => ASSUME[1],
                "Federated" if text.known().is_some() || text.holds(":oidc-provider/") => ASSUME[2],
                // A provider of this or another template: nobody knows of which sort.
                _ => return,
            };
            if allowed.contains(&action) {
                return;
            }
            wanted.push((action, text));
        }
    }
    if let Some((action, principal)) = wanted.first() {
        findings.add(
            RULE.at(
                first.span,
                format!("`{}` does not let `{}` assume the role", first.shown(), principal.shown()),
            )
            .related(principal.span, format!("assumes roles by `{action}`"))
            .help(format!("write `{action}`")),
        );
    }
}
