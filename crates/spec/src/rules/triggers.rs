//! Triggers: as many filters and patterns as CodePipeline takes, patterns that can fit, and nothing deployed unseen.

use super::names::too_long;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{
    Connection, Located, Operator, Otherwise, Patterns, PullRequestEvent, Push, Rule, Source, Stack,
};
use crate::{Stage, Task, Triggers, Work};

/// [Limits of CodePipeline](https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitConfiguration.html).
const FILTERS: usize = 3;
const PATTERNS: usize = 8;
const LENGTH: usize = 255;

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for (_, source) in stack.sources() {
        if let Source::Connection(Connection { repository, triggers: Some(triggers), .. }) = source {
            one(stack, repository, triggers, findings);
        }
    }
}

fn one(stack: &Stack, repository: &Located<String>, triggers: &Triggers, findings: &mut Findings) {
    findings.within("triggers", |findings| {
        if triggers.push.is_empty() && triggers.pull_requests.is_empty() {
            findings.error(
                Finding::EmptyList,
                repository.span(),
                "the triggers name neither pushes nor pull requests",
                "nothing would start its pipeline",
                "add `push` or `pull-requests`, or delete `triggers`: then every push to `branch` starts it",
            );
        }
        let first = |patterns: &Patterns| patterns.texts().next().and_then(Located::span);
        let push: Vec<_> = triggers.push.iter().map(Push::names).collect();
        let pull_requests: Vec<_> = triggers.pull_requests.iter().map(|request| &request.branches).collect();
        for (what, filters) in [("push", push), ("pull request", pull_requests)] {
            if let Some(over) = filters.get(FILTERS) {
                findings.error(
                    Finding::TooMany,
                    first(over),
                    format!("{} {what} filters, and {FILTERS} are allowed", filters.len()),
                    "in the first one too many",
                    "one filter holds up to eight patterns: join those that have the rest in common",
                );
            }
        }
        for request in triggers.pull_requests.iter().filter(|request| request.events.is_empty()) {
            findings.error(
                Finding::EmptyList,
                first(&request.branches),
                "the pull request filter waits for no event",
                "none of its `events`",
                "name some: `events: [opened, updated]`, which is what holds without the key",
            );
        }
        for (what, patterns) in triggers.patterns() {
            lists(what, patterns, repository, findings);
        }
    });
    unreviewed(stack, triggers, findings);
}

fn lists(what: &str, patterns: &Patterns, source: &Located<String>, findings: &mut Findings) {
    if patterns.texts().next().is_none() {
        findings.error(
            Finding::EmptyList,
            source.span(),
            format!("`{what}` has no pattern"),
            "a filter of its triggers",
            format!("name at least one: `{what}: [main]`; `**` fits everything"),
        );
    }
    for list in [&patterns.includes, &patterns.excludes] {
        if let Some(over) = list.get(PATTERNS) {
            findings.error(
                Finding::TooMany,
                over.span(),
                format!("{} patterns, and {PATTERNS} are allowed", list.len()),
                "the first one too many",
                format!("{PATTERNS} is the limit of CodePipeline; `{{a,b}}` stands for `a` or `b`, `**` for anything"),
            );
        }
    }
    for pattern in patterns.texts() {
        let length = pattern.chars().count();
        if length > LENGTH {
            too_long("pattern", length, LENGTH, "the limit of CodePipeline", pattern.span(), findings);
        } else if let Some(label) = misfit(what, pattern) {
            findings.error(
                if what == "file-paths" { Finding::InvalidPath } else { Finding::InvalidName },
                pattern.span(),
                format!("nothing can fit the pattern `{}`", pattern.escape_debug()),
                label,
                "write `main`, `release/**`, `v*`; files from the repository's root: `services/orders/**`, `**/*.md`",
            );
        }
    }
}

/// Why nothing fits a pattern.
fn misfit(what: &str, pattern: &str) -> Option<&'static str> {
    if pattern.is_empty() {
        Some("is empty")
    } else if pattern.starts_with("refs/") && what != "file-paths" {
        Some("the name alone, without `refs/…/`")
    } else if pattern.starts_with('/') {
        Some("begins with a `/`")
    } else if what == "file-paths" && pattern.split('/').any(|part| part == "..") {
        Some("leads out of the repository")
    } else {
        None
    }
}

/// Whoever may open a pull request would ship it. One that is closed has been merged.
fn unreviewed(stack: &Stack, triggers: &Triggers, findings: &mut Findings) {
    let unmerged = |event: &Located<PullRequestEvent>| **event != PullRequestEvent::Closed;
    if !triggers.pull_requests.iter().any(|request| request.events.iter().any(unmerged)) {
        return;
    }
    let goes_on = |task: &Task<'_>| !matches!(task.work(), Work::Approval(_)) && !ends_for_others(task.stage);
    let before = stack.tasks().take_while(goes_on);
    for task in before.filter(|task| matches!(task.work(), Work::Deploy(_))) {
        findings.push(
            Finding::UnreviewedDeploy
                .warning(format!("`{}` deploys pull requests that nobody has approved", task.name().as_str()))
                .at(task.name().span())
                .label("no approval before it")
                .help("put an `approval` stage before it, let the stage begin with `before-entry: [{ variable: { name: Source.BranchName, equals: … } }]`, or test pull requests in a pipeline of their own"),
        );
    }
}

/// Whether an execution of another branch than the named one fails before the stage.
fn ends_for_others(stage: &Stage) -> bool {
    let entry = stage.before_entry.iter().filter(|entry| *entry.otherwise == Otherwise::Fail);
    entry.flat_map(|entry| &entry.rules).any(|rule| {
        matches!(rule, Rule::Variable { name, operator: Operator::Equals, .. } if name.as_str() == "Source.BranchName")
    })
}
