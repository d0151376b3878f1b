//! A topic or queue under the key that AWS manages, to which a service is to send.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::keys::is_managed;
use super::senders::{self, Destination};

pub(super) const RULE: Rule = Rule {
    code: "managed-key-keeps-sender-out",
    severity: Severity::Error,
    title: "A topic or queue is encrypted with a key that keeps out the service that is to send to it.",
    explanation: "The keys `alias/aws/sns` and `alias/aws/sqs` serve users and roles of the account, but no \
        service that comes with its own principal, and their policies can't be changed. What EventBridge \
        rules, notification rules, alarms, buckets, budgets and topics send to such a topic or queue is lost \
        without a trace. Use a key of your own whose policy lets the service in (`kms:Decrypt` and \
        `kms:GenerateDataKey*`), or leave the topic or queue without one; queues can use SQS's own keys by \
        `SqsManagedSseEnabled`.",
    pages: &[
        "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (destination, what, service) in
        [(Destination::Topic, "topic", "sns"), (Destination::Queue, "queue", "sqs")]
    {
        for sender in senders::to(ctx, destination) {
            let keys = sender.to.properties().map_or_else(Vec::new, |to| ctx.get(to, "KmsMasterKeyId"));
            for key in keys.into_iter().filter(|key| is_managed(ctx, key, service)) {
                findings.add(
                    RULE.at(
                        key.handle(),
                        format!("the key of the {what} `{}` keeps out {}", sender.to.id, sender.by),
                    )
                    .label(format!("`{}` can't use this key", sender.service))
                    .related(sender.span, "where it is to send")
                    .help("use a key of your own whose policy lets the service in, or none"),
                );
            }
        }
    }
}
