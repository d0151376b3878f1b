//! Rules about events, notifications, topics, alarms and keys.

mod alarm_comparison;
mod alarm_datapoints;
mod alarm_statistic;
mod alarm_window;
mod alarm_without_data;
mod attached;
mod bucket_sends_no_events;
mod caller_needs_permission;
mod connection_authorization;
mod dashboard_body;
mod data;
mod detail;
mod duplicate_subscription;
mod duplicate_target_id;
mod endpoint;
mod fifo_topic;
mod firehose_needs_role;
mod invalid_alarm_action;
mod invalid_dead_letter_queue;
mod invalid_endpoint;
mod invalid_filter_policy;
mod invalid_notification_resource;
mod invalid_notification_target;
mod invalid_schedule;
mod key_keeps_service_out;
mod keys;
mod log_group_needs_policy;
mod managed_key_keeps_sender_out;
mod matched;
mod notification_of_other_resource;
mod operator;
mod pattern;
mod pattern_alternatives;
mod pattern_empty;
mod pattern_foreign_resource;
mod pattern_not_a_list;
mod pattern_not_a_text;
mod pattern_too_long;
mod pattern_unknown_api_call;
mod pattern_unknown_comparison;
mod pattern_unknown_detail;
mod pattern_unknown_detail_type;
mod pattern_unknown_field;
mod pattern_unknown_source;
mod pattern_unknown_value;
mod pattern_wrong_comparison;
mod policy_keeps_sender_out;
mod raw_delivery_protocol;
mod read;
mod schedule;
mod schedule_on_custom_bus;
mod sender_needs_policy;
mod senders;
mod subscription;
mod target;
mod target_input_conflict;
mod target_input_not_json;
mod target_needs_role;
mod target_not_an_arn;
mod target_takes_no_role;
mod template;
mod topic_policy_condition;
mod undefined_placeholder;
mod unknown_notification_event;
mod unknown_protocol;

use crate::Rule;

/// The area's rules.
pub(super) const RULES: &[&Rule] = &[
    &alarm_comparison::RULE,
    &alarm_datapoints::RULE,
    &alarm_window::RULE,
    &alarm_statistic::RULE,
    &alarm_without_data::RULE,
    &bucket_sends_no_events::RULE,
    &caller_needs_permission::RULE,
    &connection_authorization::RULE,
    &dashboard_body::RULE,
    &duplicate_subscription::RULE,
    &duplicate_target_id::RULE,
    &fifo_topic::RULE,
    &firehose_needs_role::RULE,
    &invalid_alarm_action::RULE,
    &invalid_dead_letter_queue::RULE,
    &invalid_endpoint::RULE,
    &invalid_filter_policy::RULE,
    &invalid_notification_resource::RULE,
    &invalid_notification_target::RULE,
    &invalid_schedule::RULE,
    &key_keeps_service_out::RULE,
    &log_group_needs_policy::RULE,
    &managed_key_keeps_sender_out::RULE,
    &notification_of_other_resource::RULE,
    &pattern_alternatives::RULE,
    &pattern_empty::RULE,
    &pattern_foreign_resource::RULE,
    &pattern_not_a_list::RULE,
    &pattern_not_a_text::RULE,
    &pattern_too_long::RULE,
    &pattern_unknown_api_call::RULE,
    &pattern_unknown_comparison::RULE,
    &pattern_unknown_detail::RULE,
    &pattern_unknown_detail_type::RULE,
    &pattern_unknown_field::RULE,
    &pattern_unknown_source::RULE,
    &pattern_unknown_value::RULE,
    &pattern_wrong_comparison::RULE,
    &policy_keeps_sender_out::RULE,
    &raw_delivery_protocol::RULE,
    &schedule_on_custom_bus::RULE,
    &sender_needs_policy::RULE,
    &target_input_conflict::RULE,
    &target_input_not_json::RULE,
    &target_needs_role::RULE,
    &target_not_an_arn::RULE,
    &target_takes_no_role::RULE,
    &topic_policy_condition::RULE,
    &undefined_placeholder::RULE,
    &unknown_notification_event::RULE,
    &unknown_protocol::RULE,
];
