//! A rule on a bucket's events that the bucket doesn't send.

use diag::Severity;

use crate::Rule;
use crate::context::{Context, Resource};
use crate::rule::Findings;

use super::matched::{Scope, nearest_field, own, scopes};
use super::read::{event_patterns, is_true, meanings};

pub(super) const RULE: Rule = Rule {
    code: "bucket-sends-no-events",
    severity: Severity::Warning,
    title: "A rule waits for events of a bucket that sends none to EventBridge.",
    explanation: "S3 sends a bucket's events to EventBridge only where the bucket says so: \
        `NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } }`. Without it \
        a rule with `source: [aws.s3]` and `Object Created` or the like is created, but never matches. \
        (Events that come by way of CloudTrail need a trail with data events instead.)",
    pages: &[
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for scope in event_patterns(ctx).into_iter().flat_map(|pattern| scopes(ctx, pattern)) {
        if !of_s3(ctx, &scope) {
            continue;
        }
        for name in ctx.all(scope[0], &["detail", "bucket", "name"]) {
            for name in ctx.items(name).into_iter().filter(|name| name.call().is_some()) {
                for bucket in meanings(ctx, name).into_iter().filter(|bucket| is_silent(ctx, bucket)) {
                    findings.add(
                        RULE.at(
                            name.handle(),
                            format!("the bucket `{}` sends no events to EventBridge", bucket.id),
                        )
                        .label("never matches")
                        .related(bucket.id_span, "the bucket")
                        .help("set `EventBridgeConfiguration` in its `NotificationConfiguration`"),
                    );
                }
            }
        }
    }
}

/// Whether a scope waits for events that S3 sends by itself.
fn of_s3<'t>(ctx: &Context<'t>, scope: &Scope<'t>) -> bool {
    let only_s3 = nearest_field(ctx, scope, "source")
        .is_some_and(|sources| sources.plain && sources.values().eq(["aws.s3"]));
    let by_trail = own(ctx, scope[0], "detail-type")
        .is_some_and(|types| types.values().any(|kind| kind.ends_with("via CloudTrail")));
    only_s3 && !by_trail
}

fn is_silent<'t>(ctx: &Context<'t>, bucket: &Resource<'t>) -> bool {
    // Custom resources set up notifications after the bucket is made; which, they alone know.
    let configured_elsewhere = ctx.references().iter().any(|reference| {
        reference.id == bucket.id
            && reference.section == "Resources"
            && ctx.resource(reference.member).is_some_and(|by| {
                by.kind.starts_with("Custom::") || by.kind == "AWS::CloudFormation::CustomResource"
            })
    });
    let Some(properties) = bucket.properties() else { return bucket.kind == "AWS::S3::Bucket" };
    let enabled =
        ctx.all(properties, &["NotificationConfiguration", "EventBridgeConfiguration", "EventBridgeEnabled"]);
    bucket.kind == "AWS::S3::Bucket"
        && !configured_elsewhere
        && !properties.is_open()
        && enabled.iter().all(|value| value.scalar().is_some() && !is_true(value))
        && ctx
            .all(properties, &["NotificationConfiguration"])
            .iter()
            .all(|value| value.is_map() && !value.is_open())
}
