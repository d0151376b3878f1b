//! `variable-undeclared`: `#{variables.Name}` of a pipeline that does not declare it.

use diag::Severity;

use super::mend::{listed, meant};
use super::names::{Meaning, are_complete, meaning};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "variable-undeclared",
    severity: Severity::Error,
    title: "A pipeline variable is used that the pipeline does not declare.",
    explanation: "What is used as `#{variables.Name}` has to be declared under the pipeline's `Variables`. CodePipeline \
        refuses the pipeline otherwise: \"The referenced variables haven't been declared\".",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-pipeline-variables.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines().iter().filter(|pipeline| are_complete(pipeline)) {
        let mut complete = true;
        let mut declared = Vec::new();
        for variable in pipeline.properties.get("Variables").map_or_else(Vec::new, |list| ctx.items(list)) {
            let names = variable.get("Name").map(|name| ctx.texts(name)).unwrap_or_default();
            complete &= names.complete;
            declared.extend(names.known.into_iter().map(|name| name.value.into_owned()));
        }
        for one in pipeline.uses.iter().filter(|_| complete) {
            let Meaning::Pipeline(key) = meaning(ctx, pipeline, one) else { continue };
            if declared.iter().any(|name| name == key) {
                continue;
            }
            let finding = RULE.at(one.span, format!("the pipeline declares no variable `{key}`"));
            let help = if declared.is_empty() {
                "it declares none: add them under `Variables`".to_owned()
            } else {
                format!("it declares {}", listed(declared.iter().map(String::as_str)))
            };
            out.add(meant(ctx, finding.help(help), key, declared.iter().map(String::as_str)));
        }
    }
}
