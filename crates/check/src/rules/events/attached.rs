//! The policies that a template attaches to a topic or queue.
//!
//! In: the resource. Out: its policies, and whether there can be others. Policies that other stacks attach can't be
//! seen.

use cfn::read::Node;

use crate::context::{Context, Resource};
use crate::policy::Policy;
use crate::resolve::{Hole, Pattern, Piece};

use super::read::{Arn, of_type, subject};

/// Where policies of a kind of resource stand, and by which property they name it.
const HOMES: [(&str, &str, &str); 4] = [
    ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics"),
    ("AWS::SNS::Topic", "AWS::SNS::TopicInlinePolicy", "TopicArn"),
    ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues"),
    ("AWS::SQS::Queue", "AWS::SQS::QueueInlinePolicy", "Queue"),
];

/// The policies of a resource.
pub(super) struct Attached<'a, 't> {
    pub(super) policies: Vec<&'a Policy<'t>>,
    /// Whether the template surely attaches no others.
    pub(super) complete: bool,
}

/// The policies that the template attaches to a topic or queue.
pub(super) fn to<'a, 't>(ctx: &'a Context<'t>, resource: &Resource<'t>) -> Attached<'a, 't> {
    let mut attached = Attached { policies: Vec::new(), complete: !ctx.may_gain_resources() };
    for (_, home, property) in HOMES.iter().filter(|(kind, _, _)| *kind == resource.kind) {
        for (holder, properties) in of_type(ctx, home) {
            let named = ctx.get(properties, property).into_iter().flat_map(|list| ctx.items(list));
            let bonds: Vec<_> = named
                .flat_map(|name| ctx.patterns(name))
                .map(|pattern| bond(ctx, resource, &pattern))
                .collect();
            if bonds.contains(&Bond::Sure) {
                attached.policies.extend(ctx.policies().iter().filter(|policy| policy.id == holder.id));
            } else if bonds.contains(&Bond::Possible) {
                attached.complete = false;
            }
        }
    }
    attached
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bond {
    Sure,
    Possible,
    None,
}

/// Whether a text names a resource.
fn bond<'t>(ctx: &Context<'t>, resource: &Resource<'t>, pattern: &Pattern<'t>) -> Bond {
    if let Some(named) = subject(ctx, pattern) {
        return if named.id == resource.id { Bond::Sure } else { Bond::None };
    }
    let known_at_deployment = |piece: &Piece<'_>| match piece {
        Piece::Known(_) => false,
        Piece::Hole(Hole::Ref(name)) => !name.starts_with("AWS::"),
        Piece::Hole(Hole::Att(..) | Hole::Other) => true,
    };
    if pattern.pieces.iter().any(known_at_deployment) {
        return Bond::Possible;
    }
    let own = resource.properties().and_then(|properties| name(ctx, properties));
    let last = Arn::of(&pattern.pieces).map(|arn| arn.begins().to_owned());
    match (own, last) {
        (Some(own), Some(last)) if own == last => Bond::Sure,
        _ => Bond::None,
    }
}

/// The name that a topic or queue is given, if it is known.
fn name<'t>(ctx: &Context<'t>, properties: &'t Node) -> Option<String> {
    let node = properties.get("TopicName").or_else(|| properties.get("QueueName"))?;
    ctx.text(node).map(std::borrow::Cow::into_owned)
}
