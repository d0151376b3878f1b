//! A detail type in an event pattern that its source does not send.

use diag::{Severity, nearest};

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::data::sources::{COMPLETE, FROM_CLOUDTRAIL, SOURCES};
use super::matched::{Listed, mistyped, nearest_field, own, scopes};
use super::read::event_patterns;

pub(super) const RULE: Rule = Rule {
    code: "pattern-unknown-detail-type",
    severity: Severity::Warning,
    title: "An event pattern waits for a detail type that its source does not send.",
    explanation: "Each AWS service sends events of a few detail types, such as `CodePipeline Pipeline \
        Execution State Change`. EventBridge compares letter by letter and takes any text, so that a \
        misspelt type, or one of another service, makes a rule that never matches. For CodeBuild, \
        CodeCommit, CodeDeploy and CodePipeline the events reference lists every type; for other services \
        only what is almost a known type, or is another service's, is found.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/ref/welcome.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for scope in event_patterns(ctx).into_iter().flat_map(|pattern| scopes(ctx, pattern)) {
        let Some(types) = own(ctx, scope[0], "detail-type") else { continue };
        let sources = nearest_field(ctx, &scope, "source");
        for kind in &types.texts {
            if FROM_CLOUDTRAIL.contains(&kind.value.as_ref()) {
                continue;
            }
            let Some((message, right)) = judge(&kind.value, sources.as_ref()) else { continue };
            let finding = RULE.at(kind.span(), message).label("never matches");
            findings.add(match right {
                Some(right) => finding.help(right),
                None => finding.help("the events reference lists every type of this service"),
            });
        }
    }
}

/// What is wrong with a type, and the cure.
fn judge(kind: &str, sources: Option<&Listed<'_>>) -> Option<(String, Option<String>)> {
    let Some(sources) = sources else {
        let all = SOURCES.iter().flat_map(|(_, types)| types.iter().copied()).chain(FROM_CLOUDTRAIL);
        if all.clone().any(|known| known == kind) {
            return None;
        }
        let right = mistyped(kind, all)?;
        return Some((
            format!("no AWS service sends events of type `{kind}`"),
            Some(format!("did you mean `{right}`?")),
        ));
    };
    let tables: Option<Vec<_>> = sources.values().map(types_of).collect();
    let tables = tables.filter(|tables| sources.plain && !tables.is_empty())?;
    let own: Vec<&str> = tables.into_iter().flatten().copied().chain(FROM_CLOUDTRAIL).collect();
    if own.contains(&kind) {
        return None;
    }
    let message = match sources.texts.as_slice() {
        [only] => format!("`{}` sends no events of type `{kind}`", only.value),
        _ => format!("none of these sources sends events of type `{kind}`"),
    };
    if let Some((other, _)) = SOURCES.iter().find(|(_, types)| types.contains(&kind)) {
        return Some((message, Some(format!("they come from `{other}`"))));
    }
    let right = if sources.values().all(|source| COMPLETE.contains(&source)) {
        nearest(kind, own.iter().copied())
    } else {
        Some(mistyped(kind, own.iter().copied())?)
    };
    Some((message, right.map(|right| format!("did you mean `{right}`?"))))
}

fn types_of(source: &str) -> Option<&'static [&'static str]> {
    SOURCES.iter().find(|(known, _)| *known == source).map(|(_, types)| *types)
}
