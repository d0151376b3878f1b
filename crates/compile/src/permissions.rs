//! Statements that several roles share, and the check of action names at compile time.

use cfn::iam::Statement;
use cfn::logs::LogGroup;
use cfn::s3::Bucket;
use cfn::{Handle, Resource};
use diag::Diagnostic;

use crate::context::Context;

/// Actions by their full names; a wildcard or a missing service does not compile.
macro_rules! actions {
    ($($name:literal),+ $(,)?) => { [$(const { cfn::iam::Action::new($name) }),+] };
}
pub(crate) use actions;

/// Each once, in the order of their first appearance.
pub(crate) fn distinct<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    items.into_iter().fold(Vec::new(), |mut seen, item| {
        if !seen.contains(&item) {
            seen.push(item);
        }
        seen
    })
}

/// Writing one's own log, in a group that the stack made.
pub(crate) fn write_log(group: &Handle<LogGroup>) -> Statement {
    Statement::allow("WriteLog", actions!["logs:CreateLogStream", "logs:PutLogEvents"]).on([group.arn()])
}

/// CodeBuild makes sure whose bucket it is before it uses it.
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html>
pub(crate) fn identify_bucket(bucket: &Handle<Bucket>) -> Statement {
    Statement::allow("IdentifyBucket", actions!["s3:GetBucketAcl", "s3:GetBucketLocation"]).on([bucket.arn()])
}

/// A log group that expires and outlives the stack.
pub(crate) fn log_group(
    cx: &mut Context<'_>,
    place: Option<diag::Span>,
    id: &str,
    retention: spec::Duration,
) -> Result<Handle<LogGroup>, Diagnostic> {
    let group = LogGroup { log_group_name: None, retention_in_days: retention.as_days().unwrap_or(30) };
    let encrypted = "CloudWatch's own keys encrypt it.";
    cx.add_at(place, id, group.entry().retain().skip("CKV_AWS_158", encrypted))
}
