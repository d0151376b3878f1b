//! A field in the `detail` of an event pattern that its events don't have.

use diag::{Severity, nearest};

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::detail::fields;
use super::matched::mistyped;

pub(super) const RULE: Rule = Rule {
    code: "pattern-unknown-detail",
    severity: Severity::Warning,
    title: "An event pattern asks for a field of `detail` that its events do not have.",
    explanation: "A pattern matches only events that have every field it names, spelt the same: `pipeline` \
        in CodePipeline's events, `project-name` in CodeBuild's, `repositoryName` in CodeCommit's. \
        EventBridge cannot know what a service will send and takes any field, so that a misspelt one makes a \
        rule that never matches. The fields are those of each service's page of sample events; for services \
        whose pages do not list them all, only what is almost a known field is found.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html",
        "https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for seen in fields(ctx).into_iter().filter(|seen| seen.known.is_empty()) {
        let key = &seen.entry.key;
        let siblings = || seen.siblings.iter().copied();
        let right = if seen.complete { nearest(key, siblings()) } else { mistyped(key, siblings()) };
        if !seen.complete && right.is_none() {
            continue;
        }
        let finding =
            RULE.at(seen.entry.key_span, format!("these events have no field `{key}`")).label("never there");
        findings.add(match right {
            Some(right) => finding.help(format!("did you mean `{right}`?")),
            None => finding.help(format!("what they have: {}", listed(&seen.siblings))),
        });
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
