//! `condition-invalid-result`: a condition with a result that its gate does not have.

use cfn::read::Node;
use diag::{Diagnostic, Severity};

use super::mend::{listed, tell};
use crate::Rule;
use crate::context::Context;
use crate::pipelines::{Gate, types};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "condition-invalid-result",
    severity: Severity::Error,
    title: "A stage's condition has a result that cannot be there.",
    explanation: "What follows when a condition is not met depends on where it stands: before entry the stage fails or is \
        skipped (`FAIL`, `SKIP`), on success it fails or is rolled back (`FAIL`, `ROLLBACK`), on failure it is rolled back \
        (`ROLLBACK`) or tried again (`RETRY`). To skip a stage, only the rules `LambdaInvoke` and `VariableCheck` can be used.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works-conditions.html",
    ],
    check,
};

const fn results(gate: Gate) -> &'static [&'static str] {
    match gate {
        Gate::Entry => &["FAIL", "SKIP"],
        Gate::Success => &["FAIL", "ROLLBACK"],
        Gate::Failure => &["ROLLBACK", "RETRY"],
    }
}

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for stage in ctx.pipelines().iter().flat_map(|pipeline| &pipeline.stages) {
        for gate in Gate::ALL {
            for conditions in ctx.all(stage.node, &[gate.key(), "Conditions"]) {
                for condition in ctx.items(conditions) {
                    judge(ctx, gate, condition, out);
                }
            }
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, gate: Gate, condition: &'t Node, out: &mut Findings) {
    let Some(place) = condition.get("Result") else { return };
    for result in ctx.texts(place).known {
        if !results(gate).contains(&&*result.value) {
            let message = format!("`{}` has no result `{}`", gate.key(), result.value);
            let mut finding = RULE.at(result.span(), message);
            // A page speaks of failing there, another only of rolling back.
            if gate == Gate::Failure && ["FAIL", "SKIP"].contains(&&*result.value) {
                finding.severity = Severity::Note;
            }
            let finding = finding.help(format!("it has {}", listed(results(gate).iter().copied())));
            tell(ctx, place, &result, finding, out);
        }
        if result.value == "SKIP" && gate == Gate::Entry {
            for rule in condition.get("Rules").map_or_else(Vec::new, |rules| ctx.items(rules)) {
                if let Some(finding) = cannot_skip(ctx, rule) {
                    let finding = finding.related(result.span(), "skips the stage");
                    tell(ctx, place, &result, finding, out);
                }
            }
        }
    }
}

fn cannot_skip<'t>(ctx: &Context<'t>, rule: &'t Node) -> Option<Diagnostic> {
    let provider = rule.get("RuleTypeId")?.get("Provider")?;
    let name = ctx.text(provider)?;
    let can = ["LambdaInvoke", "VariableCheck"].contains(&&*name)
        || types::RULES.iter().all(|kind| kind.provider != name);
    (!can).then(|| {
        let finding = RULE.at(provider.handle(), format!("the rule `{name}` cannot skip a stage"));
        finding.help("`LambdaInvoke` and `VariableCheck` can")
    })
}
