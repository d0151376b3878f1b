//! How this area reads a template: a type's properties, ARNs with unknown parts, and the resource that a value
//! speaks of.
//!
//! In: nodes. Out: what is sure about them. What isn't sure is `None`, and no rule speaks of it.

use std::ops::Range;

use cfn::read::Node;
use diag::Fix;

use crate::context::{Context, Resource};
use crate::resolve::{Hole, Pattern, Piece, Text, whole};

/// The resources of a type that have properties, with these.
pub(super) fn of_type<'a, 't>(
    ctx: &'a Context<'t>,
    kind: &'a str,
) -> impl Iterator<Item = (&'a Resource<'t>, &'t Node)> {
    ctx.of_type(kind).filter_map(|resource| Some((resource, resource.properties()?)))
}

/// Every event pattern: of rules and of archives.
pub(super) fn event_patterns<'t>(ctx: &Context<'t>) -> Vec<&'t Node> {
    ["AWS::Events::Rule", "AWS::Events::Archive"]
        .iter()
        .flat_map(|kind| of_type(ctx, kind))
        .flat_map(|(_, properties)| ctx.get(properties, "EventPattern"))
        .collect()
}

/// Every target of a rule, with the rule.
pub(super) fn targets<'a, 't>(ctx: &'a Context<'t>) -> Vec<(&'a Resource<'t>, &'t Node)> {
    let rules = of_type(ctx, "AWS::Events::Rule");
    rules
        .flat_map(|(rule, properties)| {
            let lists = ctx.get(properties, "Targets");
            lists.into_iter().flat_map(|list| ctx.items(list)).map(move |target| (rule, target))
        })
        .filter(|(_, target)| target.is_map() && !target.is_open())
        .collect()
}

/// An ARN, as far as it is known.
#[derive(Debug)]
pub(super) struct Arn<'t> {
    /// `codepipeline`; nothing, where it isn't written out.
    pub(super) service: Option<String>,
    /// What follows the account.
    pub(super) resource: Vec<Piece<'t>>,
}

impl<'t> Arn<'t> {
    /// Reads what begins with `arn:`.
    pub(super) fn of(pieces: &[Piece<'t>]) -> Option<Self> {
        if !matches!(pieces.first(), Some(Piece::Known(text)) if text.starts_with("arn:")) {
            return None;
        }
        let mut parts: Vec<Vec<Piece<'t>>> = vec![Vec::new()];
        for piece in pieces {
            match piece {
                Piece::Hole(hole) => parts.last_mut()?.push(Piece::Hole(*hole)),
                Piece::Known(text) => {
                    let most = 6 - parts.len() + 1;
                    for (index, part) in text.splitn(most, ':').enumerate() {
                        if index > 0 {
                            parts.push(Vec::new());
                        }
                        if !part.is_empty() {
                            parts.last_mut()?.push(Piece::Known(part.to_owned().into()));
                        }
                    }
                }
            }
        }
        let service = match parts.get(2)?.as_slice() {
            [Piece::Known(service)] => Some(service.clone().into_owned()),
            _ => None,
        };
        Some(Self { service, resource: parts.get(5).cloned().unwrap_or_default() })
    }

    /// The known text that the last part begins with; nothing, where it begins with a hole.
    pub(super) fn begins(&self) -> &str {
        match self.resource.first() {
            Some(Piece::Known(text)) => text,
            _ => "",
        }
    }
}

/// The only resource of this template that a text speaks of.
pub(super) fn subject<'a, 't>(ctx: &'a Context<'t>, pattern: &Pattern<'t>) -> Option<&'a Resource<'t>> {
    let mut found = pattern.pieces.iter().filter_map(|piece| match piece {
        Piece::Hole(Hole::Ref(id) | Hole::Att(id, _)) => ctx.resource(id),
        _ => None,
    });
    let first = found.next()?;
    found.all(|other| other.id == first.id).then_some(first)
}

/// The resource that a value means, whichever way its conditions go: by reference, or as a part of an ARN or name.
pub(super) fn meant<'a, 't>(ctx: &'a Context<'t>, node: &'t Node) -> Option<&'a Resource<'t>> {
    let patterns = ctx.patterns(node);
    let mut subjects = patterns.iter().map(|pattern| subject(ctx, pattern));
    let first = subjects.next()??;
    subjects.all(|other| other.is_some_and(|other| other.id == first.id)).then_some(first)
}

/// The resources that a value can mean, one for each way its conditions can go.
pub(super) fn meanings<'a, 't>(ctx: &'a Context<'t>, node: &'t Node) -> Vec<&'a Resource<'t>> {
    ctx.patterns(node).iter().filter_map(|pattern| subject(ctx, pattern)).collect()
}

/// The texts that a value can have by itself, a parameter only by its allowed values: a default may stand for
/// "none", and an empty text does.
pub(super) fn literals<'t>(ctx: &Context<'t>, node: &'t Node) -> Vec<Text<'t>> {
    let text = |pattern: Pattern<'t>| {
        let value = whole(pattern.pieces).filter(|value| !value.is_empty())?;
        Some(Text { value, node: pattern.node, when: pattern.when, given: pattern.given })
    };
    ctx.patterns(node).into_iter().filter_map(text).collect()
}

/// Whether a value is a literal boolean or text that says yes.
pub(super) fn is_true(node: &Node) -> bool {
    node.scalar().is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

/// A whole number that is written out.
pub(super) fn number(node: &Node) -> Option<u64> {
    node.scalar()?.parse().ok()
}

/// Another text in the place of a part of a literal's; nothing, where the file spells that part otherwise.
pub(super) fn mend(ctx: &Context<'_>, node: &Node, part: Range<usize>, right: &str) -> Option<Fix> {
    let written = node.text()?.get(part.clone())?;
    let span = ctx.document().place(node, part);
    let found = ctx.document().text().get(span.start..span.end)?;
    (found == written).then(|| Fix::replace(format!("write `{right}`"), span, right))
}
