//! A condition key that no action of the statement ever carries.

use diag::Severity;

use super::catalogue::actions;
use super::keys::{self, Key};
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-key-unavailable",
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
            let Key::Of(service, key) = keys::of(name) else { continue };
            // Keys for a resource's tags are older than the tables, and work with more actions than these say.
            let is_tag = name.to_ascii_lowercase().contains("resourcetag/");
            if is_tag || actions.iter().any(|action| keys::is_carried(*action, key, name)) {
                continue;
            }
            let mut finding =
                RULE.at(comparison.key.key_span, format!("no action of the statement carries `{name}`"));
            let carriers = service.actions().filter(|action| keys::is_carried(*action, key, name));
            let carriers: Vec<String> = carriers.take(4).map(|action| action.to_string()).collect();
            if !carriers.is_empty() {
                let more = if carriers.len() == 4 { ", …" } else { "" };
                let carriers = &carriers[..carriers.len().min(3)];
                finding = finding.help(format!("it comes with `{}`{more}", carriers.join("`, `")));
            }
            findings.add(finding);
        }
    }
}
