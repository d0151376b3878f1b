//! A source in an event pattern that no AWS service sends.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::data::sources::{FROM_CLOUDTRAIL, OTHERS, SOURCES};
use super::matched::{mistyped, nearest_field, own, scopes};
use super::read::{event_patterns, mend};

pub(super) const RULE: Rule = Rule {
    code: "pattern-unknown-source",
    severity: Severity::Warning,
    title: "An event pattern waits for a source that is almost, but not quite, that of an AWS service.",
    explanation: "AWS services send their events with a source of the form `aws.codepipeline`; names that \
        begin with `aws.` are theirs alone. EventBridge compares letter by letter and takes any text as a \
        source, so that a misspelt one, or the name of the service's principal, makes a rule that never \
        matches. AWS's list of sources grows; only what is almost a known one is found here.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/ref/welcome.html"],
    check,
};

fn names() -> impl Iterator<Item = &'static str> {
    let listed = SOURCES.iter().map(|(source, _)| &source["aws.".len()..]);
    listed.chain(OTHERS.split_ascii_whitespace())
}

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for scope in event_patterns(ctx).into_iter().flat_map(|pattern| scopes(ctx, pattern)) {
        let Some(sources) = own(ctx, scope[0], "source") else { continue };
        let types = nearest_field(ctx, &scope, "detail-type").unwrap_or_default();
        for source in &sources.texts {
            let Some(right) = meant(&source.value, &types.values().collect::<Vec<_>>()) else { continue };
            let finding = RULE
                .at(source.span(), format!("no AWS service sends events with the source `{}`", source.value))
                .label("never matches")
                .help(format!("did you mean `aws.{right}`?"));
            let fix = (source.node.text() == Some(&source.value))
                .then(|| mend(ctx, source.node, 0..source.value.len(), &format!("aws.{right}")))
                .flatten();
            findings.add(match fix {
                Some(fix) => finding.fix(fix),
                None => finding,
            });
        }
    }
}

/// The service that a wrong source means.
fn meant(source: &str, types: &[&str]) -> Option<&'static str> {
    if let Some(name) = source.strip_prefix("aws.") {
        let known = names().any(|known| known == name) || facts::iam::service(name).is_some();
        return if known || name.contains('/') { None } else { mistyped(name, names()) };
    }
    if let Some(name) = source.strip_suffix(".amazonaws.com") {
        return names().find(|known| *known == name);
    }
    // Anybody may send events as `codebuild`, but not of CodeBuild's types, and hardly of any type at all.
    let bare = source.trim_start_matches("AWS.");
    if types.iter().any(|kind| FROM_CLOUDTRAIL.contains(kind)) {
        return names().find(|known| known.eq_ignore_ascii_case(bare));
    }
    let (known, own) = SOURCES.iter().find(|(known, _)| known["aws.".len()..].eq_ignore_ascii_case(bare))?;
    let alone = types.is_empty() && (known.starts_with("aws.code") || matches!(*known, "aws.ecr" | "aws.s3"));
    (alone || types.iter().any(|kind| own.contains(kind))).then_some(&known["aws.".len()..])
}
