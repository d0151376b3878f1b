//! Logs that are to go to S3, and are not told where.

use diag::Severity;

use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-logs",
    severity: Severity::Error,
    title: "A project's logs go to S3, or nowhere.",
    explanation: "S3 logs that are enabled need a Location, `bucket/prefix`, or CodeBuild refuses the project. With CloudWatch Logs \
                  switched off and no logs in S3 a build leaves nothing behind that says why it failed; that is a warning.",
    pages: &[
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_S3LogsConfig.html",
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_LogsConfig.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for logs in projects(ctx).flat_map(|project| ctx.all(project, &["LogsConfig"])) {
        for [cloud_watch, s3] in ctx.ways(logs, ["CloudWatchLogs", "S3Logs"]) {
            let statuses = s3.map(|s3| ctx.ways(s3, ["Status", "Location"])).unwrap_or_default();
            for [status, location] in &statuses {
                let Some(status) = status.filter(|status| ctx.text(status).is_some_and(|it| it == "ENABLED"))
                else {
                    continue;
                };
                if location.is_none() {
                    out.add(
                        RULE.at(status.handle(), "logs in S3 need a place")
                            .help("add `Location: <bucket>/<prefix>`"),
                    );
                }
            }
            let is_off = |status: Option<&'_ cfn::read::Node>| {
                status.and_then(cfn::read::Node::text) == Some("DISABLED")
            };
            let s3_off =
                s3.is_none() || !statuses.is_empty() && statuses.iter().all(|[status, _]| is_off(*status));
            let status = cloud_watch.and_then(|logs| logs.get("Status"));
            if let Some(status) = status.filter(|status| s3_off && is_off(Some(status))) {
                let mut finding = RULE
                    .at(status.handle(), "this project's builds leave no logs at all")
                    .help("enable CloudWatch Logs, or `S3Logs` with a `Location`");
                finding.severity = Severity::Warning;
                out.add(finding);
            }
        }
    }
}
