//! Two elements of which a statement takes one.

use diag::Severity;

use super::elements::PAIRS;
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-exclusive-elements",
    severity: Severity::Error,
    title: "A statement has two elements that exclude each other.",
    explanation: "Principal and NotPrincipal, Action and NotAction, Resource and NotResource are alternatives: the second \
        one says \"all but these\". A statement with both is refused with MalformedPolicyDocument when it is deployed. \
        What shall be allowed but for some exceptions takes two statements, one that allows and one that denies.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for [one, other] in PAIRS {
            let (Some(one), Some(other)) = (statement.map.get(one), statement.map.get(other)) else {
                continue;
            };
            if one.optional || other.optional {
                continue;
            }
            findings.add(
                RULE.at(other.key_span, format!("`{}` and `{}` exclude each other", one.key, other.key))
                    .related(one.key_span, "the other one")
                    .help("keep one of them; exceptions go into a statement with `Effect: Deny`"),
            );
        }
    }
}
