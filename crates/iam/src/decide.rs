//! The decision: which sides must allow a call, and whether they do.

use crate::context::Context;
use crate::policy::Policy;
use crate::principal::Principal;
use crate::verdict::{Decision, Verdict};

/// A call.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Who makes it.
    pub principal: &'a Principal,
    /// `service:Operation`.
    pub action: &'a str,
    /// The resource's ARN, or `*` for actions that have none.
    pub resource: &'a str,
    /// The account that owns the resource.
    pub resource_account: &'a str,
    /// The condition keys.
    pub context: &'a Context,
}

/// All policies that have a say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Policies<'a> {
    /// The caller's own: inline, managed, of groups.
    pub identity: &'a [&'a Policy],
    /// The permissions boundary, if the caller has one.
    pub boundary: Option<&'a [&'a Policy]>,
    /// The session policies, if the session was begun with any.
    pub session: Option<&'a [&'a Policy]>,
    /// Service control policies of the caller's account, level by level from the organization's root; none: no organization.
    pub service_control: &'a [&'a [&'a Policy]],
    /// Resource control policies of the resource's account, likewise.
    pub resource_control: &'a [&'a [&'a Policy]],
    /// The resource's policy; for `sts:AssumeRole` the role's trust policy.
    pub resource: Option<&'a Policy>,
    /// What the resource's policy must say within one account.
    pub resource_rule: ResourceRule,
}

/// Within one account: whether identity policies alone can allow a call. Between accounts both sides must.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResourceRule {
    /// Identity policies or the resource's policy: nearly everything.
    #[default]
    Either,
    /// The resource's policy must allow the caller, or hand the decision to the account: KMS keys, role trust.
    MustAllow,
}

/// Whether AWS would let the call through.
pub fn decide(request: &Request<'_>, policies: &Policies<'_>) -> Verdict {
    let _ = (request, policies);
    Verdict { decision: Decision::ImplicitlyDenied, by: Vec::new(), lacking: Vec::new(), near: Vec::new() }
}
