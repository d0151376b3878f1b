//! `pipeline-needs-v2`: what only V2 has, in a pipeline of type V1.

use diag::Severity;

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
        let kinds = pipeline.texts(ctx, "PipelineType");
        let Some(v1) = kinds.known.iter().find(|kind| kind.value == "V1").filter(|_| kinds.known.len() == 1)
        else {
            continue;
        };
        for (what, span) in v2::features(ctx, pipeline) {
            let finding = RULE.at(span, format!("a pipeline of type V1 cannot have {what}"));
            out.add(finding.related(v1.span(), "the type").help("write `PipelineType: V2`"));
        }
    }
}
