//! A principal that is none.

use diag::{Diagnostic, Severity};

use super::service_principals;
use crate::context::Context;
use crate::policy::{Text, arn_of};
use crate::resolve::{Hole, Piece};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "principal-form",
    severity: Severity::Error,
    title: "A principal is not written as its kind wants it.",
    explanation: "Under AWS stand account IDs of 12 digits, ARNs of roles, users and accounts (…:root), or *; under Service \
        names such as codebuild.amazonaws.com; under Federated a provider's domain or ARN. A wildcard cannot match a part of \
        an ARN, a group is no principal, and Ref of a role gives its name, not its ARN. IAM, S3 and the others check \
        principals when the policy is deployed and refuse it with \"Invalid principal in policy\". To speak of many roles, \
        write * and compare aws:PrincipalArn in a condition.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for element in ["Principal", "NotPrincipal"] {
            for (member, texts) in statement.principals_of(element).unwrap_or_default().named {
                for text in &texts.known {
                    // One of several that can stand here may be for a region or a stage that nobody deploys to.
                    let is_one_of_several =
                        texts.known.iter().filter(|other| other.span == text.span).count() > 1;
                    let finding = match &*member.key {
                        "AWS" => aws(ctx, text),
                        "Service" => service(text),
                        "Federated" => federated(text),
                        _ => None,
                    };
                    findings.extend(finding.map(|mut finding| {
                        if is_one_of_several {
                            finding.severity = Severity::Warning;
                        }
                        finding
                    }));
                }
            }
        }
    }
}

fn aws<'t>(ctx: &Context<'t>, text: &Text<'t>) -> Option<Diagnostic> {
    if let [Piece::Hole(hole @ (Hole::Ref(id) | Hole::Att(id, _)))] = text.pieces.as_slice() {
        let is_name = arn_of(ctx, *hole).is_some_and(|shape| !shape.starts_with("arn:"));
        return is_name.then(|| {
            RULE.at(text.span, format!("`{}` is the name of `{id}`, not its ARN", text.shown()))
                .help(format!("write `!GetAtt {id}.Arn`"))
        });
    }
    let shown = text.shown();
    let literal = |part: &str| text.holds(part);
    if text.known().is_some_and(|known| known.parse::<f64>().is_ok()) {
        let known = text.known()?;
        let is_account = known.len() == 12 && known.bytes().all(|byte| byte.is_ascii_digit());
        return (!is_account).then(|| {
            let finding =
                RULE.at(text.span, format!("`{known}` is no account: an account's ID has 12 digits"));
            if (known.len() < 12 || known.contains('E')) && !text.literal {
                finding.help("a number loses its leading zeros: put the ID into quotes")
            } else {
                finding
            }
        });
    }
    if text.is("*") {
        return None;
    }
    let (message, help) = if literal("*") || literal("?") {
        (
            format!("`{shown}` has a wildcard, which a principal cannot have"),
            "name each one; or write `*` and compare `aws:PrincipalArn` in a condition",
        )
    } else if literal(".amazonaws.com") && !literal("arn:") {
        (format!("`{shown}` is a service"), "name it under `Service`")
    } else if literal(":group/") {
        (format!("`{shown}` is a group, which is no principal"), "name its users, or a role that they assume")
    } else if text.known().is_some_and(is_neither_arn_nor_id) {
        (format!("`{shown}` is no principal"), "write an account's ID, or the ARN of a role, user or account")
    } else {
        return None;
    };
    Some(RULE.at(text.span, message).help(help))
}

/// A text that is no ARN, and no unique ID such as `AROAXXXXXXXXXXXXXXXXX`.
fn is_neither_arn_nor_id(text: &str) -> bool {
    let is_id = text.len() >= 16
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-'));
    !text.starts_with("arn:") && !is_id && !text.contains("{{resolve:")
}

fn service(text: &Text<'_>) -> Option<Diagnostic> {
    let known = text.known()?;
    let finding = |message: String| RULE.at(text.span, message);
    if known == "*" {
        // AWS's list of checks calls it an error; whether a service refuses it is not documented.
        let mut finding = finding("a service is named, never `*`".to_owned());
        finding.severity = Severity::Warning;
        return Some(finding);
    }
    if known.contains(['*', '?']) {
        return Some(finding(format!("`{known}` has a wildcard, which a principal cannot have")));
    }
    if known.starts_with("arn:") {
        return Some(finding(format!("`{known}` is no service")).help("name it under `AWS`"));
    }
    if service_principals::name(known).is_some() {
        return None;
    }
    Some(
        finding(format!("`{known}` is no service"))
            .help("services are named as in `codebuild.amazonaws.com`"),
    )
}

fn federated(text: &Text<'_>) -> Option<Diagnostic> {
    let known = text.known()?;
    let is_provider = known == "*"
        || (known.starts_with("arn:")
            && (known.contains(":saml-provider/") || known.contains(":oidc-provider/")))
        || (!known.starts_with("arn:") && known.contains('.') && !known.contains(' '));
    (!is_provider).then(|| {
        RULE.at(text.span, format!("`{known}` is no identity provider"))
            .help("write the provider's ARN (`…:oidc-provider/…`, `…:saml-provider/…`), or its domain")
    })
}
