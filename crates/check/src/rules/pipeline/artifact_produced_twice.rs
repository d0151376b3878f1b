//! `artifact-produced-twice`: output artifacts of one name.

use cfn::read::Node;
use diag::Severity;

use crate::Rule;
use crate::context::{Context, When};
use crate::pipelines::{can_meet, join};
use crate::resolve::Text;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "artifact-produced-twice",
    severity: Severity::Error,
    title: "Two output artifacts of a pipeline have one name.",
    explanation: "An artifact's name stands for what one action has produced, so it must be unique in its pipeline. \
        CodePipeline refuses the pipeline: \"Output Artifact Bundle name must be unique within the pipeline\". Give one of \
        them another name, and name it so where it is used.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let mut seen: Vec<(&Text<'_>, &Node, When<'_>)> = Vec::new();
        let outputs = pipeline.actions().flat_map(|action| &action.outputs.list);
        for (output, name) in
            outputs.flat_map(|output| output.name.known.iter().map(move |name| (output, name)))
        {
            let when = join(&output.when, &name.when);
            let same = seen.iter().find(|(other, node, at)| {
                other.value == name.value && !std::ptr::eq(*node, output.node) && can_meet(ctx, &when, at)
            });
            if let Some((first, ..)) = same {
                let finding = RULE.at(name.span(), format!("`{}` is produced twice", name.value));
                let finding = finding.label("again here").related(first.span(), "first here");
                out.add(finding.help("give one of them another name"));
            }
            seen.push((name, output.node, when));
        }
    }
}
