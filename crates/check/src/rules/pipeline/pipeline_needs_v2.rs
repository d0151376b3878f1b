//! `pipeline-needs-v2`: what only V2 has, in a pipeline of type V1.

use diag::Severity;

use super::mend::tell;
use super::v2;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "pipeline-needs-v2",
    severity: Severity::Error,
    title: "A pipeline of type V1 uses what only V2 has.",
    explanation: "Pipeline variables, triggers, the execution modes QUEUED and PARALLEL, stage conditions, and the newer \
        actions (Commands, ECRBuildAndPublish, EC2, EKS, the Lambda deployment, the invocation of another pipeline) exist in \
        pipelines of type V2 alone; CodePipeline refuses them in one that is said to be V1.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-valid-providers.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let Some(place) = pipeline.properties.get("PipelineType") else { continue };
        let kinds = ctx.texts(place).known;
        let [v1] = kinds.as_slice() else { continue };
        if v1.value != "V1" {
            continue;
        }
        for (what, span) in v2::features(ctx, pipeline) {
            let finding = RULE.at(span, format!("a pipeline of type V1 cannot have {what}"));
            let finding = finding.related(v1.span(), "the type").help("write `PipelineType: V2`");
            tell(ctx, place, v1, finding, out);
        }
    }
}
