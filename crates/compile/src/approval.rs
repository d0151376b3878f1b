//! The approvals: a topic for the reviewers of each, or one that exists.

use std::borrow::Cow;

use cfn::sns::{Subscription, Topic};
use cfn::{Arn, Handle, Resource, Value, text};
use diag::Diagnostic;
use spec::{Approval, EnvironmentRef, FunctionRef, Located, Setting, Task};

use crate::context::Context;
use crate::deploy::deploy_task;
use crate::functions::Target;
use crate::names::{address_words, words};

/// The one action of a stage that is an approval, and that of a deploy stage whose environment asks for one.
const ACTION: &str = "Approve";

/// An approval and whom it asks.
pub(crate) struct Gate<'a> {
    pub(crate) task: Task<'a>,
    pub(crate) spec: &'a Approval,
    pub(crate) topic: Value<Arn>,
    /// Whether there is a build to look at, and the versions that it made.
    pub(crate) released: bool,
    /// The environment that asks for it.
    pub(crate) environment: Option<&'a Located<String>>,
    /// What it or the stages behind it deploy.
    guarded: Vec<&'a FunctionRef>,
}

impl Gate<'_> {
    /// The action's name in its stage.
    pub(crate) fn action(&self) -> Cow<'_, str> {
        match (&self.task.action.name, self.environment) {
            (None, _) => ACTION.into(),
            (Some(name), None) => name.as_str().into(),
            (Some(name), Some(_)) => format!("{}-{ACTION}", name.as_str()).into(),
        }
    }

    /// Whether the version of the function is what it decides about.
    pub(crate) fn guards(&self, target: &Target<'_>) -> bool {
        self.released
            && self.environment == target.environment
            && self.guarded.iter().any(|function| target.package == function.name())
    }
}

pub(crate) fn add<'a>(cx: &mut Context<'a>) -> Result<Vec<Gate<'a>>, Diagnostic> {
    let stack = cx.stack;
    let tasks: Vec<_> = stack.tasks().collect();
    let mut gates = Vec::new();
    for (task, spec, environment) in stack.approvals() {
        let index =
            tasks.iter().position(|other| std::ptr::eq(other.action, task.action)).unwrap_or_default();
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
        let build = stack.releasing();
        let released =
            before.iter().any(|task| build.is_some_and(|build| std::ptr::eq(build.action, task.action)));
        let behind = behind
            .iter()
            .copied()
            .filter_map(deploy_task)
            .filter(|(_, deploy)| deploy.environment.as_ref().map(EnvironmentRef::name) == environment);
        let guarded = behind.flat_map(|(_, deploy)| &deploy.functions).collect();
        gates.push(Gate { task, spec, topic, released, environment, guarded });
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
