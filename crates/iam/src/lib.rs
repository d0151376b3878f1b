//! AWS's policy evaluation: may this principal make that call, and which statement says so.
//!
//! In: policy documents, fully resolved, and a request with its context. Out: a verdict that names the statements which
//! decided it. It knows no template and no AWS service; what a key means is said by who makes the request.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

mod condition;
mod context;
mod decide;
mod pattern;
mod policy;
mod principal;
mod read;
mod statement;
mod verdict;

pub use condition::{Comparison, Condition, Operator, Quantifier};
pub use context::Context;
pub use decide::{Policies, Request, ResourceRule, decide};
pub use pattern::wildcard;
pub use policy::{Effect, Patterns, Policy, Principals, Statement, Version, Who};
pub use principal::Principal;
pub use read::Malformed;
pub use statement::action_matches;
pub use verdict::{Decision, Lack, Miss, Near, Side, Source, Verdict, Why};
