//! Rules of CloudFormation itself, for every resource type.

mod attribute_unknown;
mod branch_unreachable;
mod condition_constant;
mod condition_cycle;
mod condition_invalid;
mod condition_unknown;
mod condition_unused;
mod creation_policy_invalid;
mod data_unprotected;
mod deletion_policy_invalid;
mod dependency_cycle;
mod depends_on_redundant;
mod depends_on_unknown;
mod description_invalid;
pub(crate) mod dynamic;
mod dynamic_reference_invalid;
mod dynamic_reference_place;
mod export_repeated;
mod find_in_map_unknown;
mod format_version_invalid;
mod function_place;
mod function_shape;
mod function_unknown;
mod identifier_shared;
mod interface_invalid;
mod key_repeated;
mod limit_exceeded;
mod limit_near;
pub(crate) mod limits;
mod local_path;
mod logical_id_invalid;
mod logical_id_shared;
mod mapping_invalid;
mod mapping_unused;
mod names;
mod null_value;
mod output_invalid;
mod output_of_import;
mod parameter_default;
mod parameter_invalid;
mod parameter_type_unknown;
mod parameter_unused;
pub(crate) mod place;
mod policy;
mod property_choice;
mod property_conflict;
mod property_dependency;
mod property_missing;
mod property_read_only;
mod property_type;
mod property_unknown;
mod pseudo_parameter_plain;
mod reference_dangling;
mod reference_kind;
mod reference_place;
mod reference_type;
mod reference_unknown;
mod resource_attribute_unknown;
mod resource_invalid;
mod resource_type_missing;
mod resource_type_unknown;
mod resources_missing;
mod rule_invalid;
pub(crate) mod schema;
mod secret_default;
mod secret_exposed;
mod secret_parameter;
mod secret_plain;
mod section_unknown;
mod sub_forgotten;
mod sub_needless;
mod sub_variable_unused;
mod suggest;
mod tag_invalid;
mod template_needs_bucket;
mod transform_invalid;
mod transform_missing;
mod type_retired;
mod update_policy_invalid;
mod value_count;
mod value_form;
mod value_format;
mod value_length;
mod value_not_allowed;
mod value_pattern;
mod value_range;
mod value_repeated;
mod visit;
mod yaml_retyped;
mod yaml_unsupported;
mod zone_literal;

use crate::Rule;

/// The area's rules.
pub(crate) const RULES: &[&Rule] = &[
    &attribute_unknown::RULE,
    &branch_unreachable::RULE,
    &condition_constant::RULE,
    &condition_cycle::RULE,
    &condition_invalid::RULE,
    &condition_unknown::RULE,
    &condition_unused::RULE,
    &creation_policy_invalid::RULE,
    &data_unprotected::RULE,
    &deletion_policy_invalid::RULE,
    &dependency_cycle::RULE,
    &depends_on_redundant::RULE,
    &depends_on_unknown::RULE,
    &description_invalid::RULE,
    &dynamic_reference_invalid::RULE,
    &dynamic_reference_place::RULE,
    &export_repeated::RULE,
    &find_in_map_unknown::RULE,
    &format_version_invalid::RULE,
    &function_place::RULE,
    &function_shape::RULE,
    &function_unknown::RULE,
    &identifier_shared::RULE,
    &interface_invalid::RULE,
    &key_repeated::RULE,
    &limit_exceeded::RULE,
    &limit_near::RULE,
    &local_path::RULE,
    &logical_id_invalid::RULE,
    &logical_id_shared::RULE,
    &mapping_invalid::RULE,
    &mapping_unused::RULE,
    &null_value::RULE,
    &output_invalid::RULE,
    &output_of_import::RULE,
    &parameter_default::RULE,
    &parameter_invalid::RULE,
    &parameter_type_unknown::RULE,
    &parameter_unused::RULE,
    &property_choice::RULE,
    &property_conflict::RULE,
    &property_dependency::RULE,
    &property_missing::RULE,
    &property_read_only::RULE,
    &property_type::RULE,
    &property_unknown::RULE,
    &pseudo_parameter_plain::RULE,
    &reference_dangling::RULE,
    &reference_kind::RULE,
    &reference_place::RULE,
    &reference_type::RULE,
    &reference_unknown::RULE,
    &resource_attribute_unknown::RULE,
    &resource_invalid::RULE,
    &resource_type_missing::RULE,
    &resource_type_unknown::RULE,
    &resources_missing::RULE,
    &rule_invalid::RULE,
    &secret_default::RULE,
    &secret_exposed::RULE,
    &secret_parameter::RULE,
    &secret_plain::RULE,
    &section_unknown::RULE,
    &sub_forgotten::RULE,
    &sub_needless::RULE,
    &sub_variable_unused::RULE,
    &tag_invalid::RULE,
    &template_needs_bucket::RULE,
    &transform_invalid::RULE,
    &transform_missing::RULE,
    &type_retired::RULE,
    &update_policy_invalid::RULE,
    &value_count::RULE,
    &value_form::RULE,
    &value_format::RULE,
    &value_length::RULE,
    &value_not_allowed::RULE,
    &value_pattern::RULE,
    &value_range::RULE,
    &value_repeated::RULE,
    &yaml_retyped::RULE,
    &yaml_unsupported::RULE,
    &zone_literal::RULE,
];
