//! Rules about IAM policies.

mod catalogue;
mod condition_key_twice;
mod condition_key_unavailable;
mod condition_key_unknown;
mod condition_null_if_exists;
mod condition_operator_unknown;
mod condition_private_address;
mod condition_set_operator;
mod condition_value_type;
mod condition_wildcard_literal;
mod elements;
mod keys;
mod operators;
mod policy_effect_invalid;
mod policy_empty_element;
mod policy_exclusive_elements;
mod policy_misplaced_element;
mod policy_missing_element;
mod policy_sid_duplicate;
mod policy_sid_invalid;
mod policy_unknown_element;
mod policy_variable_ignored;
mod policy_variable_misplaced;
mod policy_version_invalid;
mod policy_version_missing;
mod policy_version_old;
mod policy_wrong_type;
mod variables;

use crate::Rule;

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[
    &condition_key_twice::RULE,
    &condition_key_unavailable::RULE,
    &condition_key_unknown::RULE,
    &condition_null_if_exists::RULE,
    &condition_operator_unknown::RULE,
    &condition_private_address::RULE,
    &condition_set_operator::RULE,
    &condition_value_type::RULE,
    &condition_wildcard_literal::RULE,
    &policy_effect_invalid::RULE,
    &policy_empty_element::RULE,
    &policy_exclusive_elements::RULE,
    &policy_misplaced_element::RULE,
    &policy_missing_element::RULE,
    &policy_sid_duplicate::RULE,
    &policy_sid_invalid::RULE,
    &policy_unknown_element::RULE,
    &policy_variable_ignored::RULE,
    &policy_variable_misplaced::RULE,
    &policy_version_invalid::RULE,
    &policy_version_missing::RULE,
    &policy_version_old::RULE,
    &policy_wrong_type::RULE,
];
