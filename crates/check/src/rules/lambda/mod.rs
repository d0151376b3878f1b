//! Rules about Lambda.

mod alias_latest;
mod alias_moves_traffic;
mod alias_other_function;
mod event_source_batch;
mod event_source_position;
mod event_source_property;
mod event_source_visibility;
mod function_code;
mod function_concurrency_zero;
mod function_dead_letter;
mod function_environment_size;
mod function_handler;
mod function_layer;
mod function_runtime;
mod function_secret_in_clear;
mod function_snap_start;
mod function_url_permission;
mod function_vpc;
pub(crate) mod inline;
mod inline_handler_missing;
mod inline_handler_module;
mod inline_handler_signature;
mod inline_node_module;
mod inline_python_syntax;
mod inline_python_version;
mod permission_principal;
mod permission_source;
mod permission_unknown;
mod permission_url;
mod python;
mod sources;
mod version_not_retained;

use crate::Rule;

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[
    &alias_latest::RULE,
    &alias_moves_traffic::RULE,
    &alias_other_function::RULE,
    &event_source_batch::RULE,
    &event_source_position::RULE,
    &event_source_property::RULE,
    &event_source_visibility::RULE,
    &function_code::RULE,
    &function_concurrency_zero::RULE,
    &function_dead_letter::RULE,
    &function_environment_size::RULE,
    &function_handler::RULE,
    &function_layer::RULE,
    &function_runtime::RULE,
    &function_secret_in_clear::RULE,
    &function_snap_start::RULE,
    &function_url_permission::RULE,
    &function_vpc::RULE,
    &inline_handler_missing::RULE,
    &inline_handler_module::RULE,
    &inline_handler_signature::RULE,
    &inline_node_module::RULE,
    &inline_python_syntax::RULE,
    &inline_python_version::RULE,
    &permission_principal::RULE,
    &permission_source::RULE,
    &permission_unknown::RULE,
    &permission_url::RULE,
    &version_not_retained::RULE,
];
