//! Rules about CodePipeline.

use crate::Rule;

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[];
