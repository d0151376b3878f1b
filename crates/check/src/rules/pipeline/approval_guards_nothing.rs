//! `approval-guards-nothing`: an approval after everything, or at the same time as what it should hold back.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::pipelines::{Pipeline, Step, can_meet};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "approval-guards-nothing",
    severity: Severity::Warning,
    title: "A manual approval comes after what it should hold back, or runs beside it.",
    explanation: "An approval holds back the actions that come after it: those of later stages, and those of its own stage \
        with a higher run order. Without a `RunOrder` every action has 1, so an approval and a deployment in one stage run \
        at the same time, and the deployment is done before anybody answers. An approval after which nothing happens \
        decides nothing.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines().iter().filter(|pipeline| pipeline.is_complete) {
        for approval in pipeline.actions().filter(|action| action.is("Approval", "Manual")) {
            judge(ctx, pipeline, approval, out);
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, pipeline: &Pipeline<'t>, approval: &Step<'t>, out: &mut Findings) {
    let others = || {
        pipeline
            .actions()
            .filter(|action| !action.is("Approval", "Manual") && can_meet(ctx, &action.when, &approval.when))
    };
    let beside = others().find(|action| {
        action.stage == approval.stage
            && action.run_order.is_some()
            && action.run_order == approval.run_order
            && action.kind.is_some_and(|kind| kind.category == "Deploy")
    });
    if let Some(deployment) = beside {
        let message = format!("the {} does not wait for the {}", deployment.title(), approval.title());
        let finding = RULE.at(deployment.span(), message).label("runs at the same time");
        let finding = finding.related(approval.span(), "the approval");
        out.add(finding.help(format!("give the {} a higher `RunOrder`", deployment.title())));
        return;
    }
    if others().any(|action| approval.precedes(action) != Some(false)) {
        return;
    }
    let finding = RULE.at(approval.span(), format!("nothing comes after the {}", approval.title()));
    let before = others().filter(|action| action.kind.is_some_and(|kind| kind.category != "Source"));
    let finding = match before.last() {
        Some(action) => finding.related(action.span(), "done before anybody answers"),
        None => finding,
    };
    out.add(finding.help("move it before what it should hold back"));
}
