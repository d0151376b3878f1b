//! `failure-result-and-conditions`: a failure handled in two ways at once.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "failure-result-and-conditions",
    severity: Severity::Error,
    title: "A stage's failure has both a result and conditions.",
    explanation: "What a stage does when it fails is said either by `Result`, always, or by `Conditions`, each with a result of \
        its own. CodePipeline refuses a stage that says both: it \"cannot have a failure exit gate configured with both top \
        level result and conditions\". `RetryConfiguration` belongs to the result `RETRY`.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_FailureConditions.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for stage in ctx.pipelines().iter().flat_map(|pipeline| &pipeline.stages) {
        for failure in ctx.get(stage.node, "OnFailure") {
            let entry = |key: &str| failure.entry(key).filter(|entry| entry.value.call().is_none());
            if let (Some(result), Some(conditions)) = (entry("Result"), entry("Conditions")) {
                let finding = RULE.at(result.key_span, "a failure with both a result and conditions");
                let finding = finding.related(conditions.key_span, "the conditions");
                out.add(finding.help("keep one of them"));
            }
            if let (Some(retry), Some(result)) = (entry("RetryConfiguration"), entry("Result"))
                && ctx.text(&result.value).is_some_and(|result| result != "RETRY")
            {
                let mut finding = RULE.at(retry.key_span, "a retry that never happens");
                finding.severity = Severity::Warning;
                let finding = finding.related(result.value.handle(), "another result");
                out.add(finding.help("write `Result: RETRY`, or take `RetryConfiguration` out"));
            }
        }
    }
}
