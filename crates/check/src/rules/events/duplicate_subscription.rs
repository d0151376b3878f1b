//! The same endpoint subscribed to a topic twice.

use std::collections::BTreeMap;

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::resolve::{Hole, Pattern, Piece};
use crate::rule::Findings;

use super::subscription::all;

pub(super) const RULE: Rule = Rule {
    code: "duplicate-subscription",
    severity: Severity::Warning,
    title: "The same endpoint is subscribed to a topic twice.",
    explanation: "A topic holds one subscription for each protocol and endpoint: Subscribe answers a second \
        one with the first one's ARN, and the endpoint gets each message once. Two resources then stand for \
        one subscription, and removing either from the template ends it for both.",
    pages: &["https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let mut seen = BTreeMap::new();
    for subscription in all(ctx).into_iter().filter(|subscription| subscription.resource.condition.is_none())
    {
        let (Some(topic), Some(protocol)) = (subscription.topic, subscription.protocol(ctx)) else {
            continue;
        };
        let endpoints = ctx.get(subscription.node, "Endpoint");
        let [endpoint] = endpoints.as_slice() else { continue };
        let patterns = ctx.patterns(endpoint);
        let [pattern] = patterns.as_slice() else { continue };
        let Some(name) = name(pattern) else { continue };
        let Some(first) = seen.insert((topic.id, protocol, name), endpoint.handle()) else { continue };
        findings.add(
            RULE.at(endpoint.handle(), format!("this endpoint is subscribed to `{}` already", topic.id))
                .label("the same subscription")
                .related(first, "first subscribed here")
                .help("leave one of them out"),
        );
    }
}

/// A text that is equal for endpoints that are.
fn name(pattern: &Pattern<'_>) -> Option<String> {
    let mut name = String::new();
    for piece in &pattern.pieces {
        match piece {
            Piece::Known(text) => name.push_str(text),
            Piece::Hole(Hole::Ref(id)) => name.extend(["${", id, "}"]),
            Piece::Hole(Hole::Att(id, attribute)) => name.extend(["${", id, ".", attribute, "}"]),
            Piece::Hole(Hole::Other) => return None,
        }
    }
    Some(name)
}
