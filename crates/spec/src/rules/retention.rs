//! How long logs and artifacts are kept.

use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Duration, Located, Stack};

/// The numbers of days that CloudWatch Logs takes
/// ([page](https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html)).
const DAYS: [u64; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    logs(&stack.log_retention, findings);
    for (key, function) in stack.functions() {
        findings.within(format!("function `{}`", key.as_str()), |findings| {
            function.log_retention.iter().for_each(|retention| logs(retention, findings));
        });
    }
    for (part, _, function) in stack.differences() {
        findings.within(part, |findings| {
            function.log_retention.iter().for_each(|retention| logs(retention, findings));
        });
    }
    artifacts(stack, findings);
}

fn logs(retention: &Located<Duration>, findings: &mut Findings) {
    if retention.as_days().is_some_and(|days| DAYS.contains(&days)) {
        return;
    }
    let seconds = retention.as_seconds();
    let nearest = DAYS.into_iter().find(|days| days * 86_400 >= seconds).unwrap_or(3653);
    let days: Vec<String> = DAYS.iter().map(|days| format!("{days}d")).collect();
    findings.error(
        Finding::InvalidRetention,
        retention.span(),
        format!("CloudWatch cannot keep logs for {}", **retention),
        format!("the next possible is `{nearest}d`"),
        format!("allowed: {}", days.join(", ")),
    );
}

fn artifacts(stack: &Stack, findings: &mut Findings) {
    let retention = &stack.artifact_retention;
    if !retention.as_days().is_some_and(|days| (1..=36_500).contains(&days)) {
        findings.error(
            Finding::InvalidRetention,
            retention.span(),
            format!("S3 cannot keep artifacts for {}", **retention),
            "not a number of days",
            "whole days from `1d` on",
        );
        return;
    }
    let longest = stack.approvals().map(|(_, approval, _)| &approval.timeout);
    if let Some(longest) = longest.max_by_key(|timeout| timeout.as_seconds())
        && longest.as_seconds() >= retention.as_seconds()
    {
        findings.push(
            Finding::ShortRetention
                .warning(format!(
                    "artifacts are gone after {}, and an approval waits for {}",
                    **retention, **longest
                ))
                .at(retention.span().or(longest.span()))
                .label("too short")
                .related(
                    longest.span().filter(|_| retention.span().is_some()),
                    "approved late, nothing is left to deploy",
                )
                .help("keep artifacts longer than the longest approval may take"),
        );
    }
}
