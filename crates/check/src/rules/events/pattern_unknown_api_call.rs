//! An API call in an event pattern that CloudTrail never records like that.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::resolve::Text;
use crate::rule::Findings;

use super::data::sources::FROM_CLOUDTRAIL;
use super::matched::{Scope, mistyped, nearest_field, own, scopes};
use super::read::event_patterns;

pub(super) const RULE: Rule = Rule {
    code: "pattern-unknown-api-call",
    severity: Severity::Warning,
    title: "An event pattern waits for an API call under a name that CloudTrail does not use.",
    explanation: "CloudTrail hands on API calls with the detail type `AWS API Call via CloudTrail`: the \
        `source` is `aws.codepipeline`, the `eventSource` in `detail` is `codepipeline.amazonaws.com`, and \
        the `eventName` is the call's name, capitals included. EventBridge takes any text in their places, \
        so that a rule with a misspelt one never matches. Only what is almost a service or call, and \
        services of their own that don't agree, are found.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html",
        "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html",
    ],
    check,
};

/// Services whose source and event source are surely the same name.
const AGREEING: [&str; 12] = [
    "cloudformation",
    "codebuild",
    "codecommit",
    "codedeploy",
    "codepipeline",
    "ecr",
    "iam",
    "kms",
    "lambda",
    "s3",
    "sns",
    "sqs",
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for scope in event_patterns(ctx).into_iter().flat_map(|pattern| scopes(ctx, pattern)) {
        if !by_trail(ctx, &scope) {
            continue;
        }
        for detail in ctx.get(scope[0], "detail") {
            let services = own(ctx, detail, "eventSource").unwrap_or_default();
            for service in &services.texts {
                if let Some((message, help)) = source(ctx, &scope, service) {
                    findings.add(RULE.at(service.span(), message).label("never matches").help(help));
                }
            }
            let [service] = services.texts.as_slice() else { continue };
            // S3's calls have other names than its actions, and so may those of services that nobody compared.
            let name = service.value.strip_suffix(".amazonaws.com");
            let compared = name.filter(|name| AGREEING.contains(name) && *name != "s3");
            let Some(service) = compared.and_then(facts::iam::service) else { continue };
            for call in own(ctx, detail, "eventName").unwrap_or_default().texts {
                let names: Vec<_> = service.actions().map(|action| action.name()).collect();
                if names.contains(&call.value.as_ref()) {
                    continue;
                }
                let Some(right) = mistyped(&call.value, names.iter().copied()) else { continue };
                let message = format!("`{}` has no call `{}`", service.prefix(), call.value);
                let finding = RULE.at(call.span(), message).label("never matches");
                findings.add(finding.help(format!("did you mean `{right}`?")));
            }
        }
    }
}

fn by_trail<'t>(ctx: &Context<'t>, scope: &Scope<'t>) -> bool {
    nearest_field(ctx, scope, "detail-type")
        .is_some_and(|types| types.plain && types.values().all(|kind| kind == FROM_CLOUDTRAIL[0]))
}

/// What is wrong with an event source.
fn source<'t>(ctx: &Context<'t>, scope: &Scope<'t>, text: &Text<'t>) -> Option<(String, String)> {
    let Some(name) = text.value.strip_suffix(".amazonaws.com") else {
        let name = text.value.strip_prefix("aws.").unwrap_or(&text.value);
        facts::iam::service(name)?;
        let message = format!("no event has the `eventSource` `{}`", text.value);
        return Some((message, format!("did you mean `{name}.amazonaws.com`?")));
    };
    let sources = nearest_field(ctx, scope, "source").filter(|sources| sources.plain);
    let only = sources.as_ref().and_then(|sources| match sources.texts.as_slice() {
        [only] => only.value.strip_prefix("aws."),
        _ => None,
    });
    if let Some(other) = only.filter(|other| *other != name && AGREEING.contains(other)) {
        let message = format!("events from `aws.{other}` have another `eventSource` than `{}`", text.value);
        return Some((message, format!("did you mean `{other}.amazonaws.com`?")));
    }
    if facts::iam::service(name).is_some() {
        return None;
    }
    let right = mistyped(name, AGREEING)?;
    let message = format!("no event has the `eventSource` `{}`", text.value);
    Some((message, format!("did you mean `{right}.amazonaws.com`?")))
}
