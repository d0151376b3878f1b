//! The period of an alarm, and how long a time it looks back on.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::{number, of_type};

pub(super) const RULE: Rule = Rule {
    code: "alarm-period",
    severity: Severity::Error,
    title: "An alarm has a period that CloudWatch does not have, or looks back on too long a time.",
    explanation: "An alarm's period is 10, 20 or 30 seconds or a multiple of 60. All its evaluation periods together are at \
        most a day where the period is under an hour, and at most seven days otherwise. PutMetricAlarm refuses anything \
        else when the stack is deployed.",
    pages: &["https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"],
    check,
};

const DAY: u64 = 86_400;

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::CloudWatch::Alarm") {
        let direct = ctx.get(properties, "Period");
        let of_metrics = ctx.all(properties, &["Metrics", "MetricStat", "Period"]);
        for period in direct.iter().chain(&of_metrics) {
            let Some(seconds) = number(period) else { continue };
            if !matches!(seconds, 10 | 20 | 30) && (seconds == 0 || !seconds.is_multiple_of(60)) {
                findings.add(
                    RULE.at(period.handle(), format!("{seconds} seconds is no period of an alarm"))
                        .label("neither 10, 20, 30 nor a multiple of 60")
                        .help("periods are 10, 20, 30, or a multiple of 60 seconds"),
                );
            }
        }
        let periods = ctx.get(properties, "EvaluationPeriods");
        let ([period], [count]) = (direct.as_slice(), periods.as_slice()) else { continue };
        let (Some(seconds), Some(times)) = (number(period), number(count)) else { continue };
        let (most, shown) = if seconds < 3_600 { (DAY, "a day") } else { (7 * DAY, "seven days") };
        if seconds.saturating_mul(times) > most {
            findings.add(
                RULE.at(
                    count.handle(),
                    format!("{times} periods of {seconds} seconds are more than {shown}"),
                )
                .label("looks back too far")
                .related(period.handle(), "the period")
                .help("take fewer evaluation periods, or a period of an hour or more for up to seven days"),
            );
        }
    }
}
