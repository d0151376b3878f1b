//! `transition-unknown-stage`: a disabled transition into a stage that the pipeline does not have.

use diag::{Severity, nearest};

use super::mend::{listed, meant, tell};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "transition-unknown-stage",
    severity: Severity::Error,
    title: "A disabled transition names a stage that the pipeline does not have, or has an invalid reason.",
    explanation: "`DisableInboundStageTransitions` names stages that nothing enters until somebody lets it. A stage that is \
        not there cannot be closed, and the deployment fails when CloudFormation asks CodePipeline to. The reason is 1 to \
        300 letters, digits, spaces and `!@().*?-`; commas and apostrophes are refused.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/transitions.html",
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DisableStageTransition.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let names: Vec<_> =
            pipeline.stages.iter().flat_map(|stage| &stage.name.known).map(|name| &*name.value).collect();
        let complete = pipeline.is_complete && pipeline.stages.iter().all(|stage| stage.name.complete);
        for node in ctx.all(pipeline.properties, &["DisableInboundStageTransitions", "StageName"]) {
            for text in ctx.texts(node).known.iter().filter(|text| complete && !names.contains(&&*text.value))
            {
                let finding = RULE.at(text.span(), format!("the pipeline has no stage `{}`", text.value));
                let finding = match nearest(&text.value, names.iter().copied()) {
                    Some(_) => meant(ctx, finding, &text.value, names.iter().copied()),
                    None => finding.help(format!("its stages are {}", listed(names.iter().copied()))),
                };
                tell(ctx, node, text, finding, out);
            }
        }
        for node in ctx.all(pipeline.properties, &["DisableInboundStageTransitions", "Reason"]) {
            for text in ctx.texts(node).known {
                let bad = |letter: &char| !letter.is_ascii_alphanumeric() && !"!@ ().*?-".contains(*letter);
                let message = match text.value.chars().find(bad) {
                    Some(letter) => format!("a reason cannot hold `{letter}`"),
                    None if text.value.len() > 300 => "a reason has up to 300 characters".to_owned(),
                    None => continue,
                };
                let finding = RULE.at(text.span(), message).help("letters, digits, spaces and `!@().*?-`");
                tell(ctx, node, &text, finding, out);
            }
        }
    }
}
