//! `pipeline-variable-unused`: a pipeline variable that nothing uses.

use diag::Severity;

use super::names::{Meaning, are_complete, meaning};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "pipeline-variable-unused",
    severity: Severity::Note,
    title: "A pipeline variable is used nowhere.",
    explanation: "Whoever starts the pipeline is asked for its variables. One that no action uses changes nothing, whatever \
        is given for it: it is left over, or the action that should use it names another.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines().iter().filter(|pipeline| are_complete(pipeline)) {
        let used: Vec<_> = pipeline
            .uses
            .iter()
            .filter_map(|one| match meaning(ctx, pipeline, one) {
                Meaning::Pipeline(key) => Some(key),
                _ => None,
            })
            .collect();
        for name in ctx.all(pipeline.properties, &["Variables", "Name"]) {
            let texts = ctx.texts(name);
            for text in texts.known.iter().filter(|text| !used.contains(&&*text.value)) {
                let finding = RULE.at(text.span(), format!("nothing uses the variable `{}`", text.value));
                out.add(finding.help(format!("use it as `#{{variables.{}}}`, or take it out", text.value)));
            }
        }
    }
}
