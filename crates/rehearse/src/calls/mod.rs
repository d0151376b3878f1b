//! What each step of an execution calls, as data with AWS's pages.
//!
//! In: the template as deployed, and an action or a resource of it. Out: the API calls that are made for it under one
//! principal, each with the page that says so; and in words what cannot be known. Whether a call is allowed is not
//! decided here, and a call that AWS documents nowhere is not made up.

mod actions;
mod artifacts;
mod build;
mod buildspec;
mod chat;
mod cloudformation;
mod codedeploy;
mod codedeploy_action;
mod console;
mod deploys;
mod events;
mod keys;
mod lambda;
mod machine;
mod messages;
pub(crate) mod names;
mod reports;
mod rules;
mod secrets;
mod sources;
mod storage;
#[cfg(test)]
mod tests;
mod timeouts;
mod trust;

use std::borrow::Cow;

pub(crate) use actions::{action, assume, pipeline};
pub(crate) use build::{batch, service_role};
pub(crate) use chat::chat;
pub(crate) use codedeploy::{Alias, Hook, MOMENTS, Revision, Shift, alias_updates, shift, stack_updates};
pub(crate) use console::reviewer;
pub(crate) use events::{By, Delivery, targets};
pub(crate) use keys::of_buckets;
pub(crate) use lambda::execution_role;
pub(crate) use machine::{function_image, pull_image};
pub(crate) use messages::{alarm, log_group_key, notification_rule, subscription};
pub(crate) use storage::access_logs;
pub(crate) use timeouts::timeout;
pub(crate) use trust::{Assumption, Of, assumption};

/// One call of AWS's API.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// By IAM's name: `codebuild:StartBuild`.
    pub action: Cow<'static, str>,
    /// The ARN that it is for, or `*`, where the action knows no narrower one.
    pub resource: String,
    /// Condition keys with their values that this call has besides those of every call.
    pub context: Vec<(&'static str, String)>,
    /// Whether every execution makes it.
    pub when: When,
    /// AWS's page that says so.
    pub page: &'static str,
}

/// Whether a call is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// By every execution that gets there.
    Always,
    /// By some: "when the execution is stopped".
    Only(&'static str),
    /// By a person's console: "when the reviewer opens the build".
    Console(&'static str),
    /// By some, as far as anybody can tell: AWS grants it, and does not say that anything fails without it. A grant for it is
    /// no needless one; its lack is no denial, and worth a word.
    Perhaps(&'static str),
    /// By none that is known: AWS's page grants it and does not say what for. A grant for it is no needless one, and that is
    /// all.
    Listed(&'static str),
}

/// The calls of one step under one principal.
#[allow(clippy::struct_field_names)] // calls are what it holds
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Calls {
    /// In the order in which they are made, as far as that is known.
    pub calls: Vec<Call>,
    /// What is not known here: phrases for people.
    pub unmodelled: Vec<String>,
    /// What is not known either, and can't be what a grant of the caller's is for.
    pub asides: Vec<String>,
}

/// Calls that one page of AWS's speaks of; `S` says what each is for.
struct Table<S: 'static> {
    page: &'static str,
    rows: &'static [(&'static str, S, When)],
}

impl Calls {
    fn none() -> Self {
        Self::default()
    }

    fn unknown(why: impl Into<String>) -> Self {
        Self { unmodelled: vec![why.into()], ..Self::default() }
    }

    /// Adds the calls of a table, each once for every ARN that its slot has.
    fn table<S: Copy>(&mut self, table: &Table<S>, arns: impl Fn(S) -> Vec<String>) {
        for (action, slot, when) in table.rows {
            for resource in arns(*slot) {
                self.push(action, resource, *when, table.page);
            }
        }
    }

    fn push(&mut self, action: &'static str, resource: impl Into<String>, when: When, page: &'static str) {
        let call = Call { action: action.into(), resource: resource.into(), context: Vec::new(), when, page };
        if !self.calls.contains(&call) {
            self.calls.push(call);
        }
    }

    fn unmodelled(&mut self, why: impl Into<String>) {
        self.unmodelled.push(why.into());
    }

    fn extend(&mut self, more: Self) {
        for call in more.calls {
            if !self.calls.contains(&call) {
                self.calls.push(call);
            }
        }
        self.unmodelled.extend(more.unmodelled);
        self.asides.extend(more.asides);
    }

    /// Gives every call a condition key.
    fn with(mut self, key: &'static str, value: &str) -> Self {
        for call in &mut self.calls {
            call.context.push((key, value.to_owned()));
        }
        self
    }

    /// Makes all calls exactly as certain as that.
    fn all(mut self, when: When) -> Self {
        for call in &mut self.calls {
            call.when = when;
        }
        self
    }

    /// Makes the calls no more certain than that.
    fn only(mut self, when: When) -> Self {
        for call in &mut self.calls {
            if call.when == When::Always {
                call.when = when;
            }
        }
        self
    }
}
