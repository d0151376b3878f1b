//! `variable-malformed`: `#{…}` without a namespace and a key.

use diag::Severity;

use super::names::{Meaning, meaning};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "variable-malformed",
    severity: Severity::Warning,
    title: "Something that looks like a variable has no namespace and key.",
    explanation: "A variable is written `#{namespace.key}`, with a dot and without spaces; namespaces and keys are letters, \
        digits and `@-_`. CodePipeline refuses other references (\"Valid format for a pipeline execution variable reference \
        is a namespace and a key separated by a period\"). It is a warning because a command may mean something else by it.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        for one in &pipeline.uses {
            if matches!(meaning(ctx, pipeline, one), Meaning::Malformed) {
                let finding = RULE.at(one.span, "no variable is written like that");
                out.add(
                    finding.help("write `#{Namespace.Key}`, as in `#{codepipeline.PipelineExecutionId}`"),
                );
            }
        }
    }
}
