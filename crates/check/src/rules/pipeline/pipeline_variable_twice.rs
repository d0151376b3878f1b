//! `pipeline-variable-twice`: pipeline variables of one name.

use diag::Severity;

use super::twice;
use crate::Rule;
use crate::context::Context;
use crate::pipelines::items;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "pipeline-variable-twice",
    severity: Severity::Error,
    title: "Two pipeline variables have one name.",
    explanation: "A pipeline's variables are known by their names, so \"Variable names must be unique\": CodePipeline refuses \
        a pipeline that declares one twice.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineVariableDeclaration.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let Some(list) = pipeline.properties.get("Variables") else { continue };
        let variables: Vec<_> = items(ctx, list, &Vec::new(), &mut true)
            .into_iter()
            .map(|(_, item)| {
                let names = item.node.get("Name").map(|name| ctx.texts(name)).unwrap_or_default();
                (item.node, names, item.when)
            })
            .collect();
        let named = variables.iter().map(|(node, names, when)| (*node, names, when));
        for (first, again) in twice::pairs(ctx, named) {
            let finding = RULE.at(again.span(), format!("two variables are named `{}`", again.value));
            out.add(finding.related(first.span(), "the first").help("give one of them another name"));
        }
    }
}
