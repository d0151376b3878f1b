//! Verdicts: each call before the policies of who makes it and of what it is for.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use iam::{Context, Effect, Lack, Policies, Principal, Request, ResourceRule};

use super::caller::Caller;
use super::hearing::{Grant, Hearing, Judged, hearing};
use super::unknowable;
use crate::calls::names::is_topics_key;
use crate::calls::{Assumption, Call, When};
use crate::programs::Seen;
use crate::world::{Role, World, token};

/// Where calls are judged.
pub(super) struct Court<'w, 't> {
    pub(super) world: &'w World<'t>,
    /// The templates elsewhere, where the world's own programs may take roles.
    pub(super) others: &'w [&'w World<'t>],
    /// What was heard already: many steps make the same call.
    heard: RefCell<BTreeMap<Heard, Hearing<'t>>>,
}

/// Who, what, on what, with which context keys.
type Heard = (String, String, String, Vec<(&'static str, String)>);

impl<'w, 't> Court<'w, 't> {
    pub(super) fn new(world: &'w World<'t>) -> Self {
        Self::with(world, &[])
    }

    pub(super) fn with(world: &'w World<'t>, others: &'w [&'w World<'t>]) -> Self {
        Self { world, others, heard: RefCell::default() }
    }

    /// The template elsewhere that has a role of that ARN, with its number.
    pub(super) fn elsewhere(&self, role: &str) -> Option<(usize, &'w World<'t>)> {
        let has = |world: &&'w World<'t>| world.roles().any(|known| known.arn == role);
        self.others.iter().copied().enumerate().find(|(_, world)| has(world))
    }

    /// Whether a role of another template may take one of this: what the trust says, which stands here.
    pub(super) fn taken(&self, by: &Caller<'t>, role: &Role<'t>, call: Call) -> Option<Judged<'t>> {
        let Caller::Role(taker) = by else { return None };
        let trust = role.trust.as_deref()?;
        let principal = of_role(taker);
        let verdict = self.takes(&principal, by, role, &call);
        let stranger = Caller::Stranger { arn: taker.arn.clone() };
        let hearing = match hearing(verdict, &stranger, Some(trust)) {
            Hearing::Denied { lacking, .. } if !lacking.contains(&Lack::Resource) => {
                Hearing::Unknown("the pipeline's own role may not".to_owned(), Vec::new())
            }
            heard => heard,
        };
        Some(Judged { call, taker: Some("the pipeline"), hearing })
    }

    fn takes(&self, principal: &Principal, by: &Caller<'t>, role: &Role<'t>, call: &Call) -> iam::Verdict {
        let context = self.context(principal, call);
        let request = Request {
            principal,
            action: &call.action,
            resource: &call.resource,
            resource_account: &role.account,
            context: &context,
        };
        let identity: Vec<_> = by.policies().iter().map(|document| &document.policy).collect();
        let policies = Policies {
            identity: &identity,
            resource: role.trust.as_deref().map(|document| &document.policy),
            resource_rule: ResourceRule::MustAllow,
            ..Policies::default()
        };
        iam::decide(&request, &policies)
    }

    /// Whether a service may take the caller's role; nothing, where the role's trust is not in the template.
    pub(super) fn assume(&self, caller: &Caller<'t>, assumption: &Assumption) -> Option<Judged<'t>> {
        let known = self.assume_with(caller, assumption, &[])?;
        if !known.is_denied() || assumption.undocumented.is_empty() {
            return Some(known);
        }
        let with_all = self.assume_with(caller, assumption, &assumption.undocumented)?;
        let Hearing::Allowed(grants) = with_all.hearing else {
            // No, even if it sends all of them: then another value is asked for, rather than a key that nobody sends.
            return Some(Judged { hearing: with_all.hearing, ..known });
        };
        let why = format!("AWS does not say which condition keys {} sends", assumption.service);
        Some(Judged { hearing: Hearing::Unknown(why, grants), ..known })
    }

    fn assume_with(
        &self,
        caller: &Caller<'t>,
        assumption: &Assumption,
        more: &[(&'static str, String)],
    ) -> Option<Judged<'t>> {
        let Caller::Role(role) = caller else { return None };
        let trust = role.trust.as_deref()?;
        let call = Call {
            action: "sts:AssumeRole".into(),
            resource: role.arn.clone(),
            context: assumption.context.iter().chain(more).cloned().collect(),
            when: When::Always,
            page: assumption.page,
        };
        let principal = Principal::Service { name: assumption.service.to_owned() };
        let context = self.context(&principal, &call);
        let request = Request {
            principal: &principal,
            action: &call.action,
            resource: &call.resource,
            resource_account: &role.account,
            context: &context,
        };
        let policies = Policies {
            resource: Some(&trust.policy),
            resource_rule: ResourceRule::MustAllow,
            ..Policies::default()
        };
        let verdict = iam::decide(&request, &policies);
        Some(Judged { hearing: hearing(verdict, caller, Some(trust)), taker: Some(assumption.service), call })
    }

    /// Whether a call would go through.
    pub(super) fn judge(&self, caller: &Caller<'t>, call: Call) -> Judged<'t> {
        let who = match caller {
            Caller::Role(role) => role.arn.clone(),
            Caller::Stranger { arn } => arn.clone(),
            Caller::Person { policy } => format!("{:p}", Rc::as_ptr(policy)),
            Caller::Service { name } => name.to_string(),
        };
        let heard = (who, call.action.to_string(), call.resource.clone(), call.context.clone());
        let known = self.heard.borrow().get(&heard).cloned();
        let hearing = known.unwrap_or_else(|| {
            let hearing = self.hear(caller, &call);
            self.heard.borrow_mut().insert(heard, hearing.clone());
            hearing
        });
        Judged { call, taker: None, hearing }
    }

    fn hear(&self, caller: &Caller<'t>, call: &Call) -> Hearing<'t> {
        let principal = match caller {
            Caller::Stranger { .. } => {
                return Hearing::Unknown(
                    "what the role may do is not in the template".to_owned(),
                    Vec::new(),
                );
            }
            Caller::Role(role) => of_role(role),
            Caller::Person { .. } => {
                let arn = format!(
                    "arn:{}:iam::{}:user/{}",
                    self.world.partition(),
                    self.world.account(),
                    token("person")
                );
                Principal::User { arn }
            }
            Caller::Service { name } => Principal::Service { name: name.to_string() },
        };
        if let Some(heard) = self.hear_elsewhere(&principal, caller, call) {
            return heard;
        }
        let own = match call.action.as_ref() {
            "sts:AssumeRole" => self.world.role(&call.resource).and_then(|role| role.trust.as_deref()),
            _ => self.world.resource_policy(&call.resource),
        };
        let is_service = matches!(caller, Caller::Service { .. });
        // Of that key the policy is known, though the template has neither.
        let is_own = is_topics_key(&call.resource) || self.world.by_arn(&call.resource).is_some();
        if is_service && own.is_none() && !is_own {
            let why = format!("the policy of {} is not in the template", self.world.shown(&call.resource));
            return Hearing::Unknown(why, Vec::new());
        }
        let (is_key, is_role) = (call.action.starts_with("kms:"), call.action == "sts:AssumeRole");
        let context = self.context(&principal, call);
        let request = Request {
            principal: &principal,
            action: &call.action,
            resource: &call.resource,
            resource_account: account(&call.resource).unwrap_or(self.world.account()),
            context: &context,
        };
        let identity: Vec<_> = caller.policies().iter().map(|document| &document.policy).collect();
        let boundary = match caller {
            Caller::Role(role) => role.boundary.as_deref().map(|document| [&document.policy]),
            _ => None,
        };
        let policies = Policies {
            identity: &identity,
            boundary: boundary.as_ref().map(<[_; 1]>::as_slice),
            resource: own.map(|document| &document.policy),
            // A role's trust policy decides as a key's policy does.
            resource_rule: if (is_key || is_role) && own.is_some() {
                ResourceRule::MustAllow
            } else {
                ResourceRule::Either
            },
            ..Policies::default()
        };
        let verdict = iam::decide(&request, &policies);
        if let Some((key, verdict)) = unknowable::with_luck(&request, &policies, &verdict) {
            let why = format!("it depends on `{key}`, which the template does not tell");
            return match hearing(verdict, caller, own) {
                Hearing::Allowed(grants) => Hearing::Unknown(why, grants),
                heard => heard,
            };
        }
        let heard = hearing(verdict, caller, own);
        match heard {
            Hearing::Allowed(grants) if (is_key || is_role) && own.is_none() => {
                let what = if is_key { "policy of the key" } else { "trust policy of" };
                let why = format!("the {what} {} is not in the template", self.world.shown(&call.resource));
                Hearing::Unknown(why, grants)
            }
            // Between accounts both sides must allow, and the other side's policy is not here.
            Hearing::Denied { lacking, granted, .. }
                if own.is_none() && !is_own && lacking == [Lack::Resource] =>
            {
                let what = if is_role { "trust policy" } else { "policy" };
                let why =
                    format!("the {what} of {} is not in the template", self.world.shown(&call.resource));
                Hearing::Unknown(why, granted)
            }
            Hearing::Denied { .. } => match caller.unknown().next() {
                Some((policy, _)) => Hearing::Unknown(format!("what {policy} says is not known"), Vec::new()),
                None => heard,
            },
            Hearing::Allowed(grants) => match caller.unknown_boundary() {
                Some(boundary) => {
                    let why = format!(
                        "what the permissions boundary {} allows is not known",
                        self.world.shown(boundary)
                    );
                    Hearing::Unknown(why, grants)
                }
                None => Hearing::Allowed(grants),
            },
            heard => heard,
        }
    }

    /// Taking a role of a template elsewhere. What its trust refuses is found there.
    fn hear_elsewhere(&self, principal: &Principal, caller: &Caller<'t>, call: &Call) -> Option<Hearing<'t>> {
        let (_, other) = self.elsewhere(&call.resource).filter(|_| call.action == "sts:AssumeRole")?;
        let role = other.roles().find(|role| role.arn == call.resource)?;
        Some(match hearing(self.takes(principal, caller, role, call), caller, None) {
            Hearing::Denied { lacking, granted, .. } if lacking == [Lack::Resource] => {
                Hearing::Unknown(format!("the trust policy of {} does not let it", role.name), granted)
            }
            heard => heard,
        })
    }

    /// Whether anything lets the caller make a call of which only the action is known.
    pub(super) fn search(caller: &Caller<'t>, seen: &Seen) -> Judged<'t> {
        let call = Call {
            action: seen.action.clone().into(),
            resource: "?".to_owned(),
            context: Vec::new(),
            when: When::Always,
            page: "",
        };
        let mut grants = Vec::new();
        for document in caller.policies() {
            for statement in &document.policy.statements {
                if statement.effect == Effect::Allow && statement.matches_action(&seen.action) {
                    grants.extend(Grant::of(document, statement.index));
                }
            }
        }
        let unknown = match caller {
            Caller::Stranger { .. } => Some("what the role may do is not in the template".to_owned()),
            _ => caller.unknown().next().map(|(policy, _)| format!("what {policy} says is not known")),
        };
        let hearing = match unknown {
            _ if !grants.is_empty() => Hearing::Unknown("for which resource is not known".to_owned(), grants),
            Some(why) => Hearing::Unknown(why, grants),
            // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
            None if seen.action == "sts:GetCallerIdentity" => Hearing::Allowed(grants),
            None => Hearing::Denied { lacking: vec![Lack::Identity], near: Vec::new(), granted: Vec::new() },
        };
        Judged { call, taker: None, hearing }
    }

    /// What every request has, and what this one has besides.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
    fn context(&self, principal: &Principal, call: &Call) -> Context {
        let mut context = Context::new();
        context.set("aws:SecureTransport", "true");
        context.set("aws:RequestedRegion", region(&call.resource).unwrap_or(self.world.region()));
        context.set("aws:ResourceAccount", account(&call.resource).unwrap_or(self.world.account()));
        context.set("aws:ViaAWSService", "false");
        match principal {
            Principal::Role { arn, .. } => {
                context.set("aws:PrincipalArn", arn.as_str());
                context.set("aws:PrincipalType", "AssumedRole");
                context.set("aws:PrincipalIsAWSService", "false");
            }
            Principal::User { arn } => {
                context.set("aws:PrincipalArn", arn.as_str());
                context.set("aws:PrincipalType", "User");
                context.set("aws:PrincipalIsAWSService", "false");
            }
            Principal::Service { name } => {
                context.set("aws:PrincipalServiceName", name.as_str());
                context.set_all("aws:PrincipalServiceNamesList", [name.clone()]);
                context.set("aws:PrincipalIsAWSService", "true");
            }
            _ => {}
        }
        if let Some(account) = principal.account() {
            context.set("aws:PrincipalAccount", account);
        }
        for (key, value) in &call.context {
            context.set(*key, value.as_str());
        }
        context
    }
}

fn of_role(role: &Role<'_>) -> Principal {
    let partition = role.arn.split(':').nth(1).unwrap_or("aws");
    let session =
        format!("arn:{partition}:sts::{}:assumed-role/{}/{}", role.account, role.name, token("session"));
    Principal::Role { arn: role.arn.clone(), session }
}

/// The account in an ARN; those of S3 name none.
fn account(arn: &str) -> Option<&str> {
    arn.split(':').nth(4).filter(|account| !account.is_empty())
}

fn region(arn: &str) -> Option<&str> {
    arn.split(':').nth(3).filter(|region| !region.is_empty())
}
