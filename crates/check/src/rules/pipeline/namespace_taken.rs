//! `namespace-taken`: a namespace that is used twice, reserved, or an artifact's name.

use diag::Severity;

use super::twice;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "namespace-taken",
    severity: Severity::Error,
    title: "An action's variable namespace is taken already.",
    explanation: "The variables of an action are known by its namespace. Namespaces must be unique across the pipeline and \
        must not be the name of an artifact; `codepipeline` belongs to CodePipeline, and `variables` to the pipeline's own \
        variables where it has any. CodePipeline refuses the pipeline otherwise.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let names = pipeline.actions().map(|action| (action.node, &action.namespace, &action.when));
        for (first, again) in twice::pairs(ctx, names) {
            let finding = RULE.at(again.span(), format!("two actions have the namespace `{}`", again.value));
            out.add(finding.related(first.span(), "the first").help("give one of them another"));
        }
        let has_variables = !ctx.all(pipeline.properties, &["Variables"]).is_empty();
        for namespace in pipeline.actions().flat_map(|action| &action.namespace.known) {
            let name = &*namespace.value;
            if name == "codepipeline" || name == "variables" && has_variables {
                let finding = RULE.at(namespace.span(), format!("the namespace `{name}` is reserved"));
                out.add(finding.help("choose another, such as the action's own name"));
            }
            let artifact =
                pipeline.actions().flat_map(|action| action.outputs.names()).find(|text| text.value == name);
            if let Some(artifact) = artifact {
                let finding = RULE.at(namespace.span(), format!("`{name}` is also the name of an artifact"));
                out.add(finding.related(artifact.span(), "the artifact").help("rename one of them"));
            }
        }
    }
}
