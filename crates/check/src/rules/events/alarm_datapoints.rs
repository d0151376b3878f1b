//! An alarm that wants more data points than it looks at.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::{number, of_type};

pub(super) const RULE: Rule = Rule {
    code: "alarm-datapoints",
    severity: Severity::Error,
    title: "An alarm needs more data points than it evaluates.",
    explanation: "`DatapointsToAlarm` says how many of the last `EvaluationPeriods` data points must be over \
        the threshold; more than there are can't be. PutMetricAlarm refuses that when the stack is deployed.",
    pages: &["https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::CloudWatch::Alarm") {
        let (points, periods) =
            (ctx.get(properties, "DatapointsToAlarm"), ctx.get(properties, "EvaluationPeriods"));
        let ([points], [periods]) = (points.as_slice(), periods.as_slice()) else { continue };
        let (Some(wanted), Some(given)) = (number(points), number(periods)) else { continue };
        if wanted > given {
            findings.add(
                RULE.at(
                    points.handle(),
                    format!("{wanted} data points out of {given} can't be over the threshold"),
                )
                .label("more than are evaluated")
                .related(periods.handle(), "the data points that are evaluated")
                .help("take at most `EvaluationPeriods`"),
            );
        }
    }
}
