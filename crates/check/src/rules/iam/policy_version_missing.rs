//! A document without a version.

use diag::Severity;

use super::elements::{self, OF_DOCUMENT};
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-version-missing",
    severity: Severity::Warning,
    title: "A policy has no Version, so it is read by the rules of 2008.",
    explanation: "Version names the policy language, not the policy. Without it a document is read as one of 2008-10-17, in \
        which variables such as ${aws:username} are plain text: a statement that uses one matches nothing, or the wrong \
        thing, without any error. For managed policies practice has shown that IAM refuses the document altogether. \
        Write Version: \"2012-10-17\" into every policy.",
    pages: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        let Some(map) = policy.map() else { continue };
        if map.lacks("Version") && !elements::is_misspelt(map, "Version", &OF_DOCUMENT) {
            findings.add(
                RULE.at(policy.document.span, "the policy has no `Version`")
                    .help("write `Version: \"2012-10-17\"` beside `Statement`"),
            );
        }
    }
}
