//! `first-stage-not-source`: a first stage with anything but source actions.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "first-stage-not-source",
    severity: Severity::Error,
    title: "The first stage has an action that is no source.",
    explanation: "A pipeline begins with a stage of source actions and nothing else: \"Pipeline should start with a stage \
        that only contains source actions\". Move the other actions to a later stage.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for stage in ctx.pipelines().iter().flat_map(|pipeline| &pipeline.stages).filter(|stage| stage.index == 0)
    {
        for action in stage.actions() {
            let Some(category) = action.type_part(ctx, "Category") else { continue };
            if category.value != "Source" {
                let message = format!("the first stage takes no action of the category `{}`", category.value);
                let finding = RULE.at(category.span(), message).related(action.span(), "this action");
                out.add(finding.help("it holds source actions only: move it to a later stage"));
            }
        }
    }
}
