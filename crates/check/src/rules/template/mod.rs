//! Rules of CloudFormation itself, for every resource type.

use crate::Rule;

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[];
