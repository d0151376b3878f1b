//! `pipeline-becomes-v2`: what only V2 has, in a pipeline that says no type.

use diag::Severity;

use super::v2;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "pipeline-becomes-v2",
    severity: Severity::Note,
    title: "A pipeline that says no type uses what only V2 has.",
    explanation: "Without a `PipelineType` a pipeline is V1 by default, but AWS's API reference says that V2 parameters make \
        it a V2 pipeline, with that type's price per minute instead of per month. It does not say which parameters do, and \
        whether actions count. Writing `PipelineType: V2` leaves no doubt.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        if !ctx.is_absent(pipeline.properties, "PipelineType") {
            continue;
        }
        if let Some((what, span)) = v2::features(ctx, pipeline).into_iter().next() {
            let finding =
                RULE.at(span, format!("a pipeline with {what} is of type V2, which this one does not say"));
            out.add(finding.help("write `PipelineType: V2`"));
        }
    }
}
