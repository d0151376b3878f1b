//! `source-polls`: a source whose changes are found by polling.

use diag::Severity;

use super::starts;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "source-polls",
    severity: Severity::Note,
    title: "A source is polled for changes.",
    explanation: "Polling finds a change late, counts toward a fixed quota of 300 polled pipelines, and is switched off for \
        a pipeline that has not run for 30 days. AWS recommends an EventBridge rule instead, with `PollForSourceChanges` \
        set to `false`. It is the default where nothing is said.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/change-detection-methods.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        if !starts::rules(ctx, pipeline).is_empty() || !starts::webhooks(ctx, pipeline).is_empty() {
            continue;
        }
        for action in pipeline.actions().filter(|action| starts::polls(ctx, action) == Some(true)) {
            let setting = action.settings_of("PollForSourceChanges").next();
            let span =
                setting.map_or_else(|| action.configuration_span(), |setting| setting.entry.value.handle());
            let finding = RULE.at(span, format!("the source of the {} is polled", action.title()));
            out.add(
                finding.help(
                    "start the pipeline by an EventBridge rule, and write `PollForSourceChanges: false`",
                ),
            );
        }
    }
}
