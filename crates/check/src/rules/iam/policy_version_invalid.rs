//! A version that the policy language does not have.

use diag::Severity;

use super::mend;
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-version-invalid",
    severity: Severity::Error,
    title: "A policy has a Version that does not exist.",
    explanation: "Version is no date of yours: it names the version of the policy language, of which there are two, \
        2012-10-17 and the outdated 2008-10-17. Anything else is a syntax error, and the deployment fails. The 2010-09-09 \
        that some documents have is CloudFormation's AWSTemplateFormatVersion.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        let versions = policy.map().and_then(|map| map.get("Version")).map(|member| member.texts());
        for text in versions.unwrap_or_default().known {
            let Some(version) = text.known() else { continue };
            if !matches!(version, "2012-10-17" | "2008-10-17") {
                let finding = RULE
                    .at(text.span, format!("the policy language has no version `{version}`"))
                    .help("write `2012-10-17`");
                findings.add(mend::word(ctx, finding, text.span, version, "2012-10-17"));
            }
        }
    }
}
