//! A dead-letter queue that can't be one.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::{Arn, is_true, meant, of_type, targets};

pub(super) const RULE: Rule = Rule {
    code: "invalid-dead-letter-queue",
    severity: Severity::Error,
    title: "The dead-letter queue of a target is not a standard queue.",
    explanation: "EventBridge keeps events that it could not deliver in a standard SQS queue, named by its ARN. A topic, a \
        FIFO queue or a queue's URL is refused, or never gets an event. `Ref` gives the URL of a queue; `Fn::GetAtt` its \
        ARN.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html"],
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
}

fn judge<'t>(ctx: &Context<'t>, arn: &'t cfn::read::Node) -> Option<(String, String)> {
    if let Some(resource) = ctx.target(arn) {
        let id = resource.id;
        if resource.kind != "AWS::SQS::Queue" {
            let message = format!("`{id}` is of type `{}`", resource.kind);
            return Some((message, "give the ARN of an `AWS::SQS::Queue`".to_owned()));
        }
        if arn.call_of(&cfn::read::Function::Ref).is_some() {
            return Some((format!("`!Ref {id}` is the queue's URL"), format!("write `!GetAtt {id}.Arn`")));
        }
        let fifo = ctx.get(resource.properties()?, "FifoQueue");
        return (fifo.len() == 1 && is_true(fifo[0])).then(|| {
            (format!("`{id}` is a FIFO queue"), "EventBridge takes standard queues only".to_owned())
        });
    }
    if meant(ctx, arn).is_some() {
        return None;
    }
    let service = Arn::of(&ctx.pieces(arn)?)?.service?;
    (service != "sqs").then(|| {
        (format!("this is the ARN of a resource of `{service}`"), "give the ARN of an SQS queue".to_owned())
    })
}
