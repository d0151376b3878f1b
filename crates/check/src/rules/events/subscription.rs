//! The subscriptions of a template.
//!
//! In: a template. Out: each `AWS::SNS::Subscription`, and each entry of a topic's own `Subscription`.

use cfn::read::Node;

use crate::context::{Context, Resource};

use super::read::{meant, of_type};

/// Protocols, each with the service of the ARN that its endpoint is, if it is one.
pub(super) const PROTOCOLS: [(&str, Option<&str>); 9] = [
    ("http", None),
    ("https", None),
    ("email", None),
    ("email-json", None),
    ("sms", None),
    ("sqs", Some("sqs")),
    ("application", Some("sns")),
    ("lambda", Some("lambda")),
    ("firehose", Some("firehose")),
];

/// A subscription.
pub(super) struct Subscription<'a, 't> {
    /// The subscription's resource, or the topic in which it is written.
    pub(super) resource: &'a Resource<'t>,
    /// Its properties.
    pub(super) node: &'t Node,
    /// The topic, if it is one of this template's.
    pub(super) topic: Option<&'a Resource<'t>>,
    /// Whether it is there whenever its resource is.
    pub(super) settled: bool,
}

/// Every subscription.
pub(super) fn all<'a, 't>(ctx: &'a Context<'t>) -> Vec<Subscription<'a, 't>> {
    let mut all = Vec::new();
    for (resource, node) in of_type(ctx, "AWS::SNS::Subscription") {
        let topic = node.get("TopicArn").and_then(|arn| meant(ctx, arn));
        let topic = topic.filter(|topic| topic.kind == "AWS::SNS::Topic");
        all.push(Subscription { resource, node, topic, settled: true });
    }
    for (topic, properties) in of_type(ctx, "AWS::SNS::Topic") {
        let written = properties.get("Subscription").map_or(&[][..], Node::items);
        for node in ctx.get(properties, "Subscription").into_iter().flat_map(|list| ctx.items(list)) {
            if node.is_map() {
                let settled = written.iter().any(|item| std::ptr::eq(item, node));
                all.push(Subscription { resource: topic, node, topic: Some(topic), settled });
            }
        }
    }
    all
}

impl<'t> Subscription<'_, 't> {
    /// The protocol, if it is known.
    pub(super) fn protocol(&self, ctx: &Context<'t>) -> Option<String> {
        ctx.get(self.node, "Protocol")
            .first()
            .and_then(|node| ctx.text(node))
            .map(std::borrow::Cow::into_owned)
    }
}
