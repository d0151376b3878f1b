//! Findings and how they are shown.
//!
//! In: a [`Diagnostic`] made by any crate that judges something, and the [`Source`] it speaks of. Out: text for people,
//! [JSON](json), [SARIF](sarif), the source [with its fixes applied](apply). No finding is worded here, but for those about
//! [suppressions](suppress); and nothing is printed: the command line decides where the text goes.

mod diagnostic;
mod fix;
mod json;
mod judged;
mod mask;
mod meaning;
mod nearest;
mod place;
mod render;
mod sarif;
mod suppression;

pub use diagnostic::{Diagnostic, Severity};
pub use fix::{Fix, apply};
pub use json::json;
pub use judged::{Judged, Suppressed};
pub use mask::mask;
pub use meaning::Meaning;
pub use nearest::nearest;
pub use place::{Lines, Position};
pub use render::{render, render_suppressed, visible};
pub use sarif::{Tool, sarif};
pub use suppression::{MEANINGS as SUPPRESSION_MEANINGS, Scope, Suppression, comments, suppress};

/// A piece of a source file, in bytes from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one; equal to `start` where only a point is known.
    pub end: usize,
}

/// A text that findings point into.
#[derive(Debug, Clone)]
pub struct Source {
    /// What the user called it: a path as given, or `<stdin>`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Span {
    /// The bytes of `text` that are meant: within it, on character boundaries.
    pub(crate) fn range(self, text: &str) -> std::ops::Range<usize> {
        let mut start = self.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = self.end.clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }
}
