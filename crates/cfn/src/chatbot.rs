//! Amazon Q Developer in chat applications, formerly AWS Chatbot.

use serde::Serialize;

use crate::{Arn, Resource, Text, Value};

/// `AWS::Chatbot::SlackChannelConfiguration`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct SlackChannelConfiguration {
    pub slack_workspace_id: Text,
    pub slack_channel_id: Text,
    #[serde(flatten)]
    pub configuration: Configuration,
}

/// `AWS::Chatbot::MicrosoftTeamsChannelConfiguration`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct MicrosoftTeamsChannelConfiguration {
    pub teams_tenant_id: Text,
    pub team_id: Text,
    pub teams_channel_id: Text,
    #[serde(flatten)]
    pub configuration: Configuration,
}

/// What a channel of either has.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Configuration {
    pub configuration_name: String,
    pub sns_topic_arns: Vec<Value<Arn>>,
    /// The role that the channel's members act under.
    pub iam_role_arn: Value<Arn>,
    /// What they can do at most, whatever their role. Left out, that is everything.
    pub guardrail_policies: Vec<Value<Arn>>,
}

impl Resource for SlackChannelConfiguration {
    const TYPE: &'static str = "AWS::Chatbot::SlackChannelConfiguration";
}

impl Resource for MicrosoftTeamsChannelConfiguration {
    const TYPE: &'static str = "AWS::Chatbot::MicrosoftTeamsChannelConfiguration";
}
