//! The parts of an ARN that a policy writes, for the rules of this area.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>

use crate::context::Context;
use crate::policy::{Text, arn_of};
use crate::resolve::{Hole, Piece};

/// `arn:partition:service:region:account:resource`, as far as it can be told apart.
#[derive(Debug)]
pub(super) struct Arn {
    /// The parts from `arn` on. What follows the fifth colon is one part.
    parts: Vec<Part>,
    /// Whether the text ends with the last part; otherwise a hole may hold more of them.
    pub(super) whole: bool,
}

#[derive(Debug, Default)]
struct Part {
    text: String,
    /// Whether a part of it is only known at the deployment.
    holed: bool,
    /// The pseudo parameter that it wholly is.
    pseudo: Option<&'static str>,
}

/// Where a part stands.
pub(super) const PARTITION: usize = 1;
pub(super) const SERVICE: usize = 2;
pub(super) const REGION: usize = 3;
pub(super) const ACCOUNT: usize = 4;
pub(super) const RESOURCE: usize = 5;

impl Arn {
    /// The ARN in a text that begins like one.
    pub(super) fn read(ctx: &Context<'_>, text: &Text<'_>) -> Option<Self> {
        if !text.start().starts_with("arn:") {
            return None;
        }
        let mut parts = vec![Part::default()];
        let mut whole = true;
        for piece in &text.pieces {
            match piece {
                Piece::Known(known) => {
                    for character in known.chars() {
                        if character == ':' && parts.len() <= RESOURCE {
                            parts.push(Part::default());
                        } else if let Some(part) = parts.last_mut() {
                            part.text.push(character);
                            part.pseudo = None;
                        }
                    }
                }
                Piece::Hole(hole) => {
                    if let Some(part) = parts.last_mut() {
                        part.pseudo = pseudo(*hole).filter(|_| !part.holed && part.text.is_empty());
                        part.holed = true;
                    }
                    if parts.len() <= RESOURCE && !is_one_part(ctx, *hole) {
                        whole = false;
                        break;
                    }
                }
            }
        }
        Some(Self { parts, whole })
    }

    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// A part without holes and wildcards.
    pub(super) fn part(&self, at: usize) -> Option<&str> {
        let part = self.parts.get(at).filter(|part| !part.holed)?;
        let settled = at + 1 < self.parts.len() || self.whole;
        Some(part.text.as_str()).filter(|text| settled && !text.contains(['*', '?']) && !text.contains("${"))
    }

    /// The pseudo parameter that a part wholly is.
    pub(super) fn pseudo(&self, at: usize) -> Option<&'static str> {
        self.parts.get(at).and_then(|part| part.pseudo)
    }

    /// Whether a slash stands before the last of six parts, where none can be.
    pub(super) fn is_cut(&self) -> bool {
        self.parts.iter().take(RESOURCE).any(|part| part.text.contains('/'))
    }

    /// Whether a wildcard at its end may stand for all parts that are missing.
    pub(super) fn is_open(&self) -> bool {
        !self.whole || self.parts.last().is_some_and(|part| part.holed || part.text.ends_with('*'))
    }
}

/// Whether a text is an ARN, or may be one: not too short, no name, no ARN in another.
pub(super) fn is_well_formed(ctx: &Context<'_>, text: &Text<'_>) -> bool {
    let is_arn = |hole: Hole<'_>| arn_of(ctx, hole).map(|shape| shape.starts_with("arn:"));
    match text.pieces.first() {
        Some(Piece::Hole(hole)) => is_arn(*hole) != Some(false),
        Some(Piece::Known(start)) if start.starts_with(['*', '?']) => true,
        _ => {
            let inner = text
                .pieces
                .iter()
                .any(|piece| matches!(piece, Piece::Hole(hole) if is_arn(*hole) == Some(true)));
            !inner && Arn::read(ctx, text).is_some_and(|arn| arn.len() > RESOURCE || arn.is_open())
        }
    }
}

/// The pseudo parameters that have a part of their own.
fn pseudo(hole: Hole<'_>) -> Option<&'static str> {
    ["AWS::Partition", "AWS::Region", "AWS::AccountId"].into_iter().find(|name| hole == Hole::Ref(name))
}

/// Whether a hole holds no colon.
fn is_one_part(ctx: &Context<'_>, hole: Hole<'_>) -> bool {
    match hole {
        Hole::Ref(name) if name.starts_with("AWS::") => {
            !matches!(name, "AWS::StackId" | "AWS::NotificationARNs")
        }
        _ => arn_of(ctx, hole).is_some_and(|shape| !shape.contains(':')),
    }
}
