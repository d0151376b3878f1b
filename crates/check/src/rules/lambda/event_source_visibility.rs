//! A queue that gives a message out again while the function still works on it.

use diag::Severity;

use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "event-source-visibility",
    severity: Severity::Error,
    title: "A queue's visibility timeout is shorter than the time-out of the function that reads it.",
    explanation: "Lambda refuses the mapping: a message would become visible again while the function may still be at work on it, and be \
                  handled twice. The defaults are 30 seconds for a queue and 3 for a function. Lambda's guide advises six times the \
                  function's time-out for the queue.",
    pages: &[
        "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for mapping in ctx.of_type("AWS::Lambda::EventSourceMapping").filter_map(Resource::properties) {
        for [arn, function] in ctx.ways(mapping, ["EventSourceArn", "FunctionName"]) {
            let (Some(arn), Some(function)) = (arn, function) else { continue };
            let queue = ctx.target(arn).filter(|queue| queue.kind == "AWS::SQS::Queue");
            let function = ctx.target(function).filter(|function| function.kind == "AWS::Lambda::Function");
            let (Some(queue), Some(function)) = (queue, function) else { continue };
            // With a property missing, AWS's default counts.
            let seconds = |properties: Option<&'_ cfn::read::Node>, key: &str, default: u32| match properties
            {
                Some(properties) if properties.is_open() => None,
                Some(properties) => match properties.get(key) {
                    Some(node) => Some((node.scalar()?.parse().ok()?, node.handle())),
                    None => Some((default, diag::Span::default())),
                },
                None => Some((default, diag::Span::default())),
            };
            let visible = seconds(queue.properties(), "VisibilityTimeout", 30);
            let timeout = seconds(function.properties(), "Timeout", 3);
            let (Some((visible, place)), Some((timeout, other))) = (visible, timeout) else { continue };
            if visible >= timeout {
                continue;
            }
            let shown =
                |span: diag::Span, id: diag::Span| if span == diag::Span::default() { id } else { span };
            out.add(
                RULE.at(
                    shown(place, queue.id_span),
                    format!(
                        "messages become visible after {visible} seconds, and the function may take {timeout}"
                    ),
                )
                .related(shown(other, function.id_span), "the function's time-out")
                .help(format!("set `VisibilityTimeout: {}`", timeout.saturating_mul(6).min(43_200))),
            );
        }
    }
}
