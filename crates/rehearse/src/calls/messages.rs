//! Messages: who publishes to topics, and what the topics' encryption asks of them.

use super::events::{By, Delivery};
use super::names::{key, topics_key};
use super::{Calls, When};
use crate::world::{Resource, World};

/// "The publisher must have the kms:GenerateDataKey and kms:Decrypt permissions."
const KEYS: &str = "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html";
const ALARMS: &str = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/US_SetupSNS.html";
const ALARM_FUNCTIONS: &str =
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html";
const NOTIFICATIONS: &str = "https://docs.aws.amazon.com/dtconsole/latest/userguide/set-up-sns.html";

const FUNCTIONS: &str = "https://docs.aws.amazon.com/sns/latest/dg/sns-lambda-as-subscriber.html";
const QUEUES: &str = "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html";
const LOG_KEYS: &str = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html";

/// Publishing under a role, through the topic's key, where it is not AWS's own: that lets roles of the account in.
pub(super) fn publish_as_role(world: &World<'_>, topic: &str, page: &'static str) -> Calls {
    let mut calls = Calls::none();
    calls.push("sns:Publish", topic, When::Always, page);
    let name = encryption(world, topic);
    if let Some(key) = name.as_deref().and_then(|name| key(world, name)) {
        calls.extend(encrypt(world, &key).with("kms:CallerAccount", world.account()));
    }
    calls
}

/// Publishing as a service, which the topic's policy must allow, and the policy of its key.
pub(super) fn publish_as_service(
    world: &World<'_>,
    topic: &str,
    context: &[(&'static str, String)],
    page: &'static str,
) -> Calls {
    if world.by_arn(topic).is_none() {
        return Calls::unknown(format!(
            "the topic {topic} is not in the template: nor are its policy and its key"
        ));
    }
    let mut calls = Calls::none();
    calls.push("sns:Publish", topic, When::Always, page);
    if let Some(name) = encryption(world, topic) {
        calls.extend(encrypt(world, &key(world, &name).unwrap_or_else(|| topics_key(world))));
    }
    for (key, value) in context {
        calls = calls.with(key, value);
    }
    calls
}

/// What the topic is encrypted with, as it is named there.
fn encryption(world: &World<'_>, topic: &str) -> Option<String> {
    world.by_arn(topic)?.property("KmsMasterKeyId").text().map(ToOwned::to_owned)
}

fn encrypt(world: &World<'_>, key: &str) -> Calls {
    let mut calls = Calls::none();
    calls.push("kms:GenerateDataKey", key, When::Always, KEYS);
    calls.push("kms:Decrypt", key, When::Always, KEYS);
    calls.with("kms:ViaService", &format!("sns.{}.amazonaws.com", world.region()))
}

/// What an alarm calls when it changes its state.
pub(crate) fn alarm(world: &World<'_>, alarm: &Resource<'_>) -> Vec<Delivery> {
    let mut found = Vec::new();
    if alarm.property("ActionsEnabled").boolean() == Some(false) {
        return found;
    }
    // The policy that SNS gives a topic hangs on the owner, and lets alarms through.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    let mut context = vec![
        ("aws:SourceAccount", world.account().to_owned()),
        ("aws:SourceOwner", world.account().to_owned()),
    ];
    context.extend(alarm.arn().map(|arn| ("aws:SourceArn", arn)));
    let states = [
        ("AlarmActions", When::Only("when the alarm rings")),
        ("OKActions", When::Only("when the alarm is over")),
        ("InsufficientDataActions", When::Only("when the alarm has no data")),
    ];
    for (list, when) in states {
        for target in alarm.property(list).items().iter().filter_map(|target| target.text()) {
            let (service, calls) = match target.split(':').nth(2) {
                Some("sns") => {
                    ("cloudwatch.amazonaws.com", publish_as_service(world, target, &context, ALARMS))
                }
                Some("lambda") => {
                    let mut calls = Calls::none();
                    calls.push("lambda:InvokeFunction", target, When::Always, ALARM_FUNCTIONS);
                    for (key, value) in &context {
                        calls = calls.with(key, value);
                    }
                    ("lambda.alarms.cloudwatch.amazonaws.com", calls)
                }
                _ => {
                    let calls = Calls::unknown(format!("what the alarm does with {target} is not modelled"));
                    ("cloudwatch.amazonaws.com", calls)
                }
            };
            found.push(Delivery {
                target: target.to_owned(),
                by: By::Service(service.into()),
                calls: calls.only(when),
            });
        }
    }
    found
}

/// What a notification rule calls. Of condition keys AWS says nothing: its policies have none.
pub(crate) fn notification_rule(world: &World<'_>, rule: &Resource<'_>) -> Vec<Delivery> {
    let targets = rule.property("Targets").items().iter();
    targets
        .filter_map(|target| {
            let address = target.get("TargetAddress").text()?;
            let calls = match target.get("TargetType").text() {
                Some("SNS") => publish_as_service(world, address, &[], NOTIFICATIONS),
                _ => Calls::unknown(format!("what notifications to {address} call is not modelled")),
            };
            let by = By::Service("codestar-notifications.amazonaws.com".into());
            Some(Delivery { target: address.to_owned(), by, calls })
        })
        .collect()
}

/// What SNS calls to deliver a message to a subscriber, in its own name; mails and web addresses need nothing.
pub(crate) fn subscription(world: &World<'_>, subscription: &Resource<'_>) -> Option<Delivery> {
    let topic = subscription.property("TopicArn").text()?;
    let target = subscription.property("Endpoint").text()?;
    let (action, page) = match subscription.property("Protocol").text()? {
        "lambda" => ("lambda:InvokeFunction", FUNCTIONS),
        "sqs" => ("sqs:SendMessage", QUEUES),
        _ => return None,
    };
    let mut calls = Calls::none();
    if world.by_arn(target).is_some() {
        calls.push(action, target, When::Always, page);
    } else {
        calls.unmodelled(format!("the subscriber {target} is not in the template: nor is its policy"));
    }
    let calls = calls.with("aws:SourceArn", topic);
    Some(Delivery { target: target.to_owned(), by: By::Service("sns.amazonaws.com".into()), calls })
}

/// What CloudWatch Logs calls on the key of a log group, where it has one.
pub(crate) fn log_group_key(world: &World<'_>, group: &Resource<'_>) -> Option<Delivery> {
    const LISTED: When = When::Listed("AWS's page grants it beside the other uses of the key");
    let key = key(world, group.property("KmsKeyId").text()?)?;
    let mut calls = Calls::none();
    if world.by_arn(&key).is_some() {
        calls.push("kms:GenerateDataKey", &key, When::Always, LOG_KEYS);
        calls.push("kms:Decrypt", &key, When::Always, LOG_KEYS);
        let beside = [
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
        ];
        for action in beside {
            calls.push(action, &key, LISTED, LOG_KEYS);
        }
    } else {
        calls.unmodelled(format!("the key {key} is not in the template: nor is its policy"));
    }
    let arn = group.arn()?;
    let calls = calls.with("kms:EncryptionContext:aws:logs:arn", arn.strip_suffix(":*").unwrap_or(&arn));
    let by = By::Service(format!("logs.{}.amazonaws.com", world.region()).into());
    Some(Delivery { target: key, by, calls })
}
