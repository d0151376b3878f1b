//! A policy document as the evaluation sees it: every element read, nothing judged yet.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>

use crate::condition::Condition;

/// A policy document.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The version of the policy language.
    pub version: Version,
    /// The document's `Id`.
    pub id: Option<String>,
    /// The statements in their order.
    pub statements: Vec<Statement>,
}

/// The version of the policy language that a document is written in.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// `2008-10-17`, and documents that say none: `${aws:username}` is plain text.
    V2008,
    /// `2012-10-17`: knows policy variables.
    V2012,
}

/// One statement of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The position in the document's list, from 0.
    pub index: usize,
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// What follows when it matches.
    pub effect: Effect,
    /// `Action` or `NotAction`.
    pub actions: Patterns,
    /// `Resource` or `NotResource`; role trust policies have neither.
    pub resources: Option<Patterns>,
    /// `Principal` or `NotPrincipal`; identity policies have neither.
    pub principals: Option<Principals>,
    /// `Condition`, one entry for each operator and key, in the document's order. All must hold.
    pub conditions: Vec<Condition>,
    /// The document's version, which says whether texts have variables.
    pub version: Version,
}

/// What a matching statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever else allows.
    Deny,
}

/// The patterns of `Action`, `NotAction`, `Resource` or `NotResource`, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Patterns {
    /// `Action`, `Resource`: one of them must match.
    Only(Vec<String>),
    /// `NotAction`, `NotResource`: none of them may match.
    AllBut(Vec<String>),
}

impl Patterns {
    /// The patterns as written, whichever way they count.
    pub fn written(&self) -> &[String] {
        let (Self::Only(patterns) | Self::AllBut(patterns)) = self;
        patterns
    }
}

/// `Principal` or `NotPrincipal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principals {
    /// `Principal`: one of them must be the caller.
    Only(Vec<Who>),
    /// `NotPrincipal`: none of them may be the caller.
    AllBut(Vec<Who>),
}

/// One value of `Principal` or `NotPrincipal`.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// `"*"` or `{"AWS": "*"}`.
    Everyone,
    /// An account: its ID, or the ARN of its root.
    Account(String),
    /// The ARN of a role, a role's session, a user or a federated user, or an AWS principal of no form known here.
    Arn(String),
    /// `{"Service": …}`.
    Service(String),
    /// `{"Federated": …}`.
    Federated(String),
    /// `{"CanonicalUser": …}`.
    CanonicalUser(String),
}
