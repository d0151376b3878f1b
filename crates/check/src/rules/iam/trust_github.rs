//! A role for GitHub's workflows without a condition on whose they are.

use diag::Severity;

use crate::context::Context;
use crate::policy::Kind;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "trust-github",
    severity: Severity::Error,
    title: "A role trusts GitHub's workflows without saying whose.",
    explanation: "All workflows of all repositories share the provider token.actions.githubusercontent.com. A trust policy \
        that compares nothing but the audience lets any of them in, and IAM refuses to create or update such a role: for \
        providers that many customers share it demands a condition on a claim that names the organisation, for GitHub \
        token.actions.githubusercontent.com:sub. Compare it with repo:<organisation>/<repository>:ref:refs/heads/<branch>.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

const PROVIDER: &str = "token.actions.githubusercontent.com";

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies().iter().filter(|policy| policy.kind() == Kind::Trust) {
        for statement in &policy.statements {
            if !statement.allows() || statement.has_unknown_condition() {
                continue;
            }
            let principals = statement.principals().unwrap_or_default();
            let federated = principals.named.iter().filter(|(member, _)| member.key == "Federated");
            let Some(text) = federated
                .flat_map(|(_, texts)| &texts.known)
                .find(|text| text.holds(&format!("oidc-provider/{PROVIDER}")) || text.is(PROVIDER))
            else {
                continue;
            };
            let names_somebody = statement.comparisons().iter().any(|comparison| {
                let key = comparison.key.key.to_ascii_lowercase();
                key.starts_with(PROVIDER) && !key.ends_with(":aud")
            });
            if !names_somebody {
                findings.add(
                    RULE.at(text.span, "every workflow on GitHub may assume the role")
                        .help(format!("compare `{PROVIDER}:sub` with `repo:<organisation>/<repository>:*`")),
                );
            }
        }
    }
}
