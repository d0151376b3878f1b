//! `approval-timeout`: a timeout out of bounds, or on an action that has none.

use diag::Severity;

use super::mend::tell;
use crate::Rule;
use crate::context::Context;
use crate::pipelines::Pipeline;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "approval-timeout",
    severity: Severity::Error,
    title: "A timeout is out of bounds, or stands on an action that takes none.",
    explanation: "`TimeoutInMinutes` says how long a manual approval waits: 5 minutes to 86,400, which are 60 days. It is \
        available to manual approvals alone; CodePipeline refuses it on other actions, whose times are fixed. A build's time \
        is set in its project.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for action in ctx.pipelines().iter().flat_map(Pipeline::actions) {
        let Some(entry) = action.node.entry("TimeoutInMinutes") else { continue };
        if ctx.branches(&entry.value).is_empty() {
            continue;
        }
        if action.kind.is_some_and(|kind| kind.category != "Approval") {
            let finding = RULE.at(entry.key_span, format!("the {} takes no timeout", action.title()));
            out.add(finding.help("only manual approvals do: take `TimeoutInMinutes` out"));
            continue;
        }
        for text in ctx.texts(&entry.value).known {
            if text.value.parse::<i64>().is_ok_and(|minutes| !(5..=86_400).contains(&minutes)) {
                let finding = RULE.at(text.span(), format!("an approval cannot wait {} minutes", text.value));
                let finding = finding.help("5 to 86400 minutes, which are 60 days");
                tell(ctx, &entry.value, &text, finding, out);
            }
        }
    }
}
