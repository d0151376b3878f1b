//! Translates AWS's patterns, which are Java's or ECMAScript's, for the engine that reads them: regex-lite.
//!
//! A translation matches all that the original matches: where it can't be exact it is wider, so nothing that AWS takes
//! is refused. Assertions about what follows or precedes, which the engine lacks, become patterns of their own where
//! they stand at an end, and are dropped elsewhere. Characters beyond ASCII are the reader's affair for `\w` and its
//! like, which AWS's engines understand in different ways.

mod rewrite;
mod split;

pub(super) use split::translate;

/// What became of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Translation {
    /// The engine takes it as it is.
    Same,
    /// A text matches the pattern if it is as long as this and matches these, or doesn't where they say so.
    Parts(Option<Lengths>, Vec<Part>),
    /// The engine can't say.
    None,
}

/// A pattern that a text must match, or must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) negated: bool,
}

/// How many characters a text must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lengths {
    pub(super) least: u64,
    pub(super) most: Option<u64>,
}
