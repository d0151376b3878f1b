//! A policy variable in a document of the language of 2008.

use diag::Severity;

use super::variables;
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-variable-ignored",
    severity: Severity::Warning,
    title: "A policy variable stands in a document whose version knows none.",
    explanation: "Variables came with version 2012-10-17 of the policy language. In a document without Version, or of \
        2008-10-17, ${aws:username} is a text like any other: the statement then speaks of a resource that is really \
        called so, and the access that was meant is missing, or a Deny denies nothing. The deployment goes through.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        let Some(map) = policy.map() else { continue };
        let is_old = match map.get("Version") {
            Some(member) => member.texts().known.iter().all(|text| text.is("2008-10-17")),
            None => map.lacks("Version"),
        };
        if !is_old {
            continue;
        }
        for (text, variable) in policy.statements.iter().flat_map(variables::of_statement) {
            findings.add(
                RULE.at(text.span, format!("`${{{variable}}}` is plain text here"))
                    .help("write `Version: \"2012-10-17\"` into the document"),
            );
        }
    }
}
