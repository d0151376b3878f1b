//! Calls that would be refused, with the smallest statement that would cure each.

use std::collections::BTreeSet;

use diag::{Diagnostic, Span};
use iam::{Lack, Miss, Why};

use super::codes::{CALL_DENIED, CALL_UNCERTAIN, COMMAND_DENIED, Code, ROLE_DENIED};
use super::listed;
use crate::calls::When;
use crate::calls::names::is_topics_key;
use crate::least;
use crate::walk::{Act, Caller, Grant, Hearing, Judged, Step, Walk};
use crate::world::World;

/// Calls of one act that are refused in the same way, for the same resource.
struct Refused<'a, 't> {
    code: &'static Code,
    resource: &'a str,
    calls: Vec<&'a Judged<'t>>,
}

pub(super) fn findings<'t>(world: &World<'t>, walks: &[Walk<'t>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for step in walks.iter().flat_map(|walk| &walk.steps) {
        for act in &step.acts {
            found.extend(
                act.assumed.iter().filter(|one| one.is_denied()).map(|one| barred(world, step, act, one)),
            );
            found.extend(refused(act).iter().map(|refused| denied(world, step, act, refused)));
            let seen: Vec<_> = act.seen.iter().filter(|one| one.is_denied()).collect();
            if !seen.is_empty() {
                let actions = listed(seen.iter().map(|one| one.call.action.to_string()));
                let message = format!("no statement of `{}` allows {actions} at all", act.caller.name());
                let finding = COMMAND_DENIED.at(place(world, step, act), message);
                found.push(finding.help(format!("what `{}` runs calls it, in {}", act.what, step.name)));
            }
        }
    }
    found
}

fn refused<'a, 't>(act: &'a Act<'t>) -> Vec<Refused<'a, 't>> {
    let mut found: Vec<Refused<'a, 't>> = Vec::new();
    for judged in act.calls.iter().filter(|judged| judged.is_denied()) {
        let code = match judged.call.when {
            When::Listed(_) => continue,
            When::Perhaps(_) => &CALL_UNCERTAIN,
            _ => &CALL_DENIED,
        };
        let resource = judged.call.resource.as_str();
        let forbidden = matches!(judged.hearing, Hearing::Forbidden(_));
        let same = |one: &&mut Refused<'_, '_>| {
            std::ptr::eq(one.code, code)
                && one.resource == resource
                && one.calls.iter().all(|known| matches!(known.hearing, Hearing::Forbidden(_)) == forbidden)
        };
        match found.iter_mut().find(same) {
            Some(known) => known.calls.push(judged),
            None => found.push(Refused { code, resource, calls: vec![judged] }),
        }
    }
    found
}

fn denied<'t>(world: &World<'t>, step: &Step<'t>, act: &Act<'t>, refused: &Refused<'_, 't>) -> Diagnostic {
    let mut actions: Vec<_> = refused.calls.iter().map(|one| one.call.action.to_string()).collect();
    let mut known = BTreeSet::new();
    actions.retain(|action| known.insert(action.clone()));
    let resource = world.shown(refused.resource);
    let whom = act.caller.name();
    let message = format!("`{whom}` may not call {} on `{resource}`", listed(actions.clone()));
    let mut finding = refused.code.at(place(world, step, act), message);
    // What is always called says more than what is called sometimes.
    let always = refused.calls.iter().find(|one| one.call.when == When::Always);
    if let Some(first) = always.or(refused.calls.first()) {
        let is_uncertain = refused.code.0.code == CALL_UNCERTAIN.0.code;
        let needs = if is_uncertain { "may make" } else { "needs" };
        let when = whens(&refused.calls).map_or_else(String::new, |when| format!(", {when}"));
        let (name, what, page) = (&step.name, &act.what, first.call.page);
        finding = finding.help(format!("{name} {needs} it for `{what}`{when}: {page}"));
        finding = why(world, finding, first);
        if let (Hearing::Denied { lacking, .. }, Some(owner)) = (&first.hearing, act.caller.owner()) {
            finding = cure(world, finding, act, owner, lacking, &actions, refused.resource);
        }
    }
    match &act.caller {
        Caller::Service { name } if finding.help.len() < 2 => {
            // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
            let service = refused.resource.split(':').nth(2).unwrap_or_default();
            let takes_a_role = name == "events.amazonaws.com" && RUN_BY_ROLES.contains(&service);
            finding.help(if is_topics_key(refused.resource) {
                // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
                format!("encrypt the topic with a key of your own whose policy lets `{name}` in: AWS's own lets no service in")
            } else if takes_a_role {
                "name a role with this right in the target's `RoleArn`".to_owned()
            } else {
                format!("let `{name}` in by the policy of the resource")
            })
        }
        _ => finding,
    }
}

