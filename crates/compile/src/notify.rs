//! Who is told of what: when an execution fails or an alarm rings, and whatever channels wait for.

use cfn::events::{Detail, EventPattern, InputTransformer, OfType, Rule, Target};
use cfn::iam::{Operator, PolicyDocument, Principal, Statement};
use cfn::sns::{Topic, TopicPolicy};
use cfn::{Arn, Handle, IntoParts, Pseudo, Resource, Text, Value, text};
use diag::{Diagnostic, Span};
use spec::{Channel, Event, Located, Setting};

use crate::approval::subscribe;
use crate::chat;
use crate::console;
use crate::context::Context;
use crate::names::words;
use crate::permissions::{actions, distinct};

/// Where something is told.
pub(crate) struct Told<'a> {
    /// The channel's name; none for those whom the stack tells of failures.
    pub(crate) name: Option<&'a Located<String>>,
    channel: Channel,
    pub(crate) topic: Value<Arn>,
}

impl Told<'_> {
    /// Whether alarms are told there.
    pub(crate) fn of_alarms(&self) -> bool {
        self.channel.tells(Event::Alarm)
    }

    /// How logical IDs begin.
    pub(crate) fn words(&self) -> String {
        id(self.name)
    }

    /// Where its name is.
    pub(crate) fn span(&self) -> Option<Span> {
        self.name.and_then(Located::span)
    }
}

fn id(name: Option<&Located<String>>) -> String {
    name.map(|name| words(name)).unwrap_or_default()
}

/// Everybody who is told something; nobody, where nobody is to be.
pub(crate) fn add<'a>(cx: &mut Context<'a>) -> Result<Vec<Told<'a>>, Diagnostic> {
    let stack = cx.stack;
    let own = match &stack.notifications {
        Some(notifications) => notifications.own(),
        None => Some(Channel { emails: reviewers(cx), ..Channel::default() }),
    };
    let named = stack.notifications.iter().flat_map(|told| &told.channels);
    let named = named.map(|(name, channel)| (Some(name), channel.clone()));
    let mut all = Vec::new();
    for (name, channel) in own.map(|own| (None, own)).into_iter().chain(named) {
        let topic = match &channel.topic {
            Some(existing) => Some(text![cx.text(existing)]),
            None => own_topic(cx, name, &channel)?,
        };
        let Some(topic) = topic else { continue };
        let told = Told { name, channel, topic };
        rules(cx, &told)?;
        all.push(told);
    }
    Ok(all)
}

/// Without a word on notifications, those who approve are told: each once.
fn reviewers(cx: &Context<'_>) -> Vec<Setting> {
    distinct(cx.stack.approvals().flat_map(|(_, approval, _)| approval.emails.clone()))
}

fn is_chat(channel: &Channel) -> bool {
    channel.slack.is_some() || channel.teams.is_some()
}

fn own_topic(
    cx: &mut Context<'_>,
    name: Option<&Located<String>>,
    channel: &Channel,
) -> Result<Option<Value<Arn>>, Diagnostic> {
    if channel.emails.is_empty() && !is_chat(channel) {
        return Ok(None);
    }
    let what = name.map_or("failures", |name| name.as_str());
    let section = name.map_or_else(|| "Failures: who is told".to_owned(), |_| format!("Told at {what}"));
    cx.template.section(&section);
    let topic = Topic {
        display_name: format!("{} {what}", cx.name()).chars().take(100).collect(),
        kms_master_key_id: None,
    };
    let topic = topic.entry().skip(
        "CKV_AWS_26",
        "EventBridge and CloudWatch publish here, and the key that AWS manages for SNS keeps services out.",
    );
    let (id, place) = (id(name), name.and_then(Located::span));
    let topic = cx.add_at(place, &format!("{id}NotificationTopic"), topic)?;
    let policy = TopicPolicy { topics: vec![topic.arn()], policy_document: publishers(cx, channel, &topic) };
    cx.add_at(place, &format!("{id}NotificationTopicPolicy"), policy)?;
    subscribe(cx, &format!("{id}Notification"), &topic, &channel.emails)?;
    if let Some(name) = name.filter(|_| is_chat(channel)) {
        chat::add(cx, name, channel, &topic.arn())?;
    }
    Ok(Some(topic.arn()))
}

fn publishers(cx: &Context<'_>, channel: &Channel, topic: &Handle<Topic>) -> PolicyDocument {
    let publish = actions!["sns:Publish"];
    let rules = patterns(cx, channel);
    let sid =
        if rules.iter().all(|(event, _)| *event == Event::Failed) { "FailedExecutions" } else { "Events" };
    // "You can't use Condition blocks in Amazon SNS topic policies for EventBridge":
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    let events = Statement::allow(sid, publish.clone())
        .to(Principal::Service("events.amazonaws.com"))
        .on([topic.arn()]);
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/US_SetupSNS.html
    let alarms = Statement::allow("RingingAlarms", publish)
        .to(Principal::Service("cloudwatch.amazonaws.com"))
        .on([topic.arn()])
        .when(Operator::StringEquals, "aws:SourceAccount", Pseudo::AccountId)
        .when(Operator::ArnLike, "aws:SourceArn", Value::<Arn>::named("cloudwatch", "alarm:*"));
    let stack = cx.stack;
    // CloudWatch tells topics of its own region; elsewhere alarms stop deployments alone.
    let any_alarm = stack.deploys_here().any(|deploy| !stack.settled(deploy).watched().is_empty());
    let alarms = (any_alarm && channel.tells(Event::Alarm)).then_some(alarms);
    PolicyDocument::new((!rules.is_empty()).then_some(events).into_iter().chain(alarms))
}

