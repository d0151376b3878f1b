//! A subscription of a Firehose stream without a role.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::subscription::all;

pub(super) const RULE: Rule = Rule {
    code: "firehose-needs-role",
    severity: Severity::Error,
    title: "A Firehose stream is subscribed to a topic without a role.",
    explanation: "SNS writes to a Firehose stream as the role in `SubscriptionRoleArn`, which must trust \
        `sns.amazonaws.com` and may put records into the stream. Subscribe refuses a subscription by \
        `firehose` without it, and so the stack fails. A topic's own `Subscription` list has no such \
        property: use an `AWS::SNS::Subscription`.",
    pages: &["https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for subscription in all(ctx) {
        let firehose = subscription.protocol(ctx).is_some_and(|protocol| protocol == "firehose");
        if firehose && ctx.is_absent(subscription.node, "SubscriptionRoleArn") {
            let place = subscription
                .node
                .get("Protocol")
                .map_or(subscription.resource.id_span, cfn::read::Node::handle);
            findings.add(
                RULE.at(place, "a subscription by `firehose` has no role")
                    .label("`SubscriptionRoleArn` is missing")
                    .help(
                        "give it a role that trusts `sns.amazonaws.com` and may put records into the stream",
                    ),
            );
        }
    }
}
