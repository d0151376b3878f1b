//! `event-rule-misses-source`: an event rule that starts a pipeline for changes to something else than its source.

use diag::Severity;

use super::{starts, watched};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "event-rule-misses-source",
    severity: Severity::Warning,
    title: "An event rule starts a pipeline, but for changes to another source than the pipeline's.",
    explanation: "The rule's pattern waits for another service than the pipeline's sources, or names a bucket, object, image \
        repository or tag that no source action of the pipeline reads. Changes to the pipeline's own source then start nothing, and changes to the other one start the pipeline \
        with the source as it was.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/triggering.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/create-S3-source-events.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/create-cwe-ecr-source.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines().iter().filter(|pipeline| pipeline.is_complete) {
        for rule in starts::rules(ctx, pipeline) {
            let Some(watch) = watched::of(ctx, rule) else { continue };
            let sources: Vec<_> = pipeline.actions().filter(|action| action.stage == 0).collect();
            if sources.iter().any(|action| action.kind.is_none()) {
                continue;
            }
            let of_kind: Vec<_> =
                sources.iter().filter(|action| action.is("Source", watch.provider)).collect();
            if of_kind.is_empty() {
                let message = format!(
                    "`{}` starts `{}`, which has no source of `{}`",
                    rule.id, pipeline.id, watch.provider
                );
                let finding = RULE.at(rule.id_span, message).related(pipeline.id_span, "the pipeline");
                out.add(finding.help("watch what the pipeline's source reads"));
                continue;
            }
            // `rule-misses-source` compares repositories and branches of CodeCommit.
            if watch.provider == "CodeCommit" {
                continue;
            }
            let missed: Option<Vec<_>> =
                of_kind.iter().map(|action| watched::misses(ctx, rule, watch, action)).collect();
            let Some([(list, key), ..]) = missed.as_deref() else { continue };
            let action = of_kind[0];
            let message =
                format!("`{}` waits for another `{key}` than the {} reads", rule.id, action.title());
            let mut finding = RULE.at(list.handle(), message);
            if let Some(setting) = action.settings_of(key).next() {
                finding = finding.related(setting.entry.value.handle(), "read here");
            }
            out.add(finding.help("name the same in both"));
        }
    }
}
