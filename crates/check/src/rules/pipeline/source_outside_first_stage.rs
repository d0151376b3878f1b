//! `source-outside-first-stage`: a source action after the first stage.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "source-outside-first-stage",
    severity: Severity::Error,
    title: "A source action stands after the first stage.",
    explanation: "Source actions start a pipeline, so \"source actions can only be included in the first stage of the \
        pipeline\". Several sources stand side by side there.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        // A stage in front of it that a condition leaves out would make it the first.
        let sure = pipeline.is_complete
            && pipeline.stages.first().is_some_and(|first| {
                pipeline.stages.iter().all(|stage| first.when.iter().all(|term| stage.when.contains(term)))
            });
        for action in pipeline.actions().filter(|action| sure && action.stage > 0) {
            let Some(category) = action.type_part(ctx, "Category") else { continue };
            if category.value == "Source" {
                let finding = RULE.at(category.span(), "a source action after the first stage");
                out.add(finding.related(action.span(), "this action").help("move it to the first stage"));
            }
        }
    }
}
