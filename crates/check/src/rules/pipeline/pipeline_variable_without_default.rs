//! `pipeline-variable-without-default`: a pipeline variable that nobody gives when a change starts the pipeline.

use diag::Severity;

use super::starts;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "pipeline-variable-without-default",
    severity: Severity::Warning,
    title: "A pipeline that starts by itself has a variable without a default.",
    explanation: "A pipeline variable without a `DefaultValue` is required: whoever starts the pipeline must give it, \
        \"otherwise the pipeline execution will fail with a validation error\". A change to the source that starts the \
        pipeline gives nothing. An EventBridge rule can, with an input transformer.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let starter = pipeline.actions().find(|action| {
            let detects = action.is("Source", "CodeStarSourceConnection") && !starts::is_deaf(ctx, action);
            let known = action.lacks("DetectChanges") || action.setting(ctx, "DetectChanges").is_some();
            starts::polls(ctx, action) == Some(true) || detects && known
        });
        let Some(starter) = starter else { continue };
        for variable in pipeline.properties.get("Variables").map_or_else(Vec::new, |list| ctx.items(list)) {
            let Some(name) = variable.get("Name").filter(|_| ctx.is_absent(variable, "DefaultValue")) else {
                continue;
            };
            let shown = ctx.text(name).unwrap_or_default();
            let finding = RULE.at(name.handle(), format!("the variable `{shown}` has no default"));
            let finding = finding.related(starter.span(), "starts the pipeline without giving it");
            out.add(finding.help("give it a `DefaultValue`"));
        }
    }
}
