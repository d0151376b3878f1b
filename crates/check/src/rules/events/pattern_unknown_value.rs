//! A value in the `detail` of an event pattern that its field never has.

use cfn::read::Kind;
use diag::{Severity, nearest};

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::data::details::Field;
use super::detail::{Seen, fields};

pub(super) const RULE: Rule = Rule {
    code: "pattern-unknown-value",
    severity: Severity::Warning,
    title: "An event pattern waits for a value that the field never has.",
    explanation: "Some fields of events have one of a few values, such as `STARTED`, `SUCCEEDED` and \
        `FAILED` in the `state` of CodePipeline's events, or `referenceCreated` in the `event` of \
        CodeCommit's. EventBridge compares letter by letter, capitals included, and takes any value, so that \
        a misspelt one is never met. The values are those of each service's page of sample events.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html",
        "https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html",
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for seen in fields(ctx) {
        let Some(values) = values(&seen) else { continue };
        for item in ctx.items(&seen.entry.value) {
            let (shown, span) = match &item.kind {
                Kind::Text(text) if !values.contains(&text.as_str()) => (text.clone(), item.span),
                Kind::Number(_) | Kind::Bool(_) => {
                    (ctx.document().text()[item.span.start..item.span.end].to_owned(), item.span)
                }
                _ => continue,
            };
            let key = &seen.entry.key;
            let finding = RULE.at(span, format!("`{key}` of these events is never `{shown}`"));
            let help = match (matches!(item.kind, Kind::Text(_)), nearest(&shown, values.iter().copied())) {
                (true, Some(right)) => format!("did you mean `{right}`?"),
                (false, Some(right)) => format!("it is a text: `\"{right}\"`"),
                (_, None) => format!("it is {}", listed(&values)),
            };
            findings.add(finding.label("never matches").help(help));
        }
    }
}

/// The values that a field can have, where all are known.
fn values(seen: &Seen<'_>) -> Option<Vec<&'static str>> {
    let mut all = Vec::new();
    for field in &seen.known {
        let Field::OneOf(_, values) = field else { return None };
        all.extend_from_slice(values);
    }
    (!all.is_empty()).then_some(all)
}

fn listed(values: &[&str]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}
