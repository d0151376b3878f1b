//! `artifact-names-alike`: artifacts that become one prefix in the artifact bucket.

use std::collections::BTreeSet;

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::pipelines::can_meet;
use crate::resolve::Text;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "artifact-names-alike",
    severity: Severity::Note,
    title: "Two artifacts' names begin with the same ten letters.",
    explanation: "CodePipeline cuts the names of pipelines and artifacts short in the keys of the artifact bucket; its \
        guide says so without saying where, and its samples keep ten letters of an artifact's name. Artifacts that begin \
        alike then lie under one prefix: the pipeline works, but a role can no longer be held to one of them by its prefix.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/troubleshooting.html"],
    check,
};

const KEPT: usize = 10;

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let mut seen: Vec<&Text<'_>> = Vec::new();
        // Once for each prefix, however many names it has.
        let mut told = BTreeSet::new();
        for name in pipeline.actions().flat_map(|action| action.outputs.names()) {
            let prefix = start(name);
            let alike = |other: &&&Text<'_>| {
                other.value != name.value && start(other) == prefix && can_meet(ctx, &other.when, &name.when)
            };
            if let Some(other) = seen.iter().find(alike)
                && told.insert(prefix)
            {
                let message = format!("`{}` begins like `{}`", name.value, other.value);
                let finding = RULE.at(name.span(), message).related(other.span(), "the other");
                out.add(
                    finding
                        .help(format!("both lie under the prefix `{}` in the artifact bucket", start(name))),
                );
            }
            seen.push(name);
        }
    }
}

fn start(name: &Text<'_>) -> String {
    name.value.chars().take(KEPT).collect()
}
