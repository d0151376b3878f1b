//! Rules about CodeDeploy.

use crate::Rule;

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[];
