//! Rules of CloudFormation itself, for every resource type.

mod property_choice;
mod property_conflict;
mod property_dependency;
mod property_missing;
mod property_read_only;
mod property_type;
mod property_unknown;
mod reference_kind;
mod reference_type;
pub(crate) mod schema;
mod suggest;
mod value_count;
mod value_form;
mod value_format;
mod value_length;
mod value_not_allowed;
mod value_pattern;
mod value_range;
mod value_repeated;

use crate::Rule;

/// The area's rules.
pub(crate) const RULES: &[&Rule] = &[
    &property_choice::RULE,
    &property_conflict::RULE,
    &property_dependency::RULE,
    &property_missing::RULE,
    &property_read_only::RULE,
    &property_type::RULE,
    &property_unknown::RULE,
    &reference_kind::RULE,
    &reference_type::RULE,
    &value_count::RULE,
    &value_form::RULE,
    &value_format::RULE,
    &value_length::RULE,
    &value_not_allowed::RULE,
    &value_pattern::RULE,
    &value_range::RULE,
    &value_repeated::RULE,
];
