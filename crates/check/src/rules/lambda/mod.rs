//! Rules about Lambda.

mod python;

use crate::Rule;

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[];
