//! Rules about CodeBuild.

mod build_artifacts;
mod build_cache;
mod build_compute_type;
mod build_duplicate_variable;
mod build_file_system;
mod build_image_credentials;
mod build_image_deprecated;
mod build_image_platform;
mod build_image_unknown;
mod build_lambda_compute;
mod build_logs;
mod build_missing_buildspec;
mod build_report_status;
mod build_reserved_variable;
mod build_secret_in_clear;
mod build_source_location;
mod build_source_pipeline;
mod build_vpc;
mod build_webhook;
pub(crate) mod buildspec;
mod buildspec_batch;
mod buildspec_command_mapping;
mod buildspec_duplicate_key;
mod buildspec_exported_variable;
mod buildspec_invalid_yaml;
mod buildspec_missing_key;
mod buildspec_reports;
mod buildspec_runtime_version;
mod buildspec_secondary_artifact;
mod buildspec_secret_reference;
mod buildspec_shell;
mod buildspec_unknown_key;
mod buildspec_unknown_phase;
mod buildspec_unknown_value;
mod buildspec_version;
mod buildspec_wrong_type;
mod images;
mod report_group_export;
mod variables;

use cfn::read::Node;

use crate::context::Resource;
use crate::{Context, Rule};

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[
    &build_artifacts::RULE,
    &build_cache::RULE,
    &build_compute_type::RULE,
    &build_duplicate_variable::RULE,
    &build_file_system::RULE,
    &build_image_credentials::RULE,
    &build_image_deprecated::RULE,
    &build_image_platform::RULE,
    &build_image_unknown::RULE,
    &build_lambda_compute::RULE,
    &build_logs::RULE,
    &build_missing_buildspec::RULE,
    &build_report_status::RULE,
    &build_reserved_variable::RULE,
    &build_secret_in_clear::RULE,
    &build_source_location::RULE,
    &build_source_pipeline::RULE,
    &build_vpc::RULE,
    &build_webhook::RULE,
    &buildspec_batch::RULE,
    &buildspec_command_mapping::RULE,
    &buildspec_duplicate_key::RULE,
    &buildspec_exported_variable::RULE,
    &buildspec_invalid_yaml::RULE,
    &buildspec_missing_key::RULE,
    &buildspec_reports::RULE,
    &buildspec_runtime_version::RULE,
    &buildspec_secondary_artifact::RULE,
    &buildspec_secret_reference::RULE,
    &buildspec_shell::RULE,
    &buildspec_unknown_key::RULE,
    &buildspec_unknown_phase::RULE,
    &buildspec_unknown_value::RULE,
    &buildspec_version::RULE,
    &buildspec_wrong_type::RULE,
    &report_group_export::RULE,
];

/// The properties of every project.
fn projects<'a, 't>(ctx: &'a Context<'t>) -> impl Iterator<Item = &'t Node> + use<'a, 't> {
    ctx.of_type("AWS::CodeBuild::Project").filter_map(Resource::properties)
}
