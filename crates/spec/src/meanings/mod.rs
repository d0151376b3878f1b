//! What the codes of the stack language mean: what goes wrong, why, and the cure.
//!
//! One file per area. A code without an entry, or with two, fails a test. The one-sentence titles are in `codes.rs`, the
//! failing examples in `errors/`, the mended ones in `mended/`.

mod functions;
mod names;
mod shape;
mod stages;

use diag::{Meaning, Severity};

use crate::codes::{CODES, Finding};

/// A code and its explanation.
struct Entry {
    finding: Finding,
    severity: Severity,
    explanation: &'static str,
    /// Pages of AWS's documentation, where AWS is the reason.
    pages: &'static [&'static str],
}

/// Every code that a finding about a stack can have, explained, by area; the areas are those of the language's parts.
pub fn meanings() -> impl Iterator<Item = (&'static str, Meaning)> {
    let areas = [
        ("stack: shape", shape::ENTRIES),
        ("stack: names and values", names::ENTRIES),
        ("stack: stages", stages::ENTRIES),
        ("stack: functions and parameters", functions::ENTRIES),
    ];
    areas.into_iter().flat_map(|(area, entries)| entries.iter().map(move |entry| (area, entry.meaning())))
}

impl Entry {
    fn meaning(&self) -> Meaning {
        let code = self.finding.code();
        let title = CODES.iter().find(|(known, _)| *known == code).map_or("", |(_, title)| *title);
        let Self { severity, explanation, pages, .. } = *self;
        Meaning { code, severity, title, explanation, pages }
    }
}
