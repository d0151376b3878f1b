//! The approvals: a topic for the reviewers of each, or one that exists.

use cfn::sns::{Subscription, Topic};
use cfn::{Arn, Handle, Resource, Value, text};
use diag::Diagnostic;
use spec::{Approval, FunctionRef, Setting, Task, Work};

use crate::context::Context;
use crate::deploy::deploy_task;
use crate::functions::Target;
use crate::names::{address_words, words};

/// The one action of a stage that is an approval.
const ACTION: &str = "Approve";

/// An approval and whom it asks.
pub(crate) struct Gate<'a> {
    pub(crate) task: Task<'a>,
    pub(crate) spec: &'a Approval,
    pub(crate) topic: Value<Arn>,
    /// Whether there is a build to look at, and the versions that it made.
    pub(crate) released: bool,
    /// What the stages behind it deploy.
    guarded: Vec<&'a FunctionRef>,
}

impl Gate<'_> {
    /// The action's name in its stage.
    pub(crate) fn action(&self) -> &str {
        self.task.action.name.as_ref().map_or(ACTION, |name| name.as_str())
    }

    /// Whether the version of the function is what it decides about.
    pub(crate) fn guards(&self, target: &Target<'_>) -> bool {
        self.released && self.guarded.iter().any(|function| target.key == function.name())
    }
}

pub(crate) fn add<'a>(cx: &mut Context<'a>) -> Result<Vec<Gate<'a>>, Diagnostic> {
    let stack = cx.stack;
    let tasks: Vec<_> = stack.tasks().collect();
    let approvals = tasks.iter().enumerate().filter_map(|(index, task)| match task.work() {
        Work::Approval(approval) => Some((index, *task, approval)),
        _ => None,
    });
    let mut gates = Vec::new();
    for (index, task, spec) in approvals {
        let topic = match &spec.topic {
            Some(existing) => text![cx.text(existing)],
            None => {
                let id = words(&task.whole_name());
                cx.template.section(&format!("{}: who is asked", task.name().as_str()));
                // The pipeline's role publishes here, and may through the key of AWS's own: a role of this account.
                let topic = Topic {
                    display_name: format!("{} {}", cx.name(), task.name().as_str())
                        .chars()
                        .take(100)
                        .collect(),
                    kms_master_key_id: Some("alias/aws/sns".to_owned()),
                };
                let topic = cx.add_at(task.name().span(), &format!("{id}Topic"), topic)?;
                subscribe(cx, &id, &topic, &spec.emails)?;
                topic.arn()
            }
        };
        let (before, behind) = tasks.split_at(index);
        let released = before.iter().any(|task| matches!(task.work(), Work::Build(_)));
        let behind = behind.iter().copied().filter_map(deploy_task);
        let guarded = behind.flat_map(|(_, deploy)| &deploy.functions).collect();
        gates.push(Gate { task, spec, topic, released, guarded });
    }
    Ok(gates)
}

/// One subscription for each address, named after it, so that taking one away leaves the others alone.
pub(crate) fn subscribe(
    cx: &mut Context<'_>,
    id: &str,
    topic: &Handle<Topic>,
    emails: &[Setting],
) -> Result<(), Diagnostic> {
    for email in emails {
        let (name, place) = match email {
            Setting::Literal(address) => (address_words(address), address.span()),
            Setting::Parameter(parameter) => (words(parameter.name()), parameter.name().span()),
        };
        let subscription =
            Subscription { topic_arn: topic.arn(), protocol: "email", endpoint: cx.text(email) }.entry();
        cx.add_at(place, &format!("{id}{name}Subscription"), subscription)?;
    }
    Ok(())
}
