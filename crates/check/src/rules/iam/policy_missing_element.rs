//! An element that has to be there and is not.

use diag::Severity;

use super::elements::{self, OF_DOCUMENT, OF_STATEMENT};
use crate::context::Context;
use crate::policy::{Kind, Policy, Statement};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-missing-element",
    severity: Severity::Error,
    title: "A policy lacks an element that it has to have.",
    explanation: "A document needs a Statement, and every statement an Effect and an Action or NotAction. A statement of a \
        policy for users, groups and roles also needs a Resource or NotResource; one of a role's trust policy or of a \
        resource policy needs a Principal, since it speaks of others than the one it is attached to. IAM answers \
        MalformedPolicyDocument, S3 and the other services something like it, and the deployment fails.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
    ],
    check,
};

/// Types whose policies name the resource in every statement, by their services' own pages.
const NAME_THE_RESOURCE: [&str; 4] =
    ["AWS::KMS::Key", "AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy"];

/// A VPC endpoint's policy without a principal speaks of everybody.
const NEED_NO_PRINCIPAL: [&str; 1] = ["AWS::EC2::VPCEndpoint"];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        let Some(map) = policy.map() else { continue };
        if map.lacks("Statement") && !elements::is_misspelt(map, "Statement", &OF_DOCUMENT) {
            findings.add(
                RULE.at(policy.document.span, "the policy has no `Statement`")
                    .help("a policy without statements says nothing: write at least one"),
            );
        }
        for statement in &policy.statements {
            judge(policy, statement, findings);
        }
    }
}

fn judge(policy: &Policy<'_>, statement: &Statement<'_>, findings: &mut Findings) {
    let mut need = |either: &[&'static str], help: &str| {
        let map = &statement.map;
        let there =
            |element: &&str| !map.lacks(element) || elements::is_misspelt(map, element, &OF_STATEMENT);
        if !either.iter().any(there) {
            let message = format!("the statement has no `{}`", either[0]);
            findings.add(RULE.at(statement.span, message).help(help));
        }
    };
    need(&["Effect"], "write `Effect: Allow` or `Effect: Deny`");
    need(&["Action", "NotAction"], "name the actions that it allows or denies");
    if policy.kind() == Kind::Identity || NAME_THE_RESOURCE.contains(&policy.of) {
        need(&["Resource", "NotResource"], "name the resources by their ARNs, or write `Resource: \"*\"`");
    }
    if policy.kind() != Kind::Identity && !NEED_NO_PRINCIPAL.contains(&policy.of) {
        let help = match policy.kind() {
            Kind::Trust => "say who may assume the role: `Principal: { Service: codebuild.amazonaws.com }`",
            _ => "say whom it speaks of: `Principal: { AWS: <account or role> }`",
        };
        need(&["Principal", "NotPrincipal"], help);
    }
}
