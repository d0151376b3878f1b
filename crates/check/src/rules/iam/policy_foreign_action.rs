//! An action in a resource policy that is no business of the resource's service.

use diag::Severity;
use facts::iam;

use crate::context::Context;
use crate::policy::Kind;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-foreign-action",
    severity: Severity::Error,
    title: "A resource policy names an action of another service.",
    explanation: "A bucket policy speaks of S3's actions, a topic policy of SNS's, a key policy of KMS's. S3 answers \"Policy has \
        invalid action\", SNS \"Policy statement action out of service scope\", and the deployment fails. What somebody may do \
        elsewhere belongs in that one's own policy.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html",
    ],
    check,
};

/// Types whose services surely refuse it.
const STRICT: [&str; 6] = [
    "AWS::KMS::Key",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicInlinePolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueueInlinePolicy",
    "AWS::SQS::QueuePolicy",
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies().iter().filter(|policy| policy.kind() == Kind::Resource) {
        let services = policy.home.services;
        if services.is_empty() {
            continue;
        }
        for statement in &policy.statements {
            for element in ["Action", "NotAction"] {
                for text in statement.texts(element).unwrap_or_default().known {
                    let Some((prefix, _)) = text.known().and_then(|action| action.split_once(':')) else {
                        continue;
                    };
                    // One that does not exist is a finding of its own.
                    if iam::service(prefix).is_none()
                        || services.iter().any(|service| service.eq_ignore_ascii_case(prefix))
                    {
                        continue;
                    }
                    let mut finding = RULE
                        .at(text.span, format!("`{}` is no action for this policy", text.shown()))
                        .help(format!("it takes actions of `{}`", services.join("`, `")));
                    if !STRICT.contains(&policy.of) {
                        finding.severity = Severity::Warning;
                    }
                    findings.add(finding);
                }
            }
        }
    }
}
