//! Grants that no step uses, and those that are wider than what is used of them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use cfn::read::Node;
use diag::{Diagnostic, Span};
use iam::{Effect, Patterns, Principals, Statement, Who, action_matches, wildcard};

use super::codes::{GRANT_UNPROVEN, GRANT_UNUSED, GRANT_WIDE};
use super::denied::named;
use super::{listed, others};
use crate::calls::When;
use crate::walk::{Act, Grant, Hearing, Judged, Walk, fitting};
use crate::world::{Document, World};

/// What the calls made of the statements.
#[derive(Default)]
struct Uses<'a> {
    /// The calls that each statement let through, by the address of its node.
    served: BTreeMap<usize, Vec<&'a Judged<'a>>>,
    /// The resources under whose policies runs what nobody knows.
    open: BTreeSet<&'a str>,
}

fn address(node: &Node) -> usize {
    std::ptr::from_ref(node).addr()
}

pub(super) fn findings<'t>(world: &World<'t>, walks: &[Walk<'t>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // Nothing is played without a pipeline.
    if walks.is_empty() {
        return found;
    }
    let uses = uses(walks);
    let mut judged = BTreeSet::new();
    let acts = || walks.iter().flat_map(|walk| &walk.steps).flat_map(|step| &step.acts);
    // A policy of several roles is as open as any of them.
    let key = |document: &Document<'t>| document.statements.first().map(|node| address(node));
    let opened = |roles: &BTreeSet<&str>| -> BTreeSet<_> {
        let open = acts().filter(|act| act.caller.owner().is_some_and(|owner| roles.contains(owner)));
        open.flat_map(|act| act.caller.policies()).filter_map(|document| key(document)).collect()
    };
    let open = opened(&uses.open);
    let elsewhere = OnceCell::new();
    for act in acts() {
        for document in act.caller.policies() {
            let Some(owner) = document.owner else { continue };
            let Some(id) = key(document).filter(|id| judged.insert((*id, owner))) else { continue };
            let of = act.caller.owner().unwrap_or(owner);
            let all = |is_open| {
                let statements = document.policy.statements.iter();
                statements.flat_map(|one| unused(world, &uses, document, one, of, is_open)).collect()
            };
            let is_open = open.contains(&id);
            let mut those: Vec<_> = all(is_open);
            if !is_open && !those.is_empty() {
                let elsewhere = elsewhere.get_or_init(|| opened(&others::used_elsewhere(world, walks)));
                if elsewhere.contains(&id) {
                    those = all(true);
                }
            }
            found.extend(those);
        }
    }
    // Those of others are not seen: only services are all there.
    for (_, document) in world.resource_policies() {
        for statement in &document.policy.statements {
            if document.owner.is_some()
                && is_for_services(statement)
                && !acts().any(|act| act.is_open && is_service(act))
            {
                let owner = document.owner.unwrap_or_default();
                let is_open = !is_for_our_own(world, statement);
                found.extend(unused(world, &uses, document, statement, owner, is_open));
            }
        }
    }
    found
}

fn is_service(act: &Act<'_>) -> bool {
    matches!(act.caller, crate::walk::Caller::Service { .. })
}

