//! A condition key that no action of the statement ever carries.

use diag::Severity;
use facts::iam::Action;

use super::catalogue::actions;
use super::keys::{self, Key};
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "condition-key-unavailable",
    severity: Severity::Warning,
    title: "A condition asks for a key that no action of its statement carries.",
    explanation: "A service sends a condition key with some of its actions only: s3:prefix comes with s3:ListBucket and not \
        with s3:GetObject. A comparison with a key that is not there is false, so an Allow grants none of these actions \
        and a Deny denies none; with IfExists or a negated operator it is true and guards nothing. The action tables of \
        the Service Authorization Reference say which key comes with what.",
    pages: &[
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        let comparisons = statement.comparisons();
        if comparisons.is_empty() {
            continue;
        }
        let Some(actions) = statement.texts("Action").and_then(|texts| actions(&texts)) else { continue };
        for comparison in comparisons {
            let name = &*comparison.key.key;
            let Key::Of(service, _) = keys::of(name) else { continue };
            if actions.iter().any(|action| action.takes_condition_key(name)) {
                continue;
            }
            let mut finding =
                RULE.at(comparison.key.key_span, format!("no action of the statement carries `{name}`"));
            let carriers: Vec<String> = service
                .actions()
                .filter(|action| action.takes_condition_key(name))
                .take(4)
                .map(full)
                .collect();
            if !carriers.is_empty() {
                let more = if carriers.len() == 4 { ", …" } else { "" };
                let carriers = &carriers[..carriers.len().min(3)];
                finding = finding.help(format!("it comes with `{}`{more}", carriers.join("`, `")));
            }
            findings.add(finding);
        }
    }
}

fn full(action: Action) -> String {
    format!("{}:{}", action.service().prefix(), action.name())
}
