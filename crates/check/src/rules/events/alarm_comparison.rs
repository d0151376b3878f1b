//! An alarm on an anomaly detection band whose comparison doesn't fit.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::of_type;

pub(super) const RULE: Rule = Rule {
    code: "alarm-comparison",
    severity: Severity::Error,
    title: "The comparison of an alarm does not fit its threshold.",
    explanation: "`LessThanLowerOrGreaterThanUpperThreshold`, `LessThanLowerThreshold` and \
        `GreaterThanUpperThreshold` compare with the band of an anomaly detection model, which \
        `ThresholdMetricId` names; the other operators compare with a fixed `Threshold`. PutMetricAlarm \
        refuses an alarm that mixes the two when the stack is deployed.",
    pages: &[
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Anomaly_Detection_Alarm.html",
    ],
    check,
};

const OF_BANDS: [&str; 3] =
    ["LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"];
const OF_NUMBERS: [&str; 4] = [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::CloudWatch::Alarm") {
        let operators = ctx.get(properties, "ComparisonOperator");
        let [operator] = operators.as_slice() else { continue };
        let Some(name) = ctx.text(operator) else { continue };
        let name = name.as_ref();
        let absent = |key| ctx.is_absent(properties, key);
        if OF_BANDS.contains(&name) && absent("ThresholdMetricId") {
            findings.add(
                RULE.at(operator.handle(), format!("`{name}` compares with a band, and the alarm has none"))
                    .label("for anomaly detection")
                    .help("name the band in `ThresholdMetricId`, or compare with `GreaterThanThreshold` or the like"),
            );
        } else if OF_NUMBERS.contains(&name) {
            if !ctx.get(properties, "ThresholdMetricId").is_empty() && absent("Threshold") {
                findings.add(
                    RULE.at(
                        operator.handle(),
                        format!("`{name}` compares with a number, and the alarm has a band"),
                    )
                    .label("not for anomaly detection")
                    .help("write `LessThanLowerOrGreaterThanUpperThreshold` or the like"),
                );
            } else if absent("Threshold") && absent("ThresholdMetricId") && absent("EvaluationCriteria") {
                findings.add(
                    RULE.at(
                        operator.handle(),
                        format!("`{name}` compares with a `Threshold`, and there is none"),
                    )
                    .label("with what?")
                    .help("add a `Threshold`"),
                );
            }
        }
    }
}
