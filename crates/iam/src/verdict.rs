//! What comes out of an evaluation: the decision, and why.

use crate::condition::Operator;

/// The result of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What AWS answers.
    pub decision: Decision,
    /// The statements that decided: those that deny, else those that allow, also where another side's allow is lacking.
    pub by: Vec<Source>,
    /// The sides that had to allow and did not.
    pub lacking: Vec<Lack>,
    /// Allow statements of the lacking sides that fit but for one thing; another action only of the same service.
    pub near: Vec<Near>,
}

/// What AWS answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The call goes through.
    Allowed,
    /// A statement denies it.
    ExplicitlyDenied,
    /// Nothing that had to allow it does.
    ImplicitlyDenied,
}

/// A statement of one of the policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// Which policy.
    pub side: Side,
    /// The statement's index in it.
    pub statement: usize,
}

/// One of the policies of an evaluation, by its position in [`crate::Policies`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "positions")]
pub enum Side {
    Identity(usize),
    Boundary(usize),
    Session(usize),
    Resource,
    ServiceControl { level: usize, policy: usize },
    ResourceControl { level: usize, policy: usize },
}

impl Side {
    /// The kind of side, as a verdict names it where it is lacking.
    pub fn lack(self) -> Lack {
        match self {
            Self::Identity(_) => Lack::Identity,
            Self::Boundary(_) => Lack::Boundary,
            Self::Session(_) => Lack::Session,
            Self::Resource => Lack::Resource,
            Self::ServiceControl { .. } => Lack::ServiceControl,
            Self::ResourceControl { .. } => Lack::ResourceControl,
        }
    }

    pub(crate) fn is_service_control(self, wanted: usize) -> bool {
        matches!(self, Self::ServiceControl { level, .. } if level == wanted)
    }

    pub(crate) fn is_resource_control(self, wanted: usize) -> bool {
        matches!(self, Self::ResourceControl { level, .. } if level == wanted)
    }
}

/// A side that had to allow a call and did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// The caller's own policies.
    Identity,
    /// The caller's permissions boundary.
    Boundary,
    /// The session policies.
    Session,
    /// The resource's policy.
    Resource,
    /// A level of the organization's service control policies.
    ServiceControl,
    /// A level of the organization's resource control policies.
    ResourceControl,
}

/// A statement that fits but for one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Which statement.
    pub source: Source,
    /// What does not fit.
    pub what: Miss,
}

/// What of a statement does not fit a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Miss {
    /// `Action` or `NotAction`.
    Action,
    /// `Resource` or `NotResource`.
    Resource,
    /// `Principal` or `NotPrincipal`.
    Principal,
    /// One operator with one key.
    Condition {
        /// The operator.
        operator: Operator,
        /// The key as written.
        key: String,
        /// Why it does not hold.
        why: Why,
    },
}

/// Why a condition does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The request does not have the key.
    MissingKey,
    /// The request has the key, but no value that the condition takes.
    Unequal {
        /// The values that it has.
        found: Vec<String>,
    },
}
