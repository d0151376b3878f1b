//! A document of the language of 2008.

use diag::Severity;

use super::{mend, variables};
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-version-old",
    severity: Severity::Warning,
    title: "A policy uses the policy language of 2008.",
    explanation: "AWS keeps 2008-10-17 alive for policies that are that old, and says to use it for nothing new: variables \
        such as ${aws:username} are plain text in it, so a statement that uses one silently matches the wrong thing. \
        2012-10-17 is the current version; everything else means the same in both.",
    pages: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        let versions = policy.map().and_then(|map| map.get("Version")).map(|member| member.texts());
        for text in versions.unwrap_or_default().known {
            if text.is("2008-10-17") {
                let finding = RULE
                    .at(text.span, "the policy language of 2008 knows no variables")
                    .help("write `2012-10-17`");
                // With a variable in it the document means something else then: somebody has to look.
                let has_variables =
                    policy.statements.iter().any(|statement| !variables::of_statement(statement).is_empty());
                findings.add(if has_variables {
                    finding
                } else {
                    mend::word(ctx, finding, text.span, "2008-10-17", "2012-10-17")
                });
            }
        }
    }
}
