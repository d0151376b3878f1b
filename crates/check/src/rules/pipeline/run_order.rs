//! `run-order`: a run order that is no number from 1 to 999.

use diag::Severity;

use super::mend::tell;
use crate::Rule;
use crate::context::Context;
use crate::pipelines::Pipeline;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "run-order",
    severity: Severity::Error,
    title: "A run order is not a whole number from 1 to 999.",
    explanation: "The run order says which actions of a stage come first: lower ones before higher ones, equal ones at the \
        same time. It is a whole number from 1, which is also the default, to 999; CodePipeline refuses others.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for action in ctx.pipelines().iter().flat_map(Pipeline::actions) {
        let Some(order) = action.node.get("RunOrder") else { continue };
        for text in ctx.texts(order).known {
            let number = text.value.parse::<i64>();
            // What is no whole number at all is a wrong type, and said so.
            if number.is_ok_and(|number| !(1..=999).contains(&number)) {
                let finding = RULE.at(text.span(), format!("`{}` is no run order", text.value));
                tell(ctx, order, &text, finding.help("a whole number from 1 to 999"), out);
            }
        }
    }
}
