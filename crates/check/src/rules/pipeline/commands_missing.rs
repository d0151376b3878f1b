//! `commands-missing`: commands that are missing, or stand where none are run.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::pipelines::Pipeline;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "commands-missing",
    severity: Severity::Error,
    title: "A Commands action or rule has no commands, or another one has some.",
    explanation: "The actions and rules of the provider `Commands` run what stands under `Commands` beside their \
        `Configuration`, and cannot go without it. Other providers have nothing to run them with: what a build does stands in \
        its buildspec. No page says whether commands are refused there, so that is a warning.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html",
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for step in ctx.pipelines().iter().flat_map(Pipeline::steps) {
        let Some(kind) = step.kind else { continue };
        if kind.provider == "Commands" {
            if ctx.is_absent(step.node, "Commands") {
                let finding = RULE.at(step.span(), format!("the {} has no `Commands`", step.title()));
                out.add(finding.help("list them beside `Configuration`, a line each"));
            }
            continue;
        }
        for key in ["Commands", "OutputVariables"] {
            if let Some(entry) = step.node.entry(key) {
                let message = format!("`{key}` means nothing to `{}`", kind.provider);
                let mut finding = RULE.at(entry.key_span, message);
                finding.severity = Severity::Warning;
                out.add(finding.help("only the provider `Commands` has them"));
            }
        }
    }
}