/// What a channel waits for, each with the event that its rule is named after.
fn patterns(cx: &Context<'_>, channel: &Channel) -> Vec<(Event, EventPattern)> {
    let pipeline = || vec![cx.name().to_owned()];
    let execution = |state| EventPattern {
        source: vec!["aws.codepipeline"],
        detail_type: vec!["CodePipeline Pipeline Execution State Change"],
        resources: Vec::new(),
        detail: Detail::CodePipeline { pipeline: pipeline(), state },
    };
    let others = [Event::Started, Event::Succeeded, Event::Stopped, Event::Superseded];
    let states: Vec<_> =
        others.into_iter().filter(|event| channel.tells(*event)).filter_map(Event::state).collect();
    let approval = || EventPattern {
        source: vec!["aws.codepipeline"],
        detail_type: vec!["CodePipeline Action Execution State Change"],
        resources: Vec::new(),
        detail: Detail::CodePipelineAction {
            pipeline: pipeline(),
            state: vec!["STARTED"],
            of_type: OfType { category: vec!["Approval"] },
        },
    };
    let deployment = || EventPattern {
        source: vec!["aws.codedeploy"],
        detail_type: vec!["CodeDeploy Deployment State-change Notification"],
        resources: Vec::new(),
        detail: Detail::CodeDeploy { application: pipeline(), state: vec!["FAILURE", "STOP"] },
    };
    let mut all = Vec::new();
    if channel.tells(Event::Failed) {
        all.push((Event::Failed, execution(vec!["FAILED"])));
    }
    if !states.is_empty() {
        all.push((Event::Started, execution(states)));
    }
    if channel.tells(Event::Approval) {
        all.push((Event::Approval, approval()));
    }
    if channel.tells(Event::DeploymentFailed) {
        all.push((Event::DeploymentFailed, deployment()));
    }
    all
}

fn rules(cx: &mut Context<'_>, told: &Told<'_>) -> Result<(), Diagnostic> {
    for (event, event_pattern) in patterns(cx, &told.channel) {
        let message = message(event);
        let input_transformer = InputTransformer {
            input_paths_map: message.paths.iter().copied().collect(),
            input_template: worded(&message, console::pipeline(cx.name()), is_chat(&told.channel)),
        };
        let rule = Rule {
            name: None,
            description: format!("{} of {}", message.what, cx.name()),
            event_pattern,
            targets: vec![Target {
                id: "Topic",
                arn: told.topic.clone(),
                role_arn: None,
                input_transformer: Some(input_transformer),
            }],
        };
        cx.add_at(told.span(), &format!("{}{}Rule", told.words(), message.rule), rule)?;
    }
    Ok(())
}

/// What is said of an event, with what of it is filled in.
struct Message {
    /// How its rule is named.
    rule: &'static str,
    what: &'static str,
    /// A headline for chats.
    title: &'static str,
    /// A sentence that a link follows.
    text: &'static str,
    paths: &'static [(&'static str, &'static str)],
}

fn message(event: Event) -> Message {
    const EXECUTION: (&str, &str) = ("execution", "$.detail.execution-id");
    const PIPELINE: (&str, &str) = ("pipeline", "$.detail.pipeline");
    const STATE: (&str, &str) = ("state", "$.detail.state");
    match event {
        Event::Failed => Message {
            rule: "Failure",
            what: "A failed execution",
            title: "<pipeline>: an execution failed",
            text: "Execution <execution> of the pipeline <pipeline> failed. See which action, and why: ",
            paths: &[EXECUTION, PIPELINE],
        },
        Event::Approval => Message {
            rule: "Approval",
            what: "A wanted approval",
            title: "<pipeline>: <stage> waits for approval",
            text: "Execution <execution> of the pipeline <pipeline> waits for approval in <stage>. Decide: ",
            paths: &[EXECUTION, PIPELINE, ("stage", "$.detail.stage")],
        },
        Event::DeploymentFailed => Message {
            rule: "Deployment",
            what: "A failed or stopped deployment",
            title: "<application>: a deployment of <group> did not succeed",
            text: "Deployment <deployment> of <group> ended with <state>; traffic goes back where rollback is on. See the execution: ",
            paths: &[
                ("application", "$.detail.application"),
                ("deployment", "$.detail.deploymentId"),
                ("group", "$.detail.deploymentGroup"),
                STATE,
            ],
        },
        Event::Started | Event::Succeeded | Event::Stopped | Event::Superseded | Event::Alarm => Message {
            rule: "Execution",
            what: "The course of executions",
            title: "<pipeline>: <state>",
            text: "Execution <execution> of the pipeline <pipeline>: <state>. See it: ",
            paths: &[EXECUTION, PIPELINE, STATE],
        },
    }
}

/// A sentence with a link; for a chat, in the form that it takes.
/// <https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html>
fn worded(message: &Message, link: impl IntoParts, for_chat: bool) -> Text {
    if !for_chat {
        return text!["\"", message.text, link, "\""];
    }
    text![
        r#"{"version": "1.0", "source": "custom", "content": {"textType": "client-markdown", "title": ""#,
        message.title,
        r#"", "description": ""#,
        message.text,
        link,
        r#""}}"#
    ]
}
