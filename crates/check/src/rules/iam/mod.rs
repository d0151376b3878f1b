//! Rules about IAM policies.

mod administrator_access;
mod arn;
mod catalogue;
mod elements;
mod forms;
mod guards;
mod iam_action_form;
mod iam_action_unknown;
mod iam_allow_everything;
mod iam_allow_except;
mod iam_named_resource;
mod iam_pass_role;
mod iam_privilege_escalation;
mod iam_resource_mismatch;
mod iam_resource_wildcard;
mod iam_service_unknown;
mod iam_service_wildcard;
mod keys;
mod managed_policies;
mod managed_policies_many;
mod managed_policy_path;
mod managed_policy_unknown;
mod mend;
mod operators;
mod policy_arn_part;
mod policy_characters;
mod policy_effect_invalid;
mod policy_empty_element;
mod policy_exclusive_elements;
mod policy_foreign_action;
mod policy_foreign_resource;
mod policy_key_twice;
mod policy_key_unavailable;
mod policy_key_unknown;
mod policy_misplaced_element;
mod policy_missing_element;
mod policy_near_limit;
mod policy_null_if_exists;
mod policy_operator_unknown;
mod policy_private_address;
mod policy_resource_form;
mod policy_set_operator;
mod policy_sid_duplicate;
mod policy_sid_invalid;
mod policy_too_large;
mod policy_unknown_element;
mod policy_value_type;
mod policy_variable_ignored;
mod policy_variable_misplaced;
mod policy_version_invalid;
mod policy_version_missing;
mod policy_version_old;
mod policy_wildcard_literal;
mod policy_wrong_type;
mod principal_form;
mod principal_kind;
mod principal_service_unknown;
mod regions;
mod resource_policy_confused_deputy;
mod resource_policy_public;
mod role_not_assumable;
mod role_users;
pub(crate) mod service_principals;
pub(crate) mod sizes;
mod trust_action;
mod trust_anyone;
mod trust_confused_deputy;
mod trust_github;
mod trust_whole_account;
mod variables;
mod width;

use crate::Rule;

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[
    &administrator_access::RULE,
    &iam_action_form::RULE,
    &iam_action_unknown::RULE,
    &iam_allow_everything::RULE,
    &iam_allow_except::RULE,
    &iam_named_resource::RULE,
    &iam_pass_role::RULE,
    &iam_privilege_escalation::RULE,
    &iam_resource_mismatch::RULE,
    &iam_resource_wildcard::RULE,
    &iam_service_unknown::RULE,
    &iam_service_wildcard::RULE,
    &managed_policies_many::RULE,
    &managed_policy_path::RULE,
    &managed_policy_unknown::RULE,
    &policy_arn_part::RULE,
    &policy_characters::RULE,
    &policy_effect_invalid::RULE,
    &policy_empty_element::RULE,
    &policy_exclusive_elements::RULE,
    &policy_foreign_action::RULE,
    &policy_foreign_resource::RULE,
    &policy_key_twice::RULE,
    &policy_key_unavailable::RULE,
    &policy_key_unknown::RULE,
    &policy_misplaced_element::RULE,
    &policy_missing_element::RULE,
    &policy_near_limit::RULE,
    &policy_null_if_exists::RULE,
    &policy_operator_unknown::RULE,
    &policy_private_address::RULE,
    &policy_resource_form::RULE,
    &policy_set_operator::RULE,
    &policy_sid_duplicate::RULE,
    &policy_sid_invalid::RULE,
    &policy_too_large::RULE,
    &policy_unknown_element::RULE,
    &policy_value_type::RULE,
    &policy_variable_ignored::RULE,
    &policy_variable_misplaced::RULE,
    &policy_version_invalid::RULE,
    &policy_version_missing::RULE,
    &policy_version_old::RULE,
    &policy_wildcard_literal::RULE,
    &policy_wrong_type::RULE,
    &principal_form::RULE,
    &principal_kind::RULE,
    &principal_service_unknown::RULE,
    &resource_policy_confused_deputy::RULE,
    &resource_policy_public::RULE,
    &role_not_assumable::RULE,
    &trust_action::RULE,
    &trust_anyone::RULE,
    &trust_confused_deputy::RULE,
    &trust_github::RULE,
    &trust_whole_account::RULE,
];
