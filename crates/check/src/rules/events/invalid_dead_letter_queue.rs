//! A dead-letter queue that can't be one.

use cfn::read::{Function, Node};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::{Arn, is_true, meant, of_type, targets};
use super::subscription;

pub(super) const RULE: Rule = Rule {
    code: "invalid-dead-letter-queue",
    severity: Severity::Error,
    title: "The dead-letter queue of a target or subscription is not a queue that can be one.",
    explanation: "EventBridge keeps events that it could not deliver in a standard SQS queue, named by its \
        ARN; SNS keeps messages in a queue of the topic's own kind. A topic, a FIFO queue or a queue's URL \
        is refused, or never gets an event. `Ref` gives the URL of a queue; `Fn::GetAtt` its ARN.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let schedules =
        of_type(ctx, "AWS::Scheduler::Schedule").flat_map(|(_, schedule)| ctx.get(schedule, "Target"));
    let all: Vec<_> = targets(ctx).into_iter().map(|(_, target)| target).chain(schedules).collect();
    for arn in all.into_iter().flat_map(|target| ctx.all(target, &["DeadLetterConfig", "Arn"])) {
        let Some((message, help)) = judge(ctx, arn) else { continue };
        findings.add(RULE.at(arn.handle(), message).label("no standard queue").help(help));
    }
    for subscription in subscription::all(ctx) {
        for arn in ctx.all(subscription.node, &["RedrivePolicy", "deadLetterTargetArn"]) {
            let Some((message, help)) = no_queue(ctx, arn) else { continue };
            findings.add(RULE.at(arn.handle(), message).label("no queue").help(help));
        }
    }
}

/// Why a value is not the ARN of a standard queue.
fn judge<'t>(ctx: &Context<'t>, arn: &'t Node) -> Option<(String, String)> {
    let fault = no_queue(ctx, arn);
    if fault.is_some() {
        return fault;
    }
    let queue = ctx.target(arn)?;
    let fifo = ctx.get(queue.properties()?, "FifoQueue");
    (fifo.len() == 1 && is_true(fifo[0])).then(|| {
        (format!("`{}` is a FIFO queue", queue.id), "EventBridge takes standard queues only".to_owned())
    })
}

/// Why a value is not the ARN of a queue at all.
fn no_queue<'t>(ctx: &Context<'t>, arn: &'t Node) -> Option<(String, String)> {
    if let Some(resource) = ctx.target(arn) {
        let id = resource.id;
        if resource.kind != "AWS::SQS::Queue" {
            let message = format!("`{id}` is of type `{}`", resource.kind);
            return Some((message, "give the ARN of an `AWS::SQS::Queue`".to_owned()));
        }
        return arn
            .call_of(&Function::Ref)
            .map(|_| (format!("`!Ref {id}` is the queue's URL"), format!("write `!GetAtt {id}.Arn`")));
    }
    if meant(ctx, arn).is_some() {
        return None;
    }
    let service = Arn::of(&ctx.pieces(arn)?)?.service?;
    (service != "sqs").then(|| {
        (format!("this is the ARN of a resource of `{service}`"), "give the ARN of an SQS queue".to_owned())
    })
}
