//! `source-polled-and-triggered`: a source that is polled, and watched by an event rule besides.

use diag::Severity;

use super::{starts, watched};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "source-polled-and-triggered",
    severity: Severity::Warning,
    title: "A source is polled although an event rule or webhook starts the pipeline.",
    explanation: "CodeCommit, S3 and the older GitHub sources are polled unless `PollForSourceChanges` is `false`. A rule or \
        webhook that starts the pipeline on the same change then starts it twice: \"you must set `PollForSourceChanges` to \
        `false` to avoid duplicate pipeline executions\".",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/PollForSourceChanges-defaults.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let rules = starts::rules(ctx, pipeline);
        let webhooks = starts::webhooks(ctx, pipeline);
        for action in pipeline.actions().filter(|action| starts::polls(ctx, action) == Some(true)) {
            let provider = action.kind.map_or("", |kind| kind.provider);
            let starter = if provider == "GitHub" {
                webhooks.first().copied()
            } else {
                rules.iter().copied().find(|rule| {
                    watched::of(ctx, rule).is_some_and(|watch| {
                        watch.provider == provider && watched::misses(ctx, rule, watch, action).is_none()
                    })
                })
            };
            let Some(starter) = starter else { continue };
            let setting = action.settings_of("PollForSourceChanges").next();
            let (span, label) = match setting {
                Some(setting) => (setting.entry.value.handle(), "polled"),
                None => (action.configuration_span(), "polled, since nothing says otherwise"),
            };
            let message =
                format!("a change to the source of the {} starts the pipeline twice", action.title());
            let finding = RULE.at(span, message).label(label).related(starter.id_span, "starts it too");
            out.add(finding.help("write `PollForSourceChanges: false`"));
        }
    }
}
