//! A batch that is larger than its queue gives.

use diag::Severity;

use super::sources::{self, Source};
use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "event-source-batch",
    severity: Severity::Error,
    title: "An event source mapping asks for a larger batch than its queue gives.",
    explanation: "A FIFO queue gives at most 10 messages at a time, and Amazon MQ at most 10,000. More than 10 from a standard queue takes a \
                  MaximumBatchingWindowInSeconds of at least one second, which FIFO queues do not have. Lambda refuses the mapping \
                  otherwise.",
    pages: &[
        "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for mapping in ctx.of_type("AWS::Lambda::EventSourceMapping").filter_map(Resource::properties) {
        for [arn, size, window] in
            ctx.ways(mapping, ["EventSourceArn", "BatchSize", "MaximumBatchingWindowInSeconds"])
        {
            let Some(arn) = arn.filter(|arn| sources::of_arn(ctx, arn) == Some(Source::Queue)) else {
                continue;
            };
            let number = |node| number(ctx, node);
            let queue = ctx.target(arn).and_then(Resource::properties);
            let is_fifo = queue.is_some_and(|queue| {
                ctx.get(queue, "FifoQueue")
                    .iter()
                    .any(|fifo| ctx.text(fifo).is_some_and(|fifo| fifo == "true"))
            });
            if let Some(window) = window.filter(|_| is_fifo)
                && number(window).is_some_and(|seconds| seconds > 0)
            {
                out.add(
                    RULE.at(window.handle(), "a FIFO queue has no batching window")
                        .related(arn.handle(), "the queue")
                        .help("leave it out"),
                );
            }
            let Some((size, messages)) = size.and_then(|size| Some((size, number(size)?))) else { continue };
            if messages <= 10 {
                continue;
            }
            if is_fifo {
                out.add(
                    RULE.at(size.handle(), "a FIFO queue gives at most 10 messages at a time")
                        .related(arn.handle(), "the queue"),
                );
            } else if window.is_none_or(|window| number(window) == Some(0)) {
                out.add(
                    RULE.at(size.handle(), "more than 10 messages take a batching window")
                        .help("add `MaximumBatchingWindowInSeconds: 1` or more"),
                );
            }
        }
    }
}

fn number<'t>(ctx: &Context<'t>, node: &'t cfn::read::Node) -> Option<u32> {
    ctx.text(node)?.parse().ok()
}
