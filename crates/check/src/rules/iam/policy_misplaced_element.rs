//! An element that this kind of policy does not take.

use diag::Severity;

use crate::context::Context;
use crate::policy::Kind;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-misplaced-element",
    severity: Severity::Error,
    title: "A statement has an element that its kind of policy does not take.",
    explanation: "A policy of a user, group or role speaks of whoever it is attached to, so it has no Principal. A role's \
        trust policy is about that role, so it has no Resource; and it says who may assume the role, never \"all but \
        these\", so it has no NotPrincipal. IAM refuses each of them with MalformedPolicyDocument. Often the statement was \
        copied from a policy of another kind, or stands in the wrong property.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        let (elements, why) = match policy.kind() {
            Kind::Identity => (
                ["Principal", "NotPrincipal"].as_slice(),
                "the policy speaks of whoever it is attached to: leave the element out",
            ),
            Kind::Trust => (
                ["Resource", "NotResource", "NotPrincipal"].as_slice(),
                "a trust policy names by `Principal` who may assume this very role, and nothing else",
            ),
            Kind::Resource => continue,
        };
        for statement in &policy.statements {
            for member in elements.iter().filter_map(|element| statement.map.get(element)) {
                let kind =
                    if policy.kind() == Kind::Trust { "trust policy" } else { "policy of an identity" };
                let message = format!("a {kind} takes no `{}`", member.key);
                findings.add(RULE.at(member.key_span, message).help(why));
            }
        }
    }
}
