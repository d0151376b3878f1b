//! `rollback-impossible`: a rollback in a pipeline or stage that has none.

use cfn::read::Node;
use diag::Severity;

use super::mend::tell;
use crate::Rule;
use crate::context::Context;
use crate::pipelines::Gate;
use crate::resolve::Text;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "rollback-impossible",
    severity: Severity::Error,
    title: "A rollback stands where there can be none.",
    explanation: "In PARALLEL mode executions know nothing of each other, so there is nothing to roll back to: \"Failure \
        conditions with rollback result type cannot be added to a PARALLEL pipeline\". The stage of the sources cannot be \
        rolled back either; no page says whether CodePipeline refuses that at once, so it is a warning.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let place = pipeline.properties.get("ExecutionMode");
        let modes = place.map_or_else(Vec::new, |mode| ctx.texts(mode).known);
        let parallel = match modes.as_slice() {
            [mode] if mode.value == "PARALLEL" => place.map(|place| (place, mode)),
            _ => None,
        };
        for stage in &pipeline.stages {
            for (gate, result) in results(ctx, stage.node) {
                let is_sure = |text: &Text<'_>| text.value == "ROLLBACK" && text.given.is_empty();
                if !ctx.texts(result).known.iter().any(is_sure) {
                    continue;
                }
                if let Some((place, mode)) = parallel.filter(|_| gate == Gate::Failure) {
                    let finding = RULE.at(result.handle(), "no rollback in a PARALLEL pipeline");
                    let finding = finding.related(mode.span(), "the mode");
                    let finding = finding.help("choose `QUEUED` or `SUPERSEDED`, or another result");
                    tell(ctx, place, mode, finding, out);
                } else if stage.index == 0 {
                    let mut finding =
                        RULE.at(result.handle(), "the stage of the sources cannot be rolled back");
                    finding.severity = Severity::Warning;
                    out.add(finding.help("choose another result"));
                }
            }
        }
    }
}

/// What a stage does after it, on failure or on success.
fn results<'t>(ctx: &Context<'t>, stage: &'t Node) -> Vec<(Gate, &'t Node)> {
    let mut found = Vec::new();
    for gate in [Gate::Success, Gate::Failure] {
        let own = ctx.all(stage, &[gate.key(), "Result"]);
        let of_conditions = ctx.all(stage, &[gate.key(), "Conditions", "Result"]);
        found.extend(own.into_iter().chain(of_conditions).map(|result| (gate, result)));
    }
    found
}
