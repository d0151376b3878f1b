//! Rules about CodeBuild.

mod buildspec;
mod buildspec_command_mapping;
mod buildspec_duplicate_key;
mod buildspec_invalid_yaml;
mod buildspec_missing_key;
mod buildspec_unknown_key;
mod buildspec_unknown_phase;
mod buildspec_unknown_value;
mod buildspec_version;
mod buildspec_wrong_type;

use crate::Rule;

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[
    &buildspec_command_mapping::RULE,
    &buildspec_duplicate_key::RULE,
    &buildspec_invalid_yaml::RULE,
    &buildspec_missing_key::RULE,
    &buildspec_unknown_key::RULE,
    &buildspec_unknown_phase::RULE,
    &buildspec_unknown_value::RULE,
    &buildspec_version::RULE,
    &buildspec_wrong_type::RULE,
];
