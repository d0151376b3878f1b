//! `stage-name-twice`: stages of one name.

use diag::Severity;

use super::twice;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "stage-name-twice",
    severity: Severity::Error,
    title: "Two stages of a pipeline have one name.",
    explanation: "A stage is known by its name: transitions, events and approvals speak of it. CodePipeline refuses a \
        pipeline in which a stage name \"is used more than once\".",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let names = pipeline.stages.iter().map(|stage| (stage.node, &stage.name, &stage.when));
        for (first, again) in twice::pairs(ctx, names) {
            let finding = RULE.at(again.span(), format!("two stages are named `{}`", again.value));
            out.add(finding.related(first.span(), "the first").help("give one of them another name"));
        }
    }
}
