//! A resource that is no ARN.

use diag::Severity;

use super::elements;
use crate::context::Context;
use crate::policy::{Kind, Policy, Text, arn_of};
use crate::resolve::{Hole, Piece};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-resource-form",
    severity: Severity::Error,
    title: "A statement's resource is not an ARN.",
    explanation: "Resource takes ARNs and *, nothing else; IAM answers \"Resource must be in ARN format or *\" and the \
        deployment fails. The usual cause is Ref: for a bucket, function, table, queue or role it gives the name (or URL), \
        and only Fn::GetAtt … Arn gives the ARN. For a topic it is the other way round: its Ref is the ARN.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html",
    ],
    check,
};

/// Types whose policies take ARNs by their services' own pages; API Gateway, for one, also takes `execute-api:/*`.
const TAKE_ARNS: [&str; 5] = [
    "AWS::KMS::Key",
    "AWS::OpenSearchService::Domain",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        if policy.kind() != Kind::Identity && !TAKE_ARNS.contains(&policy.of) {
            continue;
        }
        for statement in &policy.statements {
            for element in elements::RESOURCES {
                for text in statement.texts(element).unwrap_or_default().known {
                    judge(ctx, policy, text, findings);
                }
            }
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, policy: &Policy<'t>, text: &Text<'t>, findings: &mut Findings) {
    match text.pieces.first() {
        Some(Piece::Hole(hole)) => {
            let Some(shape) = arn_of(ctx, *hole).filter(|shape| !shape.starts_with("arn:")) else { return };
            let (Hole::Ref(id) | Hole::Att(id, _)) = hole else { return };
            let what = if shape.starts_with("https:") { "URL" } else { "name" };
            let finding = RULE.at(
                text.span,
                format!("`{}` begins with the {what} of `{id}`, not with an ARN", text.shown()),
            );
            let rest: String =
                text.shown().split_once('}').map_or_else(String::new, |(_, rest)| rest.to_owned());
            findings.add(if rest.is_empty() {
                finding.help(format!("write `!GetAtt {id}.Arn`"))
            } else {
                finding.help(format!("write `!Sub \"${{{id}.Arn}}{rest}\"`"))
            });
        }
        Some(Piece::Known(start)) => {
            // What has a wildcard before its first colon may still be meant as an ARN.
            let prefix = start.split(':').next().unwrap_or_default();
            if prefix == "arn" || (prefix.contains(['*', '?']) && (start.contains(':') || text.is("*"))) {
                return;
            }
            if text.known().is_none() && "arn:".starts_with(&**start) {
                return;
            }
            let shown = text.shown();
            let finding = RULE.at(text.span, format!("the resource `{shown}` is no ARN"));
            findings.add(match arn_like(policy, &shown) {
                Some(arn) => finding.help(format!("write `{arn}`")),
                None => finding
                    .help("resources are named by ARNs, `arn:aws:s3:::bucket/*`, or all of them by `*`"),
            });
        }
        None => {}
    }
}

/// The ARN that a name in a bucket policy was meant as.
fn arn_like(policy: &Policy<'_>, name: &str) -> Option<String> {
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-./*".contains(&byte));
    (policy.of == "AWS::S3::BucketPolicy" && is_name).then(|| format!("arn:aws:s3:::{name}"))
}
