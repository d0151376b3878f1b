//! An alarm on a metric without a statistic, or with one that isn't.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::of_type;

pub(super) const RULE: Rule = Rule {
    code: "alarm-statistic",
    severity: Severity::Error,
    title: "An alarm does not say which statistic of its metric it watches.",
    explanation: "An alarm on a `MetricName` needs a `Statistic` (such as `Sum`) or an `ExtendedStatistic` \
        (such as `p90`), and a `Period`. Without them PutMetricAlarm refuses it when the stack is deployed. \
        An extended statistic begins with `p`, `tm`, `tc`, `ts` or `wm` and a percentage, or is `IQM`, \
        `PR(…)` or a range such as `TM(10%:90%)`.",
    pages: &[
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::CloudWatch::Alarm") {
        let Some(metric) =
            properties.entry("MetricName").filter(|metric| !ctx.branches(&metric.value).is_empty())
        else {
            continue;
        };
        let absent = |key| ctx.is_absent(properties, key);
        if absent("Metrics") && absent("EvaluationCriteria") {
            if absent("Statistic") && absent("ExtendedStatistic") {
                findings.add(
                    RULE.at(metric.key_span, "the alarm's metric has no statistic")
                        .label("of which statistic?")
                        .help("add a `Statistic`, such as `Sum` or `Average`"),
                );
            }
            if absent("Period") {
                findings.add(
                    RULE.at(metric.key_span, "the alarm's metric has no period")
                        .label("over what time?")
                        .help("add a `Period` in seconds, such as 60"),
                );
            }
        }
        for node in ctx.get(properties, "ExtendedStatistic") {
            let Some(text) = node.scalar().filter(|text| !is_extended(text)) else { continue };
            findings.add(
                RULE.at(node.handle(), format!("`{text}` is no extended statistic"))
                    .label("unknown")
                    .help("a percentile is `p90` or `p99.9`; `Sum` and the like belong to `Statistic`"),
            );
        }
    }
}

/// Whether a text has the form of an extended statistic.
fn is_extended(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if lower == "iqm" {
        return true;
    }
    let ranged = ["pr(", "tc(", "tm(", "ts(", "wm("].iter().any(|form| lower.starts_with(form));
    if ranged {
        return lower.ends_with(')');
    }
    let number = ["p", "tm", "tc", "ts", "wm"].iter().find_map(|form| lower.strip_prefix(form));
    number.is_some_and(|number| number.parse::<f64>().is_ok_and(|number| (0.0..=100.0).contains(&number)))
}

#[cfg(test)]
mod tests {
    use super::is_extended;

    #[test]
    fn knows_the_forms() {
        assert!(
            ["p90", "p99.9", "P50", "tm99", "IQM", "PR(100:2000)", "TM(10%:90%)"]
                .into_iter()
                .all(is_extended)
        );
        assert!(["90", "p", "p101", "Sum", "percentile90"].into_iter().all(|text| !is_extended(text)));
    }
}
