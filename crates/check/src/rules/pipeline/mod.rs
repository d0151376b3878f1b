//! Rules about CodePipeline: what it refuses, and what breaks when a pipeline runs.
//!
//! They judge the [`Pipeline`](crate::pipelines::Pipeline)s of a template, which are read once; what AWS documents of action
//! types stands in [`types`](crate::pipelines::types). What a pipeline's role may do is the business of other areas.

mod action_misspells_resource;
mod action_unknown_type;
mod approval_guards_nothing;
mod approval_timeout;
mod artifact_count;
mod artifact_names_alike;
mod artifact_not_produced;
mod artifact_produced_twice;
mod artifact_store_key;
mod artifact_store_location;
mod artifact_store_region;
mod artifact_unused;
mod clone_reference_misused;
mod commands_missing;
mod commands_multi_line;
mod condition_invalid_result;
mod configuration_invalid_json;
mod configuration_invalid_value;
mod configuration_missing_key;
mod configuration_not_text;
mod configuration_unknown_key;
mod custom_action_mismatch;
mod custom_action_type;
mod event_rule_misses_source;
mod failure_result_and_conditions;
mod first_stage_not_source;
mod github_oauth_source;
pub(super) mod json;
mod mend;
mod names;
mod namespace_taken;
mod output_artifact_not_built;
mod pipeline_becomes_v2;
mod pipeline_invalid_name;
mod pipeline_needs_v2;
mod pipeline_too_many;
mod pipeline_variable_twice;
mod pipeline_variable_unused;
mod pipeline_variable_without_default;
mod project;
mod rollback_impossible;
mod rule_unknown_type;
mod run_order;
mod schedule;
mod shift;
mod source_never_starts;
mod source_outside_first_stage;
mod source_polled_and_triggered;
mod source_polls;
mod source_token_in_clear;
mod starts;
mod transition_unknown_stage;
mod trigger_invalid_event;
mod trigger_twice;
mod trigger_unknown_source;
mod twice;
mod v2;
mod value_names_no_input;
mod variable_before_produced;
mod variable_in_source;
mod variable_malformed;
mod variable_not_exported;
mod variable_not_resolved;
mod variable_undeclared;
mod variable_unknown_namespace;
mod watched;
mod webhook_invalid;

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
    &pipeline_invalid_name::RULE,
    &run_order::RULE,
    &approval_timeout::RULE,
    &first_stage_not_source::RULE,
    &source_outside_first_stage::RULE,
    &namespace_taken::RULE,
    &variable_malformed::RULE,
    &variable_unknown_namespace::RULE,
    &variable_before_produced::RULE,
    &variable_not_exported::RULE,
    &variable_undeclared::RULE,
    &variable_in_source::RULE,
    &variable_not_resolved::RULE,
    &pipeline_variable_twice::RULE,
    &pipeline_variable_unused::RULE,
    &pipeline_needs_v2::RULE,
    &pipeline_becomes_v2::RULE,
    &pipeline_too_many::RULE,
    &trigger_unknown_source::RULE,
    &trigger_twice::RULE,
    &trigger_invalid_event::RULE,
    &condition_invalid_result::RULE,
    &failure_result_and_conditions::RULE,
    &rollback_impossible::RULE,
    &commands_multi_line::RULE,
    &commands_missing::RULE,
    &transition_unknown_stage::RULE,
    &source_polled_and_triggered::RULE,
    &source_never_starts::RULE,
    &source_polls::RULE,
    &event_rule_misses_source::RULE,
    &pipeline_variable_without_default::RULE,
    &webhook_invalid::RULE,
    &approval_guards_nothing::RULE,
    &artifact_store_region::RULE,
    &artifact_store_location::RULE,
    &artifact_store_key::RULE,
    &output_artifact_not_built::RULE,
    &action_misspells_resource::RULE,
    &custom_action_type::RULE,
    &custom_action_mismatch::RULE,
    &source_token_in_clear::RULE,
    &github_oauth_source::RULE,
];
