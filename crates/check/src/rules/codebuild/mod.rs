//! Rules about CodeBuild.

use crate::Rule;

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[];
