//! An action that its service does not have.

use diag::Severity;
use facts::iam::{self, Service};

use super::mend;
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "iam-action-unknown",
    severity: Severity::Warning,
    title: "A policy names an action that its service does not have.",
    explanation: "IAM takes any name behind a service's prefix. The deployment goes through, and the statement grants nothing, \
        or denies nothing: the mistake shows as AccessDenied at run time. Often the permission is called otherwise than the \
        API operation (s3:ListBucket allows ListObjectsV2, lambda:InvokeFunction allows Invoke). The catalogue that this is \
        checked against may be older than a new action, therefore this is a warning.",
    pages: &[
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

/// API operations that are allowed under another name.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>,
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html>,
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html>
const OPERATIONS: [(&str, &str); 30] = [
    ("lambda:Invoke", "lambda:InvokeFunction"),
    ("s3:CompleteMultipartUpload", "s3:PutObject"),
    ("s3:CopyObject", "s3:GetObject` and `s3:PutObject"),
    ("s3:CreateMultipartUpload", "s3:PutObject"),
    ("s3:DeleteBucketEncryption", "s3:PutEncryptionConfiguration"),
    ("s3:DeleteObjects", "s3:DeleteObject"),
    ("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"),
    ("s3:GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration"),
    ("s3:GetBucketNotificationConfiguration", "s3:GetBucketNotification"),
    ("s3:GetBucketReplication", "s3:GetReplicationConfiguration"),
    ("s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    ("s3:HeadBucket", "s3:ListBucket"),
    ("s3:HeadObject", "s3:GetObject"),
    ("s3:ListBuckets", "s3:ListAllMyBuckets"),
    ("s3:ListMultipartUploads", "s3:ListBucketMultipartUploads"),
    ("s3:ListObjectVersions", "s3:ListBucketVersions"),
    ("s3:ListObjects", "s3:ListBucket"),
    ("s3:ListObjectsV2", "s3:ListBucket"),
    ("s3:ListParts", "s3:ListMultipartUploadParts"),
    ("s3:PutBucketEncryption", "s3:PutEncryptionConfiguration"),
    ("s3:PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration"),
    ("s3:PutBucketNotificationConfiguration", "s3:PutBucketNotification"),
    ("s3:PutBucketReplication", "s3:PutReplicationConfiguration"),
    ("s3:PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
    ("s3:UploadPart", "s3:PutObject"),
    ("s3:UploadPartCopy", "s3:PutObject"),
    ("sns:PublishBatch", "sns:Publish"),
    ("sqs:ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility"),
    ("sqs:DeleteMessageBatch", "sqs:DeleteMessage"),
    ("sqs:SendMessageBatch", "sqs:SendMessage"),
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for element in ["Action", "NotAction"] {
            for text in statement.texts(element).unwrap_or_default().known {
                let Some((prefix, name)) = text.known().and_then(|action| action.split_once(':')) else {
                    continue;
                };
                let Some(service) = iam::service(prefix).filter(|_| !name.is_empty() && !name.contains(':'))
                else {
                    continue;
                };
                if name.contains(['*', '?']) {
                    if service.matching(name).next().is_none() {
                        let message = format!("`{prefix}:{name}` matches no action of {}", service.name());
                        findings.add(RULE.at(text.span, message));
                    }
                } else if service.action(name).is_none() {
                    let finding = RULE.at(text.span, format!("{} has no action `{name}`", service.name()));
                    findings.add(match (meant(service, name, findings), elsewhere(name, findings)) {
                        (Some(meant), _) => {
                            let finding = finding.label(format!("did you mean `{meant}`?"));
                            // Two actions for one are written by hand.
                            let right = meant.split_once(':').map_or("", |(_, right)| right);
                            if right.contains('`') {
                                finding
                            } else {
                                mend::word(ctx, finding, text.span, name, right)
                            }
                        }
                        (None, Some(other)) => finding.help(format!("there is a `{other}`")),
                        (None, None) => finding,
                    });
                }
            }
        }
    }
}

fn meant(service: Service, name: &str, findings: &Findings) -> Option<String> {
    let full = format!("{}:{name}", service.prefix());
    if let Some((_, known)) = OPERATIONS.iter().find(|(operation, _)| operation.eq_ignore_ascii_case(&full)) {
        return Some((*known).to_owned());
    }
    let near = mend::near(findings, name, service.actions().map(|action| action.name()))?;
    is_slip(name, near).then(|| format!("{}:{near}", service.prefix()))
}

/// Whether most of a name stands at the beginning and at the end of the other one.
fn is_slip(wrong: &str, right: &str) -> bool {
    let same = |(a, b): &(char, char)| a.eq_ignore_ascii_case(b);
    let start = wrong.chars().zip(right.chars()).take_while(same).count();
    let shorter = wrong.len().min(right.len());
    let end = wrong
        .chars()
        .rev()
        .zip(right.chars().rev())
        .take_while(same)
        .count()
        .min(shorter - start.min(shorter));
    (start + end) * 5 >= wrong.len().max(right.len()) * 3
}

/// The only action of that name, of another service.
fn elsewhere(name: &str, findings: &Findings) -> Option<String> {
    if mend::are_many(findings) {
        return None;
    }
    let mut found = iam::services().filter_map(|service| service.action(name));
    found.next().filter(|_| found.next().is_none()).map(|action| action.to_string())
}
