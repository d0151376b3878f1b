//! What a code means.

use crate::Severity;

/// A code, explained.
#[derive(Debug, Clone, Copy)]
pub struct Meaning {
    /// The code that findings carry.
    pub code: &'static str,
    /// How bad its findings are; the worst, where they differ.
    pub severity: Severity,
    /// One sentence, with its full stop.
    pub title: &'static str,
    /// What goes wrong and when, why, and the cure: plain paragraphs.
    pub explanation: &'static str,
    /// The pages of AWS's documentation that it comes from; none where AWS has nothing to do with it.
    pub pages: &'static [&'static str],
}
