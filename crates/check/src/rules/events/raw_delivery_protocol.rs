//! Raw delivery on a protocol that has none.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::is_true;
use super::subscription::all;

pub(super) const RULE: Rule = Rule {
    code: "raw-delivery-protocol",
    severity: Severity::Error,
    title: "A subscription delivers raw messages by a protocol that cannot.",
    explanation: "`RawMessageDelivery` leaves out the JSON that SNS wraps a message in. Only queues, HTTP \
        and HTTPS endpoints and Firehose streams can have that; for a function, an e-mail address, a \
        telephone number or a mobile endpoint SNS refuses the attribute when the stack is deployed.",
    pages: &["https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html"],
    check,
};

const ABLE: [&str; 4] = ["sqs", "http", "https", "firehose"];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for subscription in all(ctx) {
        let Some(protocol) = subscription.protocol(ctx) else { continue };
        let known = super::subscription::PROTOCOLS.iter().any(|(known, _)| *known == protocol);
        for raw in ctx.get(subscription.node, "RawMessageDelivery") {
            if known && is_true(raw) && !ABLE.contains(&protocol.as_str()) {
                findings.add(
                    RULE.at(raw.handle(), format!("`{protocol}` has no raw delivery"))
                        .label("refused")
                        .help("leave `RawMessageDelivery` out"),
                );
            }
        }
    }
}
