//! Access logs of the artifact bucket, where they are asked for: who read or wrote what lies there.

use cfn::iam::{Operator, PolicyDocument, Principal, Statement};
use cfn::s3::{Bucket, BucketPolicy, LoggingConfiguration};
use cfn::{Handle, Pseudo, Resource};
use diag::Diagnostic;

use crate::context::Context;
use crate::permissions::actions;
use crate::storage::tls_only;

/// How the keys of the logs begin.
const PREFIX: &str = "artifacts/";

/// The bucket that keeps them; `None` where nobody asks for any. It has S3's own keys, whatever other buckets have: logs
/// are delivered to no other.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html>
pub(crate) fn add(cx: &mut Context<'_>) -> Result<Option<Handle<Bucket>>, Diagnostic> {
    let Some(kept) = &cx.stack.operations.access_logs else { return Ok(None) };
    cx.template.section("Who used the artifact bucket");
    let bucket = Bucket::expiring(kept.as_days().unwrap_or(365), [PREFIX])
        .entry()
        .retain()
        .skip("CKV_AWS_18", "It holds access logs itself: logs of their delivery would never end.");
    cx.add_at(kept.span(), "AccessLogBucket", bucket).map(Some)
}

/// That the logs go there.
pub(crate) fn configuration(logs: &Handle<Bucket>) -> LoggingConfiguration {
    LoggingConfiguration { destination_bucket_name: logs.reference(), log_file_prefix: PREFIX }
}

/// Lets S3 deliver the logs of that bucket, and of no other.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html#grant-log-delivery-permissions-general>
pub(crate) fn let_in(
    cx: &mut Context<'_>,
    logs: &Handle<Bucket>,
    of: &Handle<Bucket>,
) -> Result<(), Diagnostic> {
    let deliver = Statement::allow("AccessLogs", actions!["s3:PutObject"])
        .to(Principal::Service("logging.s3.amazonaws.com"))
        .on([logs.arn().below(format!("{PREFIX}*"))])
        .when(Operator::StringEquals, "aws:SourceAccount", Pseudo::AccountId)
        .when(Operator::ArnLike, "aws:SourceArn", of.arn());
    let policy = BucketPolicy {
        bucket: logs.reference(),
        policy_document: PolicyDocument::new([tls_only(logs), deliver]),
    };
    cx.add("AccessLogBucketPolicy", policy).map(drop)
}