/// When the calls are made; nothing, where one of them always is.
fn whens(calls: &[&Judged<'_>]) -> Option<String> {
    let mut whens = Vec::new();
    for judged in calls {
        match judged.call.when {
            When::Always => return None,
            When::Only(when) | When::Console(when) | When::Perhaps(when) | When::Listed(when) => {
                if !whens.contains(&when) {
                    whens.push(when);
                }
            }
        }
    }
    Some(whens.join(", or "))
}

/// The services on whose resources EventBridge calls under a role alone: they have no policies of their own.
const RUN_BY_ROLES: &[&str] = &["codebuild", "codepipeline", "ecs", "firehose", "kinesis", "ssm", "states"];

/// What would cure it: the caller's own policy, or that which limits it.
fn cure<'t>(
    world: &World<'t>,
    mut finding: Diagnostic,
    act: &Act<'t>,
    owner: &'t str,
    lacking: &[Lack],
    actions: &[String],
    resource: &str,
) -> Diagnostic {
    if lacking.contains(&Lack::Identity) {
        let cure = least::statement(world, owner, actions, &[resource]);
        finding = finding.help(format!("allow it: {cure}"));
    }
    if let (true, Caller::Role(role)) = (lacking.contains(&Lack::Boundary), &act.caller)
        && let Some(boundary) = &role.boundary
    {
        finding = finding.help(format!("the permissions boundary `{}` must allow it, too", boundary.title));
    }
    if lacking.contains(&Lack::Resource) {
        let policy = match world.role(resource) {
            Some(role) => role.trust.as_deref(),
            None => world.resource_policy(resource),
        };
        let title = policy.map_or_else(|| world.shown(resource), |policy| policy.title.clone());
        finding =
            finding.help(format!("let `{}` in by the policy of the resource: `{title}`", act.caller.name()));
    }
    finding
}

/// What a statement that fits but for one thing lacks, or which one denies.
fn why(world: &World<'_>, finding: Diagnostic, judged: &Judged<'_>) -> Diagnostic {
    match &judged.hearing {
        Hearing::Forbidden(grants) => match grants.first() {
            Some(grant) => finding.related(grant.node.handle(), "this denies it"),
            None => finding,
        },
        Hearing::Denied { near, .. } => {
            let condition = near.iter().find(|(_, miss)| matches!(miss, Miss::Condition { .. }));
            let principal = near.iter().find(|(_, miss)| matches!(miss, Miss::Principal));
            match condition.or(principal) {
                Some((grant, miss)) => finding.related(grant.node.handle(), missed(world, miss)),
                None => finding,
            }
        }
        _ => finding,
    }
}

/// What keeps a statement from matching.
fn missed(world: &World<'_>, miss: &Miss) -> String {
    match miss {
        Miss::Condition { key, why: Why::MissingKey, .. } => {
            format!("this asks for `{key}`, which the call does not have")
        }
        Miss::Condition { key, why: Why::Unequal { found }, .. } => {
            let found: Vec<_> = found.iter().map(|value| world.shown(value)).collect();
            format!("this asks for another `{key}` than `{}`", found.join(", "))
        }
        Miss::Principal => "this is for others".to_owned(),
        Miss::Action | Miss::Resource => "this is nearly it".to_owned(),
    }
}

fn barred<'t>(world: &World<'t>, step: &Step<'t>, act: &Act<'t>, judged: &Judged<'t>) -> Diagnostic {
    let service = judged.taker.unwrap_or("the service");
    let message = format!("`{service}` may not take `{}` for `{}`", act.caller.name(), act.what);
    let trust = match &act.caller {
        Caller::Role(role) => role.trust.as_ref().and_then(|trust| trust.statements.first().copied()),
        _ => None,
    };
    let span = trust.map_or_else(|| place(world, step, act), cfn::read::Node::handle);
    let mut finding = ROLE_DENIED.at(span, message);
    finding = why(world, finding, judged);
    let keys = judged.call.context.iter().map(|(key, value)| format!("{key} = {}", world.shown(value)));
    let keys: Vec<_> = keys.collect();
    if !keys.is_empty() {
        finding = finding.help(format!("the service sends {}", keys.join(", ")));
    }
    finding.help(format!("{} takes the role: {}", step.name, judged.call.page))
}

/// Where the cure belongs: the resource whose policies decide, or what the call is made for, or else the step.
fn place<'t>(world: &World<'t>, step: &Step<'t>, act: &Act<'t>) -> Span {
    let id = act.caller.owner().unwrap_or(&act.what);
    world.resource(id).map_or(step.node, |resource| resource.node).handle()
}

/// A statement, for people: its `Sid`, or its number.
pub(super) fn named(grant: &Grant<'_>) -> String {
    grant.sid.clone().unwrap_or_else(|| format!("statement {}", grant.statement + 1))
}
