//! The patterns that AWS wants texts to match.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};

use regex_lite::Regex;

use crate::bytes::Cursor;
use crate::layout;
use crate::tables::types;

/// A pattern that a text must match somewhere: only `^` and `$` in it bind it to the text's ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    row: u32,
}

/// Patterns met before: making a pattern ready takes longer than matching a text.
static READY: Mutex<BTreeMap<u32, Option<Arc<Ready>>>> = Mutex::new(BTreeMap::new());

/// A pattern that is ready for the engine: how long a text must be, what it must match, and what it must not.
struct Ready {
    lengths: Option<RangeInclusive<usize>>,
    parts: Vec<(Regex, bool)>,
}

impl Ready {
    fn new(pattern: Pattern) -> Option<Self> {
        let mut cursor = pattern.cursor();
        cursor.row();
        let mut ready = Self { lengths: None, parts: Vec::new() };
        while !cursor.is_empty() {
            match cursor.row() {
                layout::pattern::SAME => ready.parts.push((Regex::new(pattern.source()).ok()?, true)),
                layout::pattern::UNKNOWN => return None,
                layout::pattern::LENGTHS => {
                    let least = cursor.size();
                    ready.lengths = Some(least..=cursor.size().checked_sub(1).unwrap_or(usize::MAX));
                }
                part => {
                    let text = types().texts.text(part / 2 - layout::pattern::PARTS);
                    ready.parts.push((Regex::new(text).ok()?, part % 2 == 0));
                }
            }
        }
        Some(ready)
    }

    fn is_match(&self, text: &str) -> bool {
        self.lengths.as_ref().is_none_or(|lengths| lengths.contains(&text.chars().count()))
            && self.parts.iter().all(|(regex, wanted)| regex.is_match(text) == *wanted)
    }
}

impl Pattern {
    pub(crate) const fn open(row: u32) -> Self {
        Self { row }
    }

    /// The pattern as AWS writes it.
    pub fn source(&self) -> &'static str {
        types().texts.text(self.cursor().row())
    }

    /// Whether the text matches; `None` if that can't be said.
    ///
    /// As for AWS, whose engine is Java's, `$` also stands before a last line break. Which characters beyond ASCII are
    /// letters, digits or spaces is a matter in which engines differ: with them, a text that seems not to match may.
    pub fn is_match(&self, text: &str) -> Option<bool> {
        let ready = self.ready()?;
        let without_break = || text.strip_suffix('\n').is_some_and(|text| ready.is_match(text));
        if ready.is_match(text) || without_break() {
            return Some(true);
        }
        let source = self.source();
        let has_set = || ["w", "d", "s", "b"].into_iter().any(|set| source.contains(&format!("\\{set}")));
        (text.is_ascii() || !has_set()).then_some(false)
    }

    fn ready(self) -> Option<Arc<Ready>> {
        let mut all = READY.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(self.row).or_insert_with(|| Ready::new(self).map(Arc::new)).clone()
    }

    fn cursor(self) -> Cursor {
        Cursor::new(types().patterns.row(self.row))
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({:?})", self.source())
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source())
    }
}
