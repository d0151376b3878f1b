//! `trigger-unknown-source`: a trigger of an action that is no connection's source action.

use diag::{Severity, nearest};

use super::mend::{listed, meant, tell};
use crate::Rule;
use crate::context::Context;
use crate::pipelines::Step;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "trigger-unknown-source",
    severity: Severity::Error,
    title: "A trigger names no source action with a connection.",
    explanation: "A trigger filters the events of one source action, which it names. Only actions of the provider \
        `CodeStarSourceConnection` have such events: \"Triggers for connections must reference a CodeStarSourceConnection \
        action\". CodeCommit, S3 and ECR are watched with EventBridge rules instead.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineTriggerDeclaration.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines().iter().filter(|pipeline| pipeline.is_complete) {
        let known = |action: &Step<'_>| action.kind.is_some() && action.name.complete;
        if !pipeline.actions().all(|action| action.stage > 0 || known(action)) {
            continue;
        }
        let sources = || pipeline.actions().filter(|action| action.is("Source", "CodeStarSourceConnection"));
        let names: Vec<_> =
            sources().flat_map(|action| &action.name.known).map(|name| &*name.value).collect();
        for node in ctx.all(pipeline.properties, &["Triggers", "GitConfiguration", "SourceActionName"]) {
            for text in ctx.texts(node).known.iter().filter(|text| !names.contains(&&*text.value)) {
                let name = &*text.value;
                let named =
                    pipeline.actions().find(|action| action.name.known.iter().any(|own| own.value == name));
                let finding = match named {
                    Some(action) => {
                        let provider = action.kind.map_or("another", |kind| kind.provider);
                        RULE.at(text.span(), format!("the {} has no connection", action.title()))
                            .related(action.span(), format!("`{provider}`"))
                    }
                    None => RULE.at(text.span(), format!("no source action is named `{name}`")),
                };
                let finding = match nearest(name, names.iter().copied()) {
                    Some(_) => meant(ctx, finding, name, names.iter().copied()),
                    None if names.is_empty() => {
                        finding.help("no source action of the pipeline has a connection")
                    }
                    None => {
                        finding.help(format!("those with a connection: {}", listed(names.iter().copied())))
                    }
                };
                tell(ctx, node, text, finding, out);
            }
        }
    }
}
