//! The patterns that AWS wants texts to match.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use regex_lite::Regex;

use crate::bytes::Cursor;
use crate::tables::types;

/// A pattern that a text must match somewhere: only `^` and `$` in it bind it to the text's ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    row: u32,
}

/// Patterns met before: making a pattern ready takes longer than matching a text.
static READY: Mutex<BTreeMap<u32, Option<Arc<Regex>>>> = Mutex::new(BTreeMap::new());

impl Pattern {
    pub(crate) const fn open(row: u32) -> Self {
        Self { row }
    }

    /// The pattern as AWS writes it.
    pub fn source(&self) -> &'static str {
        types().texts.text(self.cursor().row())
    }

    /// The pattern as this crate's engine takes it, which matches all that AWS's does; `None` where there is no such.
    pub fn engine(&self) -> Option<&'static str> {
        let mut cursor = self.cursor();
        let source = cursor.row();
        match cursor.row() {
            0 => Some(types().texts.text(source)),
            1 => None,
            other => Some(types().texts.text(other - 2)),
        }
    }

    /// Whether the text matches; `None` if that can't be said.
    ///
    /// As for AWS, whose engine is Java's, `$` also stands before a last line break.
    pub fn is_match(&self, text: &str) -> Option<bool> {
        let regex = self.ready()?;
        Some(regex.is_match(text) || text.strip_suffix('\n').is_some_and(|text| regex.is_match(text)))
    }

    fn ready(self) -> Option<Arc<Regex>> {
        let mut ready = READY.lock().unwrap_or_else(PoisonError::into_inner);
        ready
            .entry(self.row)
            .or_insert_with(|| self.engine().and_then(|text| Regex::new(text).ok()).map(Arc::new))
            .clone()
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
