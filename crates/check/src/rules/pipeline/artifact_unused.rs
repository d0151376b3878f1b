//! `artifact-unused`: an output artifact that nothing takes.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "artifact-unused",
    severity: Severity::Note,
    title: "An output artifact is no input of any action.",
    explanation: "Every output artifact is packed and uploaded each time the pipeline runs. One that no later action or rule \
        takes is either left over, or the action that should take it names another. The output of a source action is not \
        reported: it cannot be left out. An artifact kept for people to look at is a good reason to leave it.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/welcome-introducing-artifacts.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        if !pipeline.is_complete || pipeline.steps().any(|step| !step.inputs.complete) {
            continue;
        }
        let is_taken =
            |name: &str| pipeline.steps().any(|step| step.inputs.names().any(|input| input.value == name));
        let optional =
            |action: &&crate::pipelines::Step<'_>| action.kind.is_some_and(|kind| kind.outputs.0 == 0);
        for action in pipeline.actions().filter(optional) {
            for name in action.outputs.names().filter(|name| !is_taken(&name.value)) {
                let finding = RULE.at(name.span(), format!("nothing takes the artifact `{}`", name.value));
                out.add(finding.help("leave it out, or take it where it was meant to be taken"));
            }
        }
    }
}
