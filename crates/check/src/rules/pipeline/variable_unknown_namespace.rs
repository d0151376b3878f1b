//! `variable-unknown-namespace`: a variable of a namespace that no action has.

use diag::{Severity, nearest};

use super::mend::listed;
use super::names::{Meaning, are_complete, meaning, user};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "variable-unknown-namespace",
    severity: Severity::Error,
    title: "A variable's namespace is that of no action.",
    explanation: "An action's variables can be used only under the `Namespace` that the action is given; without one they \
        cannot be used at all. CodePipeline refuses a pipeline with a variable that is \"referencing a namespace that does \
        not exist\". Upper and lower case differ.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines().iter().filter(|pipeline| are_complete(pipeline)) {
        for one in &pipeline.uses {
            let Meaning::Of(_, producers) = meaning(ctx, pipeline, one) else { continue };
            if !producers.is_empty() {
                continue;
            }
            let known: Vec<_> = pipeline
                .actions()
                .flat_map(|action| &action.namespace.known)
                .map(|name| &*name.value)
                .chain(["codepipeline", "variables"])
                .collect();
            let title = user(pipeline, one).title();
            let message = format!("no action has the namespace `{}`", one.namespace);
            let mut finding = RULE.at(one.span, message).label(format!("used in the {title}"));
            let by_name = pipeline.actions().find(|action| {
                action.name.known.iter().any(|name| name.value == one.namespace)
                    && action.node.get("Namespace").is_none()
            });
            if let Some(action) = by_name {
                finding = finding.related(action.span(), "has no namespace");
                finding = finding.help(format!("give the {} `Namespace: {}`", action.title(), one.namespace));
            } else if let Some(near) = nearest(&one.namespace, known.iter().copied()) {
                let fix = super::mend::reword(ctx, one.span, &one.namespace, near);
                finding = finding.help(format!("write `{near}`")).fix(fix);
            } else {
                finding = finding.help(format!("there are {}", listed(known)));
            }
            out.add(finding);
        }
    }
}
