//! An alarm that looks back on too long a time.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::{number, of_type};

pub(super) const RULE: Rule = Rule {
    code: "alarm-window",
    severity: Severity::Error,
    title: "An alarm looks back on too long a time.",
    explanation: "All evaluation periods of an alarm together are at most a day where its period is under an \
        hour, and at most seven days otherwise. PutMetricAlarm refuses a longer time when the stack is \
        deployed.",
    pages: &["https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"],
    check,
};

const DAY: u64 = 86_400;

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::CloudWatch::Alarm") {
        let (periods, counts) = (ctx.get(properties, "Period"), ctx.get(properties, "EvaluationPeriods"));
        let ([period], [count]) = (periods.as_slice(), counts.as_slice()) else { continue };
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
