//! What every statement of every policy says to a request.

use super::{Policies, Request};
use crate::policy::{Effect, Patterns, Policy, Principals, Statement, Who};
use crate::principal::Principal;
use crate::verdict::{Lack, Miss, Near, Side, Source};

/// What the policies of all sides say.
pub(super) struct Findings {
    pub(super) denies: Vec<Source>,
    pub(super) allows: Vec<(Source, Grip)>,
}

/// How a resource's policy names the caller, from the weakest to the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grip {
    /// By the account: it "delegates authority to the account".
    Account,
    /// By the role: "limited by an implicit deny in a permissions boundary or session policy".
    Role,
    /// By the session, the user or `*`: limited by no implicit deny.
    Caller,
}

impl Findings {
    pub(super) fn gather(request: &Request<'_>, policies: &Policies<'_>) -> Self {
        let mut findings = Self { denies: Vec::new(), allows: Vec::new() };
        for (side, policy) in documents(policies) {
            for statement in &policy.statements {
                if !fits(request, statement) {
                    continue;
                }
                let source = Source { side, statement: statement.index };
                match (taken(request, policies, side, statement), statement.effect) {
                    (Some(_), Effect::Deny) => findings.denies.push(source),
                    (Some(grip), Effect::Allow) => findings.allows.push((source, grip)),
                    (None, _) => {}
                }
            }
        }
        findings
    }

    /// Whether a statement of such a side allows.
    pub(super) fn allow(&self, wanted: impl Fn(Side) -> bool) -> bool {
        self.allows.iter().any(|(source, _)| wanted(source.side))
    }

    /// The strongest way in which the resource's policy allows the caller.
    pub(super) fn grip(&self) -> Option<Grip> {
        let of_resource = self.allows.iter().filter(|(source, _)| source.side.lack() == Lack::Resource);
        of_resource.map(|(_, grip)| *grip).max()
    }
}

/// The Allow statements that fit but for one thing.
pub(super) fn near(request: &Request<'_>, policies: &Policies<'_>) -> Vec<Near> {
    let mut found = Vec::new();
    for (side, policy) in documents(policies) {
        for statement in policy.statements.iter().filter(|statement| statement.effect == Effect::Allow) {
            let source = Source { side, statement: statement.index };
            let mut misses = misses(request, statement);
            let taken = taken(request, policies, side, statement).is_some();
            let what = match (taken, misses.len()) {
                (true, 1) => misses.pop().filter(|what| is_near(what, request, statement)),
                (false, 0) => Some(Miss::Principal),
                _ => None,
            };
            found.extend(what.map(|what| Near { source, what }));
        }
    }
    found
}

/// How a statement takes the caller in, if it does.
fn taken(request: &Request<'_>, policies: &Policies<'_>, side: Side, statement: &Statement) -> Option<Grip> {
    if side == Side::Resource {
        grip(statement, request.principal, policies.boundary.is_some())
    } else {
        statement.matches_principal(request.principal).then_some(Grip::Caller)
    }
}

fn documents<'a>(policies: &Policies<'a>) -> Vec<(Side, &'a Policy)> {
    fn each<'a>(all: &'a [&'a Policy], side: fn(usize) -> Side) -> impl Iterator<Item = (Side, &'a Policy)> {
        all.iter().enumerate().map(move |(at, policy)| (side(at), *policy))
    }
    let mut documents: Vec<(Side, &Policy)> = each(policies.identity, Side::Identity).collect();
    documents.extend(each(policies.boundary.unwrap_or_default(), Side::Boundary));
    documents.extend(each(policies.session.unwrap_or_default(), Side::Session));
    documents.extend(policies.resource.map(|policy| (Side::Resource, policy)));
    for (level, all) in policies.service_control.iter().enumerate() {
        let side = |policy| Side::ServiceControl { level, policy };
        documents.extend(all.iter().enumerate().map(|(at, policy)| (side(at), *policy)));
    }
    for (level, all) in policies.resource_control.iter().enumerate() {
        let side = |policy| Side::ResourceControl { level, policy };
        documents.extend(all.iter().enumerate().map(|(at, policy)| (side(at), *policy)));
    }
    documents
}

/// How a statement of the resource's policy takes the caller in.
fn grip(statement: &Statement, principal: &Principal, bounded: bool) -> Option<Grip> {
    match statement.principals.as_ref()? {
        Principals::Only(all) => all.iter().filter_map(|who| grip_of(who, principal)).max(),
        // "The NotPrincipal element with a Deny effect will always deny any IAM principal that has a permissions boundary
        // policy attached, regardless of the values specified in the NotPrincipal element."
        // <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html>
        Principals::AllBut(_) => {
            let always = bounded && statement.effect == Effect::Deny;
            (always || statement.matches_principal(principal)).then_some(Grip::Caller)
        }
    }
}

fn grip_of(who: &Who, principal: &Principal) -> Option<Grip> {
    let grip = match (who, principal) {
        (Who::Account(_), Principal::Role { .. } | Principal::User { .. }) => Grip::Account,
        (Who::Arn(written), Principal::Role { arn, .. }) if written == arn => Grip::Role,
        _ => Grip::Caller,
    };
    who.is(principal).then_some(grip)
}

/// Whether all of a statement but its principal fits.
fn fits(request: &Request<'_>, statement: &Statement) -> bool {
    statement.matches_action(request.action)
        && statement.matches_resource(request.resource, request.context)
        && statement.matches_conditions(request.context)
}

/// What of a statement but its principal does not fit.
fn misses(request: &Request<'_>, statement: &Statement) -> Vec<Miss> {
    let mut misses = Vec::new();
    if !statement.matches_action(request.action) {
        misses.push(Miss::Action);
    }
    if !statement.matches_resource(request.resource, request.context) {
        misses.push(Miss::Resource);
    }
    misses.extend(statement.broken_conditions(request.context).map(|(condition, why)| {
        let key = condition.key.clone();
        Miss::Condition { operator: condition.operator, key, why }
    }));
    misses
}

/// A statement about another service is not near, even if it takes in all resources.
fn is_near(what: &Miss, request: &Request<'_>, statement: &Statement) -> bool {
    let service = |action: &str| action.split(':').next().unwrap_or_default().to_lowercase();
    match (what, &statement.actions) {
        (Miss::Action, Patterns::Only(patterns)) => {
            patterns.iter().any(|pattern| service(pattern) == service(request.action))
        }
        _ => true,
    }
}
