//! `artifact-not-produced`: an input artifact that no action before produces.

use diag::{Severity, nearest};

use super::mend::{listed, reword};
use crate::Rule;
use crate::context::Context;
use crate::pipelines::{Pipeline, Step, can_meet, join};
use crate::resolve::Text;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "artifact-not-produced",
    severity: Severity::Error,
    title: "An input artifact is no output of any action before.",
    explanation: "What an action takes must be the output artifact of an action that is over before it begins: in an earlier \
        stage, or in the same stage with a lower run order. Names are compared letter by letter. CodePipeline refuses the \
        pipeline otherwise: the input \"is not declared as Output Artifact Bundle in any of the preceding actions\".",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/welcome-introducing-artifacts.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        // Where an artifact's producer may not be written out, nothing is missing for sure.
        if !pipeline.is_complete || pipeline.actions().any(|action| !action.outputs.complete) {
            continue;
        }
        for step in pipeline.steps() {
            for input in &step.inputs.list {
                for name in &input.name.known {
                    let when = join(&input.when, &name.when);
                    judge(ctx, pipeline, step, name, &when, out);
                }
            }
        }
    }
}

fn judge<'t>(
    ctx: &Context<'t>,
    pipeline: &Pipeline<'t>,
    step: &Step<'t>,
    name: &Text<'t>,
    when: &crate::context::When<'t>,
    out: &mut Findings,
) {
    let mut late = None;
    for action in pipeline.actions() {
        for output in &action.outputs.list {
            let Some(produced) = output.name.known.iter().find(|text| text.value == name.value) else {
                continue;
            };
            if !can_meet(ctx, when, &join(&output.when, &produced.when)) {
                continue;
            }
            match action.precedes(step) {
                Some(false) => late = Some((action, produced)),
                _ => return,
            }
        }
    }
    let value = &name.value;
    let finding = RULE.at(name.span(), format!("no action before the {} produces `{value}`", step.title()));
    if let Some((action, produced)) = late {
        let (label, help) = if std::ptr::eq(action, step) {
            ("produced by itself", "an action cannot take its own output".to_owned())
        } else if action.stage == step.stage {
            (
                "not before it",
                format!("give the {} a higher run order than the {}", step.title(), action.title()),
            )
        } else {
            ("produced in a later stage", format!("the {} has to come first", action.title()))
        };
        out.add(finding.label("taken here").related(produced.span(), label).help(help));
        return;
    }
    let before = pipeline.actions().filter(|action| action.precedes(step) != Some(false));
    let outputs: Vec<_> = before.flat_map(|action| action.outputs.names().map(|name| &*name.value)).collect();
    out.add(match nearest(value, outputs.iter().copied()) {
        Some(near) => {
            let fix = reword(ctx, name.span(), value, near);
            finding.help(format!("write `{near}`")).fix(fix)
        }
        None if outputs.is_empty() => finding.help("no action before it produces anything"),
        None => finding.help(format!("produced before it: {}", listed(outputs))),
    });
}
