//! A key that a policy document or statement does not have.

use diag::Severity;

use super::elements::{self, OF_DOCUMENT, OF_STATEMENT};
use super::mend;
use crate::context::Context;
use crate::policy::Map;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-unknown-element",
    severity: Severity::Error,
    title: "A policy has an element that the policy language does not know.",
    explanation: "IAM and every service with resource policies refuse a document with an element they do not know, so the \
        deployment fails at the resource that carries it. A document is made of Version, Id and Statement; a statement of \
        Sid, Effect, Principal or NotPrincipal, Action or NotAction, Resource or NotResource, and Condition, in exactly this \
        spelling. Most often a letter is missing, or an element of a statement stands one level too high.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        if let Some(map) = policy.map() {
            judge(ctx, map, "document", &OF_DOCUMENT, &OF_STATEMENT, findings);
        }
        for statement in &policy.statements {
            judge(ctx, &statement.map, "statement", &OF_STATEMENT, &OF_DOCUMENT, findings);
        }
    }
}

fn judge(
    ctx: &Context<'_>,
    map: &Map<'_>,
    what: &str,
    elements: &'static [&'static str],
    of_the_other: &[&str],
    findings: &mut Findings,
) {
    for member in &map.members {
        let key = &*member.key;
        if elements.contains(&key) || elements::is_function(key) {
            continue;
        }
        let finding = RULE.at(member.key_span, format!("a policy {what} has no element `{key}`"));
        findings.add(if of_the_other.contains(&key) {
            let there = if what == "statement" { "the document" } else { "a statement" };
            finding.label(format!("belongs in {there}"))
        } else if let Some(meant) = elements::meant(key, elements) {
            let finding = finding.label(format!("did you mean `{meant}`?"));
            mend::word(ctx, finding, member.key_span, key, meant)
        } else {
            finding.help(format!("its elements: `{}`", elements.join("`, `")))
        });
    }
}
