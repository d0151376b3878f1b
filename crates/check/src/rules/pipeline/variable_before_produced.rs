//! `variable-before-produced`: a variable used by a step that does not come after the action that produces it.

use diag::Severity;

use super::names::{Meaning, meaning, user};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "variable-before-produced",
    severity: Severity::Error,
    title: "A variable is used before the action that produces it is over.",
    explanation: "An action's variables exist once it has run: for actions of later stages, and for those of the same stage \
        with a higher run order. Anywhere else they cannot be resolved, and the pipeline is refused or the action fails. \
        Conditions for entering a stage come before its actions, the others after them.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        for one in &pipeline.uses {
            let Meaning::Of(_, producers) = meaning(ctx, pipeline, one) else { continue };
            let user = user(pipeline, one);
            let never = producers.iter().all(|action| action.precedes(user) == Some(false));
            let Some(producer) = producers.first().filter(|_| never) else { continue };
            let message = format!("`{}` is not there yet when the {} runs", one.namespace, user.title());
            let finding = RULE.at(one.span, message);
            if std::ptr::eq(*producer, user) {
                out.add(finding.label("its own variable").help("an action cannot use its own variables"));
                continue;
            }
            let help = if producer.stage == user.stage && user.gate.is_none() {
                format!("give the {} a higher run order than the {}", user.title(), producer.title())
            } else {
                format!("the {} has to come first", producer.title())
            };
            out.add(finding.related(producer.span(), "produces it").help(help));
        }
    }
}
