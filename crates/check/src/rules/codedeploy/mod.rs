//! Rules about CodeDeploy.

mod alias_update_policy;
mod configs;
mod deployment_alarm;
mod deployment_alarm_configuration;
mod deployment_application;
mod deployment_config_platform;
mod deployment_config_unknown;
mod deployment_group_property;
mod deployment_group_shared;
mod deployment_hook_name;
mod deployment_rollback;
mod deployment_style;
mod deployment_too_long;
mod deployment_traffic_routing;
mod groups;

use crate::Rule;

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[
    &alias_update_policy::RULE,
    &deployment_alarm::RULE,
    &deployment_alarm_configuration::RULE,
    &deployment_application::RULE,
    &deployment_config_platform::RULE,
    &deployment_config_unknown::RULE,
    &deployment_group_property::RULE,
    &deployment_group_shared::RULE,
    &deployment_hook_name::RULE,
    &deployment_rollback::RULE,
    &deployment_style::RULE,
    &deployment_too_long::RULE,
    &deployment_traffic_routing::RULE,
];
