//! `artifact-count`: more or fewer artifacts than an action of its type takes or gives.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::pipelines::{Artifacts, Step};
use crate::pipelines::{Pipeline, types::Type};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "artifact-count",
    severity: Severity::Error,
    title: "An action has more or fewer artifacts than its type takes or gives.",
    explanation: "Each type of action takes and gives certain numbers of artifacts: a source gives one and takes none, a \
        deployment takes what it deploys and gives nothing, an approval has none at all. CodePipeline refuses a pipeline \
        with another number.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for action in ctx.pipelines().iter().flat_map(Pipeline::actions) {
        let Some(kind) = action.kind else { continue };
        judge(action, kind, "input", &action.inputs, kind.inputs, out);
        judge(action, kind, "output", &action.outputs, kind.outputs, out);
        if action.is("Invoke", "StepFunctions")
            && action.setting(ctx, "InputType").is_some_and(|input| input.value == "FilePath")
        {
            judge(action, kind, "input", &action.inputs, (1, 1), out);
        }
    }
}

fn judge(
    action: &Step<'_>,
    kind: &Type,
    what: &str,
    artifacts: &Artifacts<'_>,
    (least, most): (usize, usize),
    out: &mut Findings,
) {
    // What a condition leaves out does not count for too many, what it chooses from not for too few.
    let sure = artifacts.list.iter().filter(|artifact| artifact.when == action.when).count();
    let possible = artifacts.list.len();
    let allowed = match (least, most) {
        (0, 0) => format!("`{}` has no {what} artifacts", kind.provider),
        (least, most) if least == most => format!("`{}` has exactly {least} {what} artifact", kind.provider),
        (least, most) => format!("`{}` has {least} to {most} {what} artifacts", kind.provider),
    };
    if sure > most {
        let plural = if sure == 1 { "" } else { "s" };
        let message = format!("the {} has {sure} {what} artifact{plural}", action.title());
        let place = artifacts.list.get(most).and_then(|artifact| artifact.node.get("Name"));
        let place = place.map_or_else(|| action.span(), cfn::read::Node::handle);
        out.add(RULE.at(place, message).label("one too many").help(allowed));
    } else if artifacts.complete && possible < least {
        let count = if possible == 0 { "no".to_owned() } else { format!("only {possible}") };
        let message = format!("the {} has {count} {what} artifacts", action.title());
        out.add(RULE.at(action.span(), message).help(allowed));
    }
}
