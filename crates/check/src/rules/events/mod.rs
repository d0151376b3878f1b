//! Rules about events, notifications, topics, alarms and keys.

use crate::Rule;

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[];
