//! Who is told when an execution fails or an alarm rings.

use cfn::events::{Detail, EventPattern, InputTransformer, Rule, Target};
use cfn::iam::{Operator, PolicyDocument, Principal, Statement};
use cfn::sns::{Topic, TopicPolicy};
use cfn::{Arn, Handle, Pseudo, Resource, Value, text};
use diag::Diagnostic;
use spec::{Setting, Work};

use crate::approval::subscribe;
use crate::console;
use crate::context::Context;
use crate::deploy::deploy_task;
use crate::permissions::{actions, distinct};

/// The topic for failures; `None` where nobody is to be told.
pub(crate) fn add(cx: &mut Context<'_>) -> Result<Option<Value<Arn>>, Diagnostic> {
    let topic = match &cx.stack.notifications {
        Some(notifications) => match &notifications.topic {
            Some(existing) => Some(text![cx.text(existing)]),
            None => own_topic(cx, &notifications.emails)?,
        },
        None => {
            let reviewers = reviewers(cx);
            own_topic(cx, &reviewers)?
        }
    };
    if let Some(topic) = &topic {
        let rule = failures(cx, topic);
        cx.add("FailureRule", rule)?;
    }
    Ok(topic)
}

/// Without a word on notifications, those who approve are told: each once.
fn reviewers(cx: &Context<'_>) -> Vec<Setting> {
    distinct(cx.stack.tasks().flat_map(|task| match task.work() {
        Work::Approval(approval) => approval.emails.clone(),
        _ => Vec::new(),
    }))
}

fn own_topic(cx: &mut Context<'_>, emails: &[Setting]) -> Result<Option<Value<Arn>>, Diagnostic> {
    if emails.is_empty() {
        return Ok(None);
    }
    cx.template.section("Failures: who is told");
    let topic = Topic {
        display_name: format!("{} failures", cx.name()).chars().take(100).collect(),
        kms_master_key_id: None,
    };
    let topic = topic.entry().skip(
        "CKV_AWS_26",
        "EventBridge and CloudWatch publish here, and the key that AWS manages for SNS keeps services out.",
    );
    let topic = cx.add("NotificationTopic", topic)?;
    let policy = TopicPolicy { topics: vec![topic.arn()], policy_document: publishers(cx, &topic) };
    cx.add("NotificationTopicPolicy", policy)?;
    subscribe(cx, "Notification", &topic, emails)?;
    Ok(Some(topic.arn()))
}

fn publishers(cx: &Context<'_>, topic: &Handle<Topic>) -> PolicyDocument {
    let publish = actions!["sns:Publish"];
    // "You can't use Condition blocks in Amazon SNS topic policies for EventBridge":
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    let failures = Statement::allow("FailedExecutions", publish.clone())
        .to(Principal::Service("events.amazonaws.com"))
        .on([topic.arn()]);
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/US_SetupSNS.html
    let alarms = Statement::allow("RingingAlarms", publish)
        .to(Principal::Service("cloudwatch.amazonaws.com"))
        .on([topic.arn()])
        .when(Operator::StringEquals, "aws:SourceAccount", Pseudo::AccountId)
        .when(Operator::ArnLike, "aws:SourceArn", Value::<Arn>::named("cloudwatch", "alarm:*"));
    let any_alarm = cx.stack.tasks().filter_map(deploy_task).any(|(_, deploy)| !deploy.watched().is_empty());
    PolicyDocument::new(std::iter::once(failures).chain(any_alarm.then_some(alarms)))
}

/// A failed execution, in a sentence and with a link.
fn failures(cx: &Context<'_>, topic: &Value<Arn>) -> Rule {
    let link = console::pipeline(cx.name());
    let sentence = text![
        r#""Execution <execution> of the pipeline <pipeline> failed. See which action, and why: "#,
        link,
        "\""
    ];
    Rule {
        name: None,
        description: format!("A failed execution of {}", cx.name()),
        event_pattern: EventPattern {
            source: vec!["aws.codepipeline"],
            detail_type: vec!["CodePipeline Pipeline Execution State Change"],
            resources: Vec::new(),
            detail: Detail::CodePipeline { pipeline: vec![cx.name().to_owned()], state: vec!["FAILED"] },
        },
        targets: vec![Target {
            id: "Topic",
            arn: topic.clone(),
            role_arn: None,
            input_transformer: Some(InputTransformer {
                input_paths_map: [("execution", "$.detail.execution-id"), ("pipeline", "$.detail.pipeline")]
                    .into(),
                input_template: sentence,
            }),
        }],
    }
}
