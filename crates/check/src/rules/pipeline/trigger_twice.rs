//! `trigger-twice`: two triggers of one source action.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::pipelines::{can_meet, items};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "trigger-twice",
    severity: Severity::Error,
    title: "A source action has two triggers.",
    explanation: "\"You can't specify more than one trigger per source action\": CodePipeline refuses a second one. Several \
        filters go into one trigger, up to three for pushes and three for pull requests; any of them starts the pipeline.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitConfiguration.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let Some(list) = pipeline.properties.get("Triggers") else { continue };
        let mut seen: Vec<(crate::resolve::Text<'_>, crate::context::When<'_>)> = Vec::new();
        for (_, trigger) in items(ctx, list, &Vec::new(), &mut true) {
            let named = ctx.all(trigger.node, &["GitConfiguration", "SourceActionName"]);
            let [name] = named.as_slice() else { continue };
            for text in ctx.texts(name).known.into_iter().filter(|text| text.given.is_empty()) {
                let same = |(other, when): &&(crate::resolve::Text<'_>, _)| {
                    other.value == text.value && can_meet(ctx, when, &trigger.when)
                };
                if let Some((first, _)) = seen.iter().find(same) {
                    let finding = RULE.at(text.span(), format!("a second trigger of `{}`", text.value));
                    let finding = finding.related(first.span(), "the first");
                    out.add(finding.help("put its filters into the first"));
                }
                seen.push((text, trigger.when.clone()));
            }
        }
    }
}
