//! A text of a policy: literal parts, wildcards, and holes for what is only known at the deployment.

use std::borrow::Cow;

use diag::Span;
use facts::iam::wildcard;

use crate::context::Context;
use crate::resolve::{Hole, Piece};

use super::arns;
use super::glob::{Atom, literally, with_wildcards};

/// A text, number or boolean.
#[derive(Debug, Clone)]
pub(crate) struct Text<'t> {
    pub(crate) span: Span,
    pub(crate) pieces: Vec<Piece<'t>>,
    /// Whether it is written out as a text, with no function around it.
    pub(crate) literal: bool,
}

impl<'t> Text<'t> {
    /// The text, where it has no hole.
    pub(crate) fn known(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Known(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether it is exactly that.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.known() == Some(text)
    }

    /// What it surely begins with.
    pub(crate) fn start(&self) -> &str {
        match self.pieces.first() {
            Some(Piece::Known(text)) => text,
            _ => "",
        }
    }

    /// Whether a literal part of it holds that.
    pub(crate) fn holds(&self, part: &str) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Known(text) if text.contains(part)))
    }

    /// The text for a message: holes as `${…}`.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        if let Some(known) = self.known() {
            return Cow::Borrowed(known);
        }
        let shown = self.pieces.iter().map(|piece| match piece {
            Piece::Known(text) => text.to_string(),
            Piece::Hole(Hole::Ref(name)) => format!("${{{name}}}"),
            Piece::Hole(Hole::Att(id, attribute)) => format!("${{{id}.{attribute}}}"),
            Piece::Hole(Hole::Other) => "${…}".to_owned(),
        });
        Cow::Owned(shown.collect())
    }

    /// As a pattern of IAM's, `*` and `?` being wildcards.
    pub(crate) fn atoms(&self, ctx: &Context<'t>) -> Vec<Atom> {
        let mut atoms = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Known(text) => with_wildcards(text, &mut atoms),
                Piece::Hole(hole) => arns::shape(ctx, *hole, &mut atoms),
            }
        }
        atoms
    }

    /// Whether it can be that text.
    pub(crate) fn can_be(&self, ctx: &Context<'t>, text: &str) -> bool {
        if let Some(known) = self.known() {
            return known == text;
        }
        let mut other = Vec::new();
        literally(text, &mut other);
        super::glob::meet(&self.atoms(ctx), &other)
    }

    /// Whether an action's name surely fits it; case does not count.
    pub(crate) fn covers_action(&self, action: &str) -> bool {
        self.known().is_some_and(|pattern| wildcard(pattern, action))
    }
}
