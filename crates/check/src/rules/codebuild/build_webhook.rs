//! Webhooks that CodeBuild refuses, and filters that never let anything through.

use cfn::read::Node;
use diag::{Severity, nearest};

use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-webhook",
    severity: Severity::Error,
    title: "A project's webhook does not fit its source, or has a filter that CodeBuild refuses.",
    explanation: "Webhooks exist for GitHub, GitHub Enterprise, GitLab and Bitbucket; pipelines, CodeCommit and S3 have none. Each \
                  group of filters needs one of type EVENT, whose pattern is a list of event names with commas. CodeBuild refuses \
                  the webhook otherwise, and with it the stack.",
    pages: &[
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html",
    ],
    check,
};

const EVENTS: &[&str] = &[
    "PUSH",
    "PULL_REQUEST_CREATED",
    "PULL_REQUEST_UPDATED",
    "PULL_REQUEST_REOPENED",
    "PULL_REQUEST_MERGED",
    "PULL_REQUEST_CLOSED",
    "RELEASED",
    "PRERELEASED",
    "WORKFLOW_JOB_QUEUED",
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for project in projects(ctx) {
        for [source, triggers] in ctx.ways(project, ["Source", "Triggers"]) {
            let Some(triggers) = triggers else { continue };
            if let Some(source) = source {
                supported(ctx, source, triggers, out);
            }
            for groups in ctx.all(triggers, &["FilterGroups"]) {
                for group in groups.items() {
                    filters(ctx, group, out);
                }
            }
        }
    }
}

fn supported<'t>(ctx: &Context<'t>, source: &'t Node, triggers: &'t Node, out: &mut Findings) {
    for [webhook, build] in ctx.ways(triggers, ["Webhook", "BuildType"]) {
        // Buildkite brings its own source.
        if build.is_some_and(|build| ctx.text(build).is_none_or(|build| build.contains("BUILDKITE"))) {
            continue;
        }
        let Some(webhook) = webhook.filter(|webhook| ctx.text(webhook).is_some_and(|it| it == "true")) else {
            continue;
        };
        for [kind] in ctx.ways(source, ["Type"]) {
            let Some((kind, text)) = kind.and_then(|kind| Some((kind, ctx.text(kind)?))) else { continue };
            if let "CODECOMMIT" | "CODEPIPELINE" | "S3" | "NO_SOURCE" = &*text {
                out.add(
                    RULE.at(webhook.handle(), format!("a source of type `{text}` has no webhooks"))
                        .related(kind.handle(), "the source")
                        .help("start the builds by an EventBridge rule or a pipeline instead"),
                );
            }
        }
    }
}

fn filters<'t>(ctx: &Context<'t>, group: &'t Node, out: &mut Findings) {
    let filters = ctx.items(group);
    let mut has_event = filters.is_empty();
    for filter in &filters {
        for [kind, pattern] in ctx.ways(filter, ["Type", "Pattern"]) {
            let kind = kind.map(|kind| ctx.text(kind));
            has_event |= kind.as_ref().is_none_or(|kind| kind.as_ref().is_none_or(|kind| kind == "EVENT"));
            if let (Some(Some(kind)), Some(pattern)) = (kind, pattern)
                && kind == "EVENT"
            {
                events(ctx, pattern, out);
            }
        }
    }
    if !has_event && filters.iter().all(|filter| filter.is_map() && !filter.is_open()) {
        out.add(
            RULE.at(group.handle(), "this group of filters has none of type `EVENT`")
                .help("add `{ Type: EVENT, Pattern: PUSH }`"),
        );
    }
}

fn events<'t>(ctx: &Context<'t>, pattern: &'t Node, out: &mut Findings) {
    for text in ctx.texts(pattern).known {
        for event in text.value.split(',').map(str::trim) {
            if EVENTS.contains(&event) {
                continue;
            }
            // What GitHub calls opened, CodeBuild calls created.
            let near = if event.ends_with("_OPENED") { Some("PULL_REQUEST_CREATED") } else { None };
            let near = near.or_else(|| nearest(event, EVENTS.iter().copied()));
            let finding = RULE.at(text.span(), format!("webhooks have no event `{event}`"));
            out.add(near.map_or(finding.clone(), |near| finding.help(format!("write `{near}`"))));
        }
    }
}
