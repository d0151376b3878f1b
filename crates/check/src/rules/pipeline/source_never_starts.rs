//! `source-never-starts`: sources that nobody watches.

use diag::Severity;

use super::starts;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "source-never-starts",
    severity: Severity::Warning,
    title: "Nothing in the template starts the pipeline.",
    explanation: "No source of the pipeline is polled or has its changes detected, and nothing in the template that could \
        start it speaks of it: no EventBridge rule, schedule, webhook, trigger or other pipeline. A push then changes \
        nothing until somebody starts the pipeline by hand. Ignore this where that is meant, or where the rule stands in \
        another template.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/change-detection-methods.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-about-starting.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    if ctx.may_gain_resources() {
        return;
    }
    for pipeline in ctx.pipelines().iter().filter(|pipeline| pipeline.is_complete) {
        let sources: Vec<_> = pipeline.actions().filter(|action| action.stage == 0).collect();
        let all_deaf = !sources.is_empty() && sources.iter().all(|action| starts::is_deaf(ctx, action));
        let has_triggers = pipeline.properties.get("Triggers").is_some();
        if !all_deaf || has_triggers || starts::may_be_started(ctx, pipeline) {
            continue;
        }
        let mut finding = RULE
            .at(pipeline.id_span, format!("nothing in this template starts the pipeline `{}`", pipeline.id));
        for source in &sources {
            let setting = ["PollForSourceChanges", "DetectChanges"];
            let setting = setting.iter().find_map(|key| source.settings_of(key).next());
            let span = setting.map_or_else(|| source.span(), |setting| setting.entry.key_span);
            finding = finding.related(span, "not watched by CodePipeline");
        }
        out.add(finding.help("add an EventBridge rule that starts it, or let CodePipeline watch the source"));
    }
}
