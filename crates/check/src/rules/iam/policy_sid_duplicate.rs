//! Two statements of one ID.

use std::collections::BTreeMap;

use diag::{Severity, Span};

use crate::context::Context;
use crate::policy::{Kind, Policy};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-sid-duplicate",
    severity: Severity::Error,
    title: "Two statements of a policy have the same Sid.",
    explanation: "IAM wants every Sid of a document to be unique and refuses the policy otherwise; SNS says the same of topic \
        policies. Where another service's page says nothing of it, the finding is a warning: AWS recommends unique IDs \
        everywhere, since they are what audits and error messages name a statement by.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        let mut seen: BTreeMap<&str, (Span, bool)> = BTreeMap::new();
        for statement in &policy.statements {
            let Some(texts) = statement.texts("Sid") else { continue };
            let [text] = texts.known.as_slice() else { continue };
            let Some(sid) = text.known().filter(|sid| !sid.is_empty()) else { continue };
            // Of two statements behind conditions perhaps only one exists.
            if let Some((first, conditional)) = seen.insert(sid, (text.span, statement.conditional))
                && !(conditional && statement.conditional)
            {
                let mut finding =
                    RULE.at(text.span, format!("a second statement `{sid}`")).related(first, "the first one");
                finding.severity = severity(policy);
                findings.add(finding.help("give every statement a Sid of its own, or none"));
            }
        }
    }
}

fn severity(policy: &Policy<'_>) -> Severity {
    match (policy.kind(), policy.of) {
        (Kind::Identity | Kind::Trust, _) | (_, "AWS::SNS::TopicPolicy" | "AWS::SNS::TopicInlinePolicy") => {
            Severity::Error
        }
        _ => Severity::Warning,
    }
}
