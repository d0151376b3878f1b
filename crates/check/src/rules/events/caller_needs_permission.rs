//! A function that a service is to call without a permission to do so.

use cfn::read::Node;
use diag::Severity;

use crate::Rule;
use crate::context::{Context, Resource};
use crate::policy::is_service;
use crate::rule::Findings;

use super::read::{of_type, subject};
use super::senders::{self, Destination, Sender};

pub(super) const RULE: Rule = Rule {
    code: "caller-needs-permission",
    severity: Severity::Warning,
    title: "A service is to call a function that gives it no permission.",
    explanation: "EventBridge rules, topics, buckets and alarms call a function under their own principal, \
        which the function's policy must allow: an `AWS::Lambda::Permission` for `events.amazonaws.com`, \
        `sns.amazonaws.com`, `s3.amazonaws.com` or `lambda.alarms.cloudwatch.amazonaws.com`. Without it the \
        stack is created, but the function is never called (EventBridge counts it under `FailedInvocations`; \
        a bucket's notifications fail the stack). It is a warning, because a permission may come from \
        elsewhere.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    if ctx.may_gain_resources() {
        return;
    }
    for sender in senders::to(ctx, Destination::Function) {
        let permitted =
            of_type(ctx, "AWS::Lambda::Permission").any(|(_, permission)| permits(ctx, permission, &sender));
        if permitted {
            continue;
        }
        let (to, service) = (sender.to.id, sender.service);
        findings.add(
            RULE.at(sender.span, format!("no permission lets {} call `{to}`", sender.by))
                .label(format!("`{service}` may not call it"))
                .related(sender.to.id_span, "what is to be called")
                .help(format!("add an `AWS::Lambda::Permission` with `Principal: {service}`")),
        );
    }
}

/// Whether a permission may be for that sender.
fn permits<'t>(ctx: &Context<'t>, permission: &'t Node, sender: &Sender<'_, 't>) -> bool {
    let principals = ctx.get(permission, "Principal").into_iter().map(|principal| ctx.texts(principal));
    let principal = principals.into_iter().any(|texts| {
        !texts.complete
            || texts.known.iter().any(|text| is_service(&text.value, sender.service) || text.value == "*")
    });
    principal
        && !is_of_another_rule(ctx, permission, sender)
        && ctx
            .get(permission, "FunctionName")
            .into_iter()
            .flat_map(|name| ctx.patterns(name))
            .any(|pattern| subject(ctx, &pattern).is_none_or(|named| same(ctx, named, sender.to)))
}

/// Whether a permission is for another rule of this template alone.
fn is_of_another_rule<'t>(ctx: &Context<'t>, permission: &'t Node, sender: &Sender<'_, 't>) -> bool {
    let sources = ctx.get(permission, "SourceArn");
    let is_another = |source: &&Node| {
        ctx.target(source)
            .is_some_and(|source| source.kind == "AWS::Events::Rule" && Some(source.id) != sender.rule)
    };
    sender.rule.is_some() && !sources.is_empty() && sources.iter().all(is_another)
}

/// Whether both are the same function, or versions and aliases of it.
fn same<'t>(ctx: &Context<'t>, one: &Resource<'t>, other: &Resource<'t>) -> bool {
    one.id == other.id
        || function(ctx, one).is_none_or(|id| function(ctx, other).is_none_or(|other| other == id))
}

/// The function that a resource is, or is of.
fn function<'t>(ctx: &Context<'t>, resource: &Resource<'t>) -> Option<&'t str> {
    if resource.kind == "AWS::Lambda::Function" {
        return Some(resource.id);
    }
    let name = resource.properties()?.get("FunctionName")?;
    super::read::meant(ctx, name).map(|function| function.id)
}
