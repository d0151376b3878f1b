//! What AWS would answer to a call, and by which statements.

use cfn::read::Node;
use iam::{Context, Decision, Effect, Lack, Miss, Side, Source};

use super::caller::Caller;
use crate::calls::Call;
use crate::world::Document;

/// A call, and whether it would go through.
#[derive(Debug, Clone)]
pub struct Judged<'t> {
    /// The call.
    pub call: Call,
    /// The service that makes it before anybody has the role: of `sts:AssumeRole` alone.
    pub taker: Option<&'static str>,
    /// What AWS would answer.
    pub hearing: Hearing<'t>,
}

/// What AWS would answer to a call.
#[derive(Debug, Clone)]
pub enum Hearing<'t> {
    /// Yes, by these statements.
    Allowed(Vec<Grant<'t>>),
    /// No: a statement denies it.
    Forbidden(Vec<Grant<'t>>),
    /// No: what had to allow it does not.
    Denied {
        /// The sides that had to.
        lacking: Vec<Lack>,
        /// Statements that fit but for one thing.
        near: Vec<(Grant<'t>, Miss)>,
        /// Statements that allow it, and do not suffice.
        granted: Vec<Grant<'t>>,
    },
    /// It depends on what the template does not have: why, as a lower-case phrase; and the statements that would let it.
    Unknown(String, Vec<Grant<'t>>),
}

/// A statement of a policy.
#[derive(Debug, Clone)]
pub struct Grant<'t> {
    /// The policy, for people.
    pub policy: String,
    /// The resource that the policy is written in; none, for AWS's own.
    pub owner: Option<&'t str>,
    /// The statement's index.
    pub statement: usize,
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// Where it is written, or where the policy is named.
    pub node: &'t Node,
}

impl<'t> Grant<'t> {
    pub(crate) fn of(document: &Document<'t>, statement: usize) -> Option<Self> {
        Some(Self {
            policy: document.title.clone(),
            owner: document.owner,
            statement,
            sid: document.policy.statements.get(statement)?.sid.clone(),
            node: document.statements.get(statement)?,
        })
    }
}

impl Judged<'_> {
    /// Whether the call would surely be refused.
    pub fn is_denied(&self) -> bool {
        matches!(self.hearing, Hearing::Forbidden(_) | Hearing::Denied { .. })
    }
}

/// The verdict with the template's statements.
pub(super) fn hearing<'t>(
    verdict: iam::Verdict,
    caller: &Caller<'t>,
    own: Option<&Document<'t>>,
) -> Hearing<'t> {
    let grant = |source: &Source| {
        let document = match source.side {
            Side::Identity(index) => caller.policies().get(index).map(AsRef::as_ref),
            Side::Boundary(_) => match caller {
                Caller::Role(role) => role.boundary.as_deref(),
                _ => None,
            },
            _ => own,
        };
        document.and_then(|document| Grant::of(document, source.statement))
    };
    let by: Vec<_> = verdict.by.iter().filter_map(grant).collect();
    match verdict.decision {
        Decision::Allowed => Hearing::Allowed(by),
        Decision::ExplicitlyDenied => Hearing::Forbidden(by),
        Decision::ImplicitlyDenied => {
            let near = verdict.near.into_iter();
            let near = near.filter_map(|near| Some((grant(&near.source)?, near.what))).collect();
            Hearing::Denied { lacking: verdict.lacking, near, granted: by }
        }
    }
}

/// The caller's statements that allow the call, whatever else is said of it.
pub(crate) fn fitting<'t>(caller: &Caller<'t>, call: &Call) -> Vec<Grant<'t>> {
    let context = Context::new();
    let mut found = Vec::new();
    for document in caller.policies() {
        let statements = document.policy.statements.iter().filter(|statement| {
            statement.effect == Effect::Allow
                && statement.matches_action(&call.action)
                && statement.matches_resource(&call.resource, &context)
        });
        found.extend(statements.filter_map(|statement| Grant::of(document, statement.index)));
    }
    found
}
