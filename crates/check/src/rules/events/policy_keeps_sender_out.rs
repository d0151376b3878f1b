//! The policy of a topic or queue that doesn't let in the service that is to send to it.

use std::collections::BTreeMap;

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::policy::Answer;
use crate::rule::Findings;

use super::attached;
use super::senders::{self, Destination};

pub(super) const RULE: Rule = Rule {
    code: "policy-keeps-sender-out",
    severity: Severity::Error,
    title: "The policy of a topic or queue keeps out the service that is to send to it.",
    explanation: "A topic or queue has one policy, and a service reaches it only if that allows the \
        service's principal `sns:Publish` or `sqs:SendMessage`: `events.amazonaws.com` for EventBridge \
        rules, `codestar-notifications.amazonaws.com` for notification rules, `cloudwatch.amazonaws.com` for \
        alarms, `s3.amazonaws.com` for buckets, `sns.amazonaws.com` for a topic's subscriptions. A policy in \
        the template takes the place of the default one, which at least alarms of the same account pass. \
        What the service sends is lost without a trace; a bucket's notifications fail the stack. Add a \
        statement for the service. For alarms it is a warning, as no page says that a statement for the \
        account itself does not serve.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
        "https://docs.aws.amazon.com/dtconsole/latest/userguide/set-up-sns.html",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/US_SetupSNS.html",
    ],
    check,
};

const KINDS: [(Destination, &str, &str); 2] =
    [(Destination::Topic, "topic", "sns:Publish"), (Destination::Queue, "queue", "sqs:SendMessage")];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let mut policies = BTreeMap::new();
    for (destination, what, action) in KINDS {
        for sender in senders::to(ctx, destination) {
            let attached = policies.entry(sender.to.id).or_insert_with(|| attached::to(ctx, sender.to));
            let answers =
                attached.policies.iter().map(|policy| policy.lets_service(ctx, sender.service, action));
            let kept_out = attached.complete && answers.into_iter().all(|answer| answer == Answer::No);
            if attached.policies.is_empty() || !kept_out {
                continue;
            }
            let (to, service) = (sender.to.id, sender.service);
            let related = ctx.resource(attached.policies[0].id).map(|policy| policy.id_span);
            let mut finding = RULE
                .at(sender.span, format!("the policy of the {what} `{to}` keeps out {}", sender.by))
                .label(format!("`{service}` may not send here"))
                .related(related, "the policy")
                .help(format!("allow `{action}` to `Service: {service}` in the policy"));
            // Alarms also pass policies that let in the account, in ways that no page settles.
            if service == "cloudwatch.amazonaws.com" {
                finding.severity = Severity::Warning;
            }
            findings.add(finding);
        }
    }
}
