//! The decision: which sides must allow a call, and whether they do.

mod findings;

use crate::context::Context;
use crate::policy::Policy;
use crate::principal::Principal;
use crate::verdict::{Decision, Lack, Near, Verdict};
use findings::{Findings, Grip};

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
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html>
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_compare-resource-policies.html>
    MustAllow,
}

/// Whether AWS would let the call through.
///
/// An explicit deny of any side wins. Else, of the caller's account and the resource's, each must allow: within one account
/// the caller's policies and the resource's are one evaluation, between accounts they are two.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html>
pub fn decide(request: &Request<'_>, policies: &Policies<'_>) -> Verdict {
    let findings = Findings::gather(request, policies);
    if !findings.denies.is_empty() {
        let decision = Decision::ExplicitlyDenied;
        return Verdict { decision, by: findings.denies, lacking: Vec::new(), near: Vec::new() };
    }
    let by = findings.allows.iter().map(|(source, _)| *source).collect();
    let lacking = lacking(request, policies, &findings);
    if lacking.is_empty() {
        return Verdict { decision: Decision::Allowed, by, lacking, near: Vec::new() };
    }
    // Where either side would have done, what the resource's policy nearly says is of interest too.
    let concerned = |near: &Near| {
        let lack = near.source.side.lack();
        lacking.contains(&lack) || (lack == Lack::Resource && lacking.contains(&Lack::Identity))
    };
    let near = findings::near(request, policies).into_iter().filter(concerned).collect();
    Verdict { decision: Decision::ImplicitlyDenied, by, lacking, near }
}

fn lacking(request: &Request<'_>, policies: &Policies<'_>, findings: &Findings) -> Vec<Lack> {
    let grip = findings.grip();
    let mut lacking = match request.principal.account() {
        None if grip.is_some() => Vec::new(),
        None => vec![Lack::Resource],
        Some(account) if account == request.resource_account => {
            within_account(request, policies, findings, grip)
        }
        Some(_) => {
            let mut lacking = own(request, policies, findings);
            lacking.extend(grip.is_none().then_some(Lack::Resource));
            lacking
        }
    };
    // "SCPs affect only IAM users and roles that are managed by accounts that are part of the organization."
    // <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html>
    let levels = if request.principal.account().is_some() { policies.service_control.len() } else { 0 };
    if !(0..levels).all(|level| findings.allow(|side| side.is_service_control(level))) {
        lacking.push(Lack::ServiceControl);
    }
    let mut levels = 0..policies.resource_control.len();
    if !levels.all(|level| findings.allow(|side| side.is_resource_control(level))) {
        lacking.push(Lack::ResourceControl);
    }
    lacking
}

/// What is lacking where the caller and the resource are of one account, by how the resource's policy names the caller.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-eval-logic>
fn within_account(
    request: &Request<'_>,
    policies: &Policies<'_>,
    findings: &Findings,
    grip: Option<Grip>,
) -> Vec<Lack> {
    match (grip, policies.resource_rule) {
        (Some(Grip::Caller), _) => Vec::new(),
        (Some(Grip::Role), _) => limits(policies, findings),
        // The account that is named decides by its own policies.
        (Some(Grip::Account), _) | (None, ResourceRule::Either) => own(request, policies, findings),
        (None, ResourceRule::MustAllow) => {
            let mut lacking = limits(policies, findings);
            lacking.push(Lack::Resource);
            lacking
        }
    }
}

/// What the caller's own account lacks. Its root user has "full access", and no boundary.
fn own(request: &Request<'_>, policies: &Policies<'_>, findings: &Findings) -> Vec<Lack> {
    if matches!(request.principal, Principal::Root { .. }) {
        return Vec::new();
    }
    let mut lacking = limits(policies, findings);
    if !findings.allow(|side| side.lack() == Lack::Identity) {
        lacking.insert(0, Lack::Identity);
    }
    lacking
}

/// What limits the caller's policies, and does not allow.
fn limits(policies: &Policies<'_>, findings: &Findings) -> Vec<Lack> {
    let limits = [(Lack::Boundary, policies.boundary.is_some()), (Lack::Session, policies.session.is_some())];
    let lacking = |&(lack, there): &(Lack, bool)| there && !findings.allow(|side| side.lack() == lack);
    limits.into_iter().filter(lacking).map(|(lack, _)| lack).collect()
}
