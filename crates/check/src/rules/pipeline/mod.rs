//! Rules about CodePipeline: what it refuses, and what breaks when a pipeline runs.
//!
//! They judge the [`Pipeline`](crate::pipelines::Pipeline)s of a template, which are read once; what AWS documents of action
//! types stands in [`types`](crate::pipelines::types). What a pipeline's role may do is the business of other areas.

mod action_unknown_type;
mod artifact_count;
mod artifact_names_alike;
mod artifact_not_produced;
mod artifact_produced_twice;
mod artifact_unused;
mod clone_reference_misused;
mod configuration_invalid_json;
mod configuration_invalid_value;
mod configuration_missing_key;
mod configuration_not_text;
mod configuration_unknown_key;
mod json;
mod mend;
mod rule_unknown_type;
mod schedule;
mod shift;
mod value_names_no_input;

use crate::Rule;

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[
    &action_unknown_type::RULE,
    &rule_unknown_type::RULE,
    &configuration_unknown_key::RULE,
    &configuration_missing_key::RULE,
    &configuration_invalid_value::RULE,
    &configuration_not_text::RULE,
    &configuration_invalid_json::RULE,
    &value_names_no_input::RULE,
    &artifact_not_produced::RULE,
    &artifact_produced_twice::RULE,
    &artifact_unused::RULE,
    &artifact_count::RULE,
    &artifact_names_alike::RULE,
    &clone_reference_misused::RULE,
];
