//! `github-oauth-source`: the older source action of GitHub.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::pipelines::Pipeline;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "github-oauth-source",
    severity: Severity::Note,
    title: "A GitHub source uses an OAuth token.",
    explanation: "The third-party action `GitHub` is version 1 of the GitHub source. It works with a person's token, which \
        ends with that person, and polls or needs a webhook. AWS recommends `CodeStarSourceConnection` instead: a connection \
        through a GitHub app, whose changes are detected without either, and which triggers can filter.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/appendix-github-oauth.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/update-github-action-connections.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for action in ctx.pipelines().iter().flat_map(Pipeline::actions) {
        if action.is("Source", "GitHub") {
            let finding =
                RULE.at(action.span(), format!("the {} reads GitHub with a person's token", action.title()));
            out.add(finding.help("use `CodeStarSourceConnection`, with a connection to GitHub"));
        }
    }
}
