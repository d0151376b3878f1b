//! A role that everybody may assume.

use diag::Severity;

use crate::context::Context;
use crate::policy::Kind;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "trust-anyone",
    severity: Severity::Warning,
    title: "A role can be assumed from any AWS account.",
    explanation: "A trust policy that allows * without a condition gives the role to everybody who has an AWS account and knows \
        or guesses its name. AWS's guide says not to leave a role accessible to everyone. Name the accounts or roles; or \
        keep * and limit it by aws:PrincipalOrgID or aws:PrincipalArn.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies().iter().filter(|policy| policy.kind() == Kind::Trust) {
        for statement in &policy.statements {
            if !statement.allows() || !statement.is_unconditional() {
                continue;
            }
            let principals = statement.principals().unwrap_or_default();
            let accounts = principals.named.iter().filter(|(member, _)| member.key == "AWS");
            let stars = accounts.flat_map(|(_, texts)| &texts.known).filter(|text| text.is("*"));
            for span in principals.anyone.into_iter().chain(stars.map(|text| text.span)) {
                findings.add(
                    RULE.at(span, "every AWS account may assume the role").help(
                        "name who may, or add a condition on `aws:PrincipalOrgID` or `aws:PrincipalArn`",
                    ),
                );
            }
        }
    }
}
