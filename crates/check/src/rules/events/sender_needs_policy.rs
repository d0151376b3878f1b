//! A topic or queue without a policy, to which a service is to send.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::attached;
use super::senders::{self, Destination};

pub(super) const RULE: Rule = Rule {
    code: "sender-needs-policy",
    severity: Severity::Warning,
    title: "A service is to send to a topic or queue that has no policy.",
    explanation: "A new topic's own policy lets in only the account that owns it, a new queue has none at \
        all. EventBridge, notification rules, buckets, budgets and topics come with principals of their own, \
        and reach a topic or queue only by a policy that allows them `sns:Publish` or `sqs:SendMessage`. \
        Without one what they send is lost without a trace. (Alarms pass a topic's default policy.) Add an \
        `AWS::SNS::TopicPolicy` or `AWS::SQS::QueuePolicy`. It is a warning, because another stack may \
        attach one.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
        "https://docs.aws.amazon.com/dtconsole/latest/userguide/set-up-sns.html",
        "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (destination, what, action, policy) in [
        (Destination::Topic, "topic", "sns:Publish", "AWS::SNS::TopicPolicy"),
        (Destination::Queue, "queue", "sqs:SendMessage", "AWS::SQS::QueuePolicy"),
    ] {
        for sender in senders::to(ctx, destination) {
            if destination == Destination::Topic && sender.service == "cloudwatch.amazonaws.com" {
                continue;
            }
            let attached = attached::to(ctx, sender.to);
            if !attached.complete || !attached.policies.is_empty() {
                continue;
            }
            let (to, service) = (sender.to.id, sender.service);
            findings.add(
                RULE.at(sender.span, format!("no policy of the {what} `{to}` lets in {}", sender.by))
                    .label("never arrives")
                    .related(sender.to.id_span, format!("the {what}"))
                    .help(format!("add an `{policy}` that allows `{action}` to `Service: {service}`")),
            );
        }
    }
}
