//! Which AWS services send something to the topics, queues and functions of a template.
//!
//! In: a template. Out: each place that names a topic, queue or function of the same template as the destination of
//! a service that comes with its own principal. What a role sends isn't here: that is between the role and IAM.

use cfn::read::Node;
use diag::Span;

use crate::context::{Context, Resource};

use super::read::{meanings, of_type, targets};
use super::subscription;

/// A service that sends to a resource of the template.
pub(super) struct Sender<'a, 't> {
    /// Where it sends to.
    pub(super) to: &'a Resource<'t>,
    /// Its principal.
    pub(super) service: &'static str,
    /// What makes it send: ``the rule `Failed` ``.
    pub(super) by: String,
    /// The rule of EventBridge's that sends, where it is one.
    pub(super) rule: Option<&'t str>,
    /// Where the destination is named.
    pub(super) span: Span,
}

/// Whether it is a topic, a queue, or a function (its versions and aliases included).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    Topic,
    Queue,
    Function,
}

impl Destination {
    fn types(self) -> &'static [&'static str] {
        match self {
            Self::Topic => &["AWS::SNS::Topic"],
            Self::Queue => &["AWS::SQS::Queue"],
            Self::Function => &["AWS::Lambda::Function", "AWS::Lambda::Alias", "AWS::Lambda::Version"],
        }
    }
}

/// Everything that is sent to destinations of a kind.
pub(super) fn to<'a, 't>(ctx: &'a Context<'t>, destination: Destination) -> Vec<Sender<'a, 't>> {
    let mut all = Vec::new();
    rules(ctx, &mut all);
    subscriptions(ctx, &mut all);
    alarms(ctx, destination, &mut all);
    notifications(ctx, &mut all);
    buckets(ctx, &mut all);
    budgets(ctx, &mut all);
    all.retain(|sender| destination.types().contains(&sender.to.kind));
    all
}

fn add<'a, 't>(
    ctx: &'a Context<'t>,
    node: &'t Node,
    service: &'static str,
    by: &str,
    all: &mut Vec<Sender<'a, 't>>,
) {
    for to in meanings(ctx, node) {
        all.push(Sender { to, service, by: by.to_owned(), rule: None, span: node.handle() });
    }
}

fn rules<'a, 't>(ctx: &'a Context<'t>, all: &mut Vec<Sender<'a, 't>>) {
    const SERVICE: &str = "events.amazonaws.com";
    for (rule, target) in targets(ctx) {
        let by = format!("the rule `{}`", rule.id);
        let before = all.len();
        if ctx.is_absent(target, "RoleArn") {
            for arn in ctx.get(target, "Arn") {
                add(ctx, arn, SERVICE, &by, all);
            }
        }
        for queue in ctx.all(target, &["DeadLetterConfig", "Arn"]) {
            add(ctx, queue, SERVICE, &by, all);
        }
        for sender in all.iter_mut().skip(before) {
            sender.rule = Some(rule.id);
        }
    }
}

fn subscriptions<'a, 't>(ctx: &'a Context<'t>, all: &mut Vec<Sender<'a, 't>>) {
    const SERVICE: &str = "sns.amazonaws.com";
    for subscription in subscription::all(ctx) {
        let kind = if subscription.resource.kind == "AWS::SNS::Topic" { "topic" } else { "subscription" };
        let by = format!("the {kind} `{}`", subscription.resource.id);
        let delivers =
            subscription.protocol(ctx).is_none_or(|protocol| matches!(protocol.as_str(), "sqs" | "lambda"));
        if delivers {
            for endpoint in ctx.get(subscription.node, "Endpoint") {
                add(ctx, endpoint, SERVICE, &by, all);
            }
        }
        for queue in ctx.all(subscription.node, &["RedrivePolicy", "deadLetterTargetArn"]) {
            add(ctx, queue, SERVICE, &by, all);
        }
    }
}

fn alarms<'a, 't>(ctx: &'a Context<'t>, destination: Destination, all: &mut Vec<Sender<'a, 't>>) {
    let service = match destination {
        Destination::Topic => "cloudwatch.amazonaws.com",
        // Functions are called under a principal of their own.
        Destination::Function => "lambda.alarms.cloudwatch.amazonaws.com",
        // No alarm sends to a queue.
        Destination::Queue => return,
    };
    for kind in ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"] {
        for (alarm, properties) in of_type(ctx, kind) {
            let by = format!("the alarm `{}`", alarm.id);
            for list in ["AlarmActions", "OKActions", "InsufficientDataActions"] {
                for action in ctx.get(properties, list).into_iter().flat_map(|list| ctx.items(list)) {
                    add(ctx, action, service, &by, all);
                }
            }
        }
    }
}

fn notifications<'a, 't>(ctx: &'a Context<'t>, all: &mut Vec<Sender<'a, 't>>) {
    for (rule, properties) in of_type(ctx, "AWS::CodeStarNotifications::NotificationRule") {
        let by = format!("the notification rule `{}`", rule.id);
        for address in ctx.all(properties, &["Targets", "TargetAddress"]) {
            add(ctx, address, "codestar-notifications.amazonaws.com", &by, all);
        }
    }
}

fn buckets<'a, 't>(ctx: &'a Context<'t>, all: &mut Vec<Sender<'a, 't>>) {
    const WAYS: [[&str; 2]; 3] = [
        ["TopicConfigurations", "Topic"],
        ["QueueConfigurations", "Queue"],
        ["LambdaConfigurations", "Function"],
    ];
    for (bucket, properties) in of_type(ctx, "AWS::S3::Bucket") {
        let by = format!("the bucket `{}`", bucket.id);
        for [configurations, key] in WAYS {
            for node in ctx.all(properties, &["NotificationConfiguration", configurations, key]) {
                add(ctx, node, "s3.amazonaws.com", &by, all);
            }
        }
    }
}

fn budgets<'a, 't>(ctx: &'a Context<'t>, all: &mut Vec<Sender<'a, 't>>) {
    for (budget, properties) in of_type(ctx, "AWS::Budgets::Budget") {
        let by = format!("the budget `{}`", budget.id);
        for address in ctx.all(properties, &["NotificationsWithSubscribers", "Subscribers", "Address"]) {
            add(ctx, address, "budgets.amazonaws.com", &by, all);
        }
    }
}
