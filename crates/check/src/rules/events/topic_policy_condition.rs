//! A topic's policy that lets EventBridge in on a condition.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::policy::{Answer, Statement};
use crate::rule::Findings;

use super::attached;
use super::senders::{self, Destination};

pub(super) const RULE: Rule = Rule {
    code: "topic-policy-condition",
    severity: Severity::Warning,
    title: "A topic's policy lets EventBridge publish only on a condition.",
    explanation: "EventBridge's guide says that `Condition` blocks cannot be used in a topic's policy for \
        EventBridge: the rule's events may never reach the topic, and nothing says so. Allow \
        `events.amazonaws.com` `sns:Publish` on the topic without a condition. Conditions on `aws:SourceArn` \
        and `aws:SourceAccount` are fine for other services, such as CloudWatch, and in the policies of \
        queues and functions.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html"],
    check,
};

const SERVICE: &str = "events.amazonaws.com";

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for sender in senders::to(ctx, Destination::Topic).into_iter().filter(|sender| sender.service == SERVICE)
    {
        let attached = attached::to(ctx, sender.to);
        let mut letting_in: Vec<&Statement<'_>> = Vec::new();
        for statement in attached.policies.iter().flat_map(|policy| &policy.statements) {
            let answer =
                statement.names_service(ctx, SERVICE).and(statement.names_action(ctx, "sns:Publish"));
            if answer != Answer::No && statement.allows() {
                letting_in.push(statement);
            }
        }
        let sure = attached.policies.iter().all(|policy| policy.complete);
        let conditional = |statement: &&Statement<'_>| !statement.comparisons().is_empty();
        if !sure || letting_in.is_empty() || !letting_in.iter().all(conditional) {
            continue;
        }
        findings.add(
            RULE.at(
                letting_in[0].span,
                format!("the topic `{}` lets EventBridge in on a condition", sender.to.id),
            )
            .label("not supported for `events.amazonaws.com`")
            .related(sender.span, "where it is to publish")
            .help("leave `Condition` out of this statement"),
        );
    }
}