fn uses<'a>(walks: &'a [Walk<'a>]) -> Uses<'a> {
    let mut uses = Uses::default();
    for act in walks.iter().flat_map(|walk| &walk.steps).flat_map(|step| &step.acts) {
        if act.is_open {
            uses.open.extend(act.caller.owner());
        }
        for judged in act.judged() {
            let nodes: Vec<_> = match &judged.hearing {
                Hearing::Allowed(grants) | Hearing::Unknown(_, grants) => {
                    grants.iter().map(|grant| grant.node).collect()
                }
                // What fits and does not suffice is what the call needs none the less.
                Hearing::Denied { granted, .. } => granted.iter().map(|grant| grant.node).collect(),
                Hearing::Forbidden(_) => {
                    fitting(&act.caller, &judged.call).iter().map(|grant| grant.node).collect()
                }
            };
            for node in nodes {
                uses.served.entry(address(node)).or_default().push(judged);
            }
        }
    }
    uses
}

/// Whether all whom it lets in are services whose calls the rehearsal knows.
fn is_for_services(statement: &Statement) -> bool {
    const KNOWN: &[&str] = &[
        "events.amazonaws.com",
        "cloudwatch.amazonaws.com",
        "codestar-notifications.amazonaws.com",
        "logging.s3.amazonaws.com",
    ];
    match &statement.principals {
        Some(Principals::Only(who)) => {
            !who.is_empty()
                && who.iter().all(|who| matches!(who, Who::Service(name) if KNOWN.contains(&name.as_str())))
        }
        _ => false,
    }
}

/// Whether it lets services in for rules and alarms of the template alone: another stack's may use it otherwise.
fn is_for_our_own(world: &World<'_>, statement: &Statement) -> bool {
    let of =
        statement.conditions.iter().find(|condition| condition.key.eq_ignore_ascii_case("aws:SourceArn"));
    of.is_some_and(|of| of.values.iter().all(|arn| world.by_arn(arn).is_some()))
}

fn unused<'t>(
    world: &World<'t>,
    uses: &Uses<'_>,
    document: &Document<'t>,
    statement: &Statement,
    owner: &str,
    is_open: bool,
) -> Vec<Diagnostic> {
    let (Effect::Allow, Patterns::Only(actions), Some(node)) =
        (statement.effect, &statement.actions, document.statements.get(statement.index))
    else {
        return Vec::new();
    };
    let none = Vec::new();
    let served = uses.served.get(&address(node)).unwrap_or(&none);
    let code = if is_open { &GRANT_UNPROVEN } else { &GRANT_UNUSED };
    let name = || Grant::of(document, statement.index).map(|grant| named(&grant)).unwrap_or_default();
    if served.is_empty() {
        let message = format!("no step uses `{}` of `{owner}`: {}", name(), listed(actions.iter().cloned()));
        return vec![code.at(node.handle(), message)];
    }
    let mut found = Vec::new();
    for (index, action) in actions.iter().enumerate() {
        let used = || served.iter().filter(|one| action_matches(action, &one.call.action));
        let span = part(node, "Action", index, actions.len());
        if used().next().is_none() {
            found.push(code.at(span, format!("no step uses `{action}` of `{owner}`")));
        } else if action.contains(['*', '?']) {
            // What AWS's pages list is not wider than what they grant; that it is used, they do not say.
            let names = |is_listed: bool| -> BTreeSet<String> {
                let those = used().filter(|one| matches!(one.call.when, When::Listed(_)) == is_listed);
                those.map(|one| one.call.action.to_string()).collect()
            };
            let narrow = names(false);
            let listed_alone: BTreeSet<_> = names(true).difference(&narrow).cloned().collect();
            let all = facts::iam::matching(action).count();
            if all > narrow.len() + listed_alone.len() {
                let message = format!(
                    "`{action}` of `{owner}` grants {all} actions, and the steps use {}",
                    narrow.len()
                );
                let finding =
                    if is_open { GRANT_UNPROVEN.at(span, message) } else { GRANT_WIDE.at(span, message) };
                let helps = [("they use", narrow), ("AWS's pages grant besides", listed_alone)];
                let helps = helps.into_iter().filter(|(_, names)| !names.is_empty());
                found.push(helps.fold(finding, |finding, (what, names)| {
                    finding.help(format!("{what} {}", listed(names)))
                }));
            }
        }
    }
    if let Some(Patterns::Only(resources)) = &statement.resources {
        found.extend(resources.iter().enumerate().filter_map(|(index, resource)| {
            let known: Vec<_> = served.iter().filter(|one| one.call.resource != "?").collect();
            if known.len() < served.len() {
                return None;
            }
            let mut used = known.iter().filter(|one| wildcard(resource, &one.call.resource)).peekable();
            let span = part(node, "Resource", index, resources.len());
            if used.peek().is_none() {
                let shown = world.shown(resource);
                // AWS's pages list a log group both ways, and what streams are called for has the second.
                // https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
                let is_twice = shown.contains(":log-group:") && resources.contains(&format!("{resource}:*"));
                let message = || format!("no step uses `{shown}` in `{}` of `{owner}`", name());
                return (!is_twice).then(|| code.at(span, message()));
            }
            // In a resource's own policy it means that resource.
            let is_for_all = resource == "*" && statement.principals.is_none();
            if !is_for_all || known.iter().any(|one| one.call.resource == "*") {
                return None;
            }
            let narrow: BTreeSet<_> = used.map(|one| world.written(&one.call.resource)).collect();
            let (name, count) = (name(), narrow.len());
            let message = format!("`{name}` of `{owner}` is for every resource, and the steps use {count}");
            let code = if is_open { &GRANT_UNPROVEN } else { &GRANT_WIDE };
            Some(code.at(span, message).help(format!("they use {}", listed(narrow))))
        }));
    }
    found
}

/// Where one of a list's texts stands, if the list has as many as are known.
fn part(statement: &Node, key: &str, index: usize, count: usize) -> Span {
    let Some(value) = statement.get(key) else { return statement.handle() };
    match value.items() {
        items if items.len() == count => items[index].handle(),
        [] if count == 1 => value.handle(),
        _ => value.handle(),
    }
}
