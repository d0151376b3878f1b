//! `trigger-invalid-event`: a pull request event that there is not.

use diag::Severity;

use super::mend::{meant, tell};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "trigger-invalid-event",
    severity: Severity::Error,
    title: "A trigger waits for a pull request event that does not exist.",
    explanation: "Pull requests start a pipeline when they are opened (`OPEN`), updated (`UPDATED`) or closed, that is merged \
        (`CLOSED`). CodePipeline refuses other events.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitPullRequestFilter.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html",
    ],
    check,
};

const EVENTS: [&str; 3] = ["OPEN", "UPDATED", "CLOSED"];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        for events in ctx.all(pipeline.properties, &["Triggers", "GitConfiguration", "PullRequest", "Events"])
        {
            for event in ctx.items(events) {
                for text in ctx.texts(event).known.iter().filter(|text| !EVENTS.contains(&&*text.value)) {
                    let finding = RULE.at(text.span(), format!("there is no event `{}`", text.value));
                    let finding = finding.help("there are `OPEN`, `UPDATED` and `CLOSED`");
                    tell(ctx, event, text, meant(ctx, finding, &text.value, EVENTS), out);
                }
            }
        }
    }
}
