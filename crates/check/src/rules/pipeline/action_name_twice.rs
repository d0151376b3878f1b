//! `action-name-twice`: actions of one stage, or rules of one condition, with one name.

use diag::Severity;

use super::twice;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "action-name-twice",
    severity: Severity::Error,
    title: "Two actions of a stage have one name.",
    explanation: "Within its stage an action is known by its name, so CodePipeline refuses a stage with two actions of one \
        name. In different stages they may be named alike.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for stage in ctx.pipelines().iter().flat_map(|pipeline| &pipeline.stages) {
        let names = stage.actions().map(|action| (action.node, &action.name, &action.when));
        for (first, again) in twice::pairs(ctx, names) {
            let finding =
                RULE.at(again.span(), format!("two actions of the stage are named `{}`", again.value));
            out.add(finding.related(first.span(), "the first").help("give one of them another name"));
        }
    }
}
