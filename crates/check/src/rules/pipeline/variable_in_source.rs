//! `variable-in-source`: a pipeline variable in the configuration of a source action.

use diag::Severity;

use super::names::{Meaning, meaning, user};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "variable-in-source",
    severity: Severity::Error,
    title: "A source action uses a pipeline variable.",
    explanation: "Pipeline variables cannot be used in source actions, which are configured before an execution has any: \
        \"Variables at the pipeline level cannot be used in source actions\". A template parameter can take their place, or \
        a source revision override when the pipeline is started.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        for one in &pipeline.uses {
            let Meaning::Pipeline(key) = meaning(ctx, pipeline, one) else { continue };
            let source = user(pipeline, one);
            if source.kind.is_some_and(|kind| kind.category == "Source") {
                let finding = RULE.at(one.span, format!("a source action cannot use the variable `{key}`"));
                out.add(finding.help("use a parameter of the template instead"));
            }
        }
    }
}
