//! A FIFO topic whose name or subscribers don't fit.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::{is_true, of_type};
use super::subscription::all;

pub(super) const RULE: Rule = Rule {
    code: "fifo-topic",
    severity: Severity::Error,
    title: "A topic has what only FIFO topics can have, or a FIFO topic what it cannot have.",
    explanation: "The name of a FIFO topic ends in `.fifo`, and only that of a FIFO topic does; \
        content-based deduplication exists only there. Its subscribers are queues: SNS refuses e-mail, HTTP, \
        functions and the rest when the stack is deployed.",
    pages: &[
        "https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::SNS::Topic") {
        let fifo = is_fifo(ctx, properties);
        for name in ctx.get(properties, "TopicName") {
            let Some(text) = ctx.text(name) else { continue };
            if fifo == Some(true) && !text.ends_with(".fifo") {
                let finding =
                    RULE.at(name.handle(), format!("the FIFO topic's name `{text}` doesn't end in `.fifo`"));
                findings.add(finding.label("no name of a FIFO topic").help(format!("write `{text}.fifo`")));
            }
            if fifo == Some(false) && text.ends_with(".fifo") {
                let finding =
                    RULE.at(name.handle(), format!("`{text}` is the name of a FIFO topic, and this is none"));
                findings.add(
                    finding.label("for FIFO topics").help("set `FifoTopic: true`, or leave `.fifo` out"),
                );
            }
        }
        for deduplication in ctx.get(properties, "ContentBasedDeduplication") {
            if fifo == Some(false) && is_true(deduplication) {
                let finding =
                    RULE.at(deduplication.handle(), "a standard topic has no content-based deduplication");
                findings.add(finding.label("for FIFO topics").help("set `FifoTopic: true`, or leave it out"));
            }
        }
    }
    for subscription in all(ctx) {
        let topic = subscription.topic.and_then(crate::context::Resource::properties);
        let (Some(topic), Some(protocol)) = (topic, subscription.protocol(ctx)) else { continue };
        if is_fifo(ctx, topic) == Some(true) && protocol != "sqs" {
            let place = subscription
                .node
                .get("Protocol")
                .map_or(subscription.resource.id_span, cfn::read::Node::handle);
            let finding = RULE.at(place, format!("a FIFO topic has no subscribers by `{protocol}`"));
            findings.add(finding.label("not a queue").help("only queues subscribe to FIFO topics"));
        }
    }
}

fn is_fifo<'t>(ctx: &Context<'t>, properties: &'t cfn::read::Node) -> Option<bool> {
    if ctx.is_absent(properties, "FifoTopic") {
        return Some(false);
    }
    match ctx.get(properties, "FifoTopic").as_slice() {
        [one] => Some(ctx.text(one)?.eq_ignore_ascii_case("true")),
        _ => None,
    }
}
