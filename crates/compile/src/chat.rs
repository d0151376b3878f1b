//! Channels of Slack and Microsoft Teams: a topic's messages, and a role that can show an alarm's graph and nothing else.

use cfn::chatbot::{Configuration, MicrosoftTeamsChannelConfiguration, SlackChannelConfiguration};
use cfn::iam::{ManagedPolicy, PolicyDocument, Role, Statement, Trust};
use cfn::{Arn, Value};
use diag::Diagnostic;
use spec::{Channel, Located};

use crate::context::Context;
use crate::names::words;
use crate::permissions::actions;

/// Leads a topic into the channel, where it is one of a chat.
pub(crate) fn add(
    cx: &mut Context<'_>,
    name: &Located<String>,
    channel: &Channel,
    topic: &Value<Arn>,
) -> Result<(), Diagnostic> {
    let (place, id) = (name.span(), words(name));
    // AWS's page shows this trust without a condition, and says of none that the service would send its key.
    // https://docs.aws.amazon.com/chatbot/latest/adminguide/editing-iam-roles-for-chatbot.html
    let trust = Trust::service("chatbot.amazonaws.com");
    let role = cx.add_at(place, &format!("{id}ChatRole"), Role::new(trust, "Chat", [charts()]))?;
    // "The AWS managed AdministratorAccess policy is applied by default if this is not set":
    // https://docs.aws.amazon.com/chatbot/latest/APIReference/API_CreateSlackChannelConfiguration.html
    let guardrail = ManagedPolicy {
        description: format!("The most that the channel {} can do", name.as_str()),
        policy_document: PolicyDocument::new([charts()]),
    };
    let guardrail = cx.add_at(place, &format!("{id}ChatGuardrail"), guardrail)?;
    let configuration = Configuration {
        configuration_name: cx.named(name),
        sns_topic_arns: vec![topic.clone()],
        iam_role_arn: role.arn(),
        guardrail_policies: vec![guardrail.arn()],
    };
    if let Some(slack) = &channel.slack {
        let slack = SlackChannelConfiguration {
            slack_workspace_id: cx.text(&slack.workspace),
            slack_channel_id: cx.text(&slack.channel),
            configuration,
        };
        cx.add_at(place, &format!("{id}Chat"), slack)?;
    } else if let Some(teams) = &channel.teams {
        let teams = MicrosoftTeamsChannelConfiguration {
            teams_tenant_id: cx.text(&teams.tenant),
            team_id: cx.text(&teams.team),
            teams_channel_id: cx.text(&teams.channel),
            configuration,
        };
        cx.add_at(place, &format!("{id}Chat"), teams)?;
    }
    Ok(())
}

/// What AWS's policy for channels that only get notifications grants with wildcards, as far as a graph needs it.
/// <https://docs.aws.amazon.com/chatbot/latest/adminguide/chatbot-iam-policies.html>
fn charts() -> Statement {
    let read = actions![
        "cloudwatch:GetMetricData",
        "cloudwatch:GetMetricStatistics",
        "cloudwatch:GetMetricWidgetImage",
        "cloudwatch:ListMetrics",
    ];
    Statement::allow("GraphsOfAlarmsHaveNoNarrowerResource", read).on_everything()
}
