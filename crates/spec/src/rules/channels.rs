//! Channels: each has a name, reaches somebody, and has something to tell.

use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Channel, Event, Located, Setting, Stack};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for (name, channel) in stack.notifications.iter().flat_map(|told| &told.channels) {
        check_name(name, findings);
        findings.within(format!("channel `{}`", name.as_str()), |findings| {
            reaches(name, channel, findings);
            ids(channel, findings);
            tells(stack, name, channel, findings);
        });
    }
}

fn check_name(name: &Located<String>, findings: &mut Findings) {
    let begins = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let fits = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if !begins || !fits || name.len() > 50 {
        findings.error(
            Finding::InvalidName,
            name.span(),
            format!("`{}` is not a name for a channel", name.as_str()),
            "a letter, then letters, digits, `-` and `_`, up to 50",
            "the channel's topic and chat configuration are named after it",
        );
    }
}

fn reaches(name: &Located<String>, channel: &Channel, findings: &mut Findings) {
    if channel.settings().next().is_none() {
        findings.error(
            Finding::NoRecipients,
            name.span(),
            "the channel reaches nobody",
            "goes nowhere",
            "name one of `emails`, `topic`, `slack` and `teams`, or delete the channel",
        );
    }
}

/// As the pages of the types have them
/// ([Slack](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-chatbot-slackchannelconfiguration.html),
/// [Teams](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-chatbot-microsoftteamschannelconfiguration.html)).
fn ids(channel: &Channel, findings: &mut Findings) {
    let plain =
        |id: &str| !id.is_empty() && id.len() <= 255 && id.bytes().all(|it| it.is_ascii_alphanumeric());
    if let Some(slack) = &channel.slack {
        id(&slack.workspace, "a workspace of Slack", "`T07EA123LEP`", plain, findings);
        id(&slack.channel, "a channel of Slack", "`C07EZ1ABC23`", plain, findings);
    }
    if let Some(teams) = &channel.teams {
        let uuid = "`1492edd2-0a5e-4c6f-bd6f-0d3a9a2b5c11`";
        id(&teams.tenant, "a tenant of Microsoft's", uuid, is_uuid, findings);
        id(&teams.team, "a team", uuid, is_uuid, findings);
        let encoded = |id: &str| {
            let lower = id.to_ascii_lowercase();
            lower.split_once("%3a").is_some_and(|(_, rest)| rest.contains("%40")) && !id.contains([':', '@'])
        };
        id(&teams.channel, "a channel of Teams", "`19%3Aab6e…%40thread.tacv2`", encoded, findings);
    }
}

fn is_uuid(id: &str) -> bool {
    let lengths: Vec<usize> = id.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn id(setting: &Setting, of: &str, example: &str, fits: impl Fn(&str) -> bool, findings: &mut Findings) {
    let Setting::Literal(id) = setting else { return };
    if !fits(id) {
        findings.error(
            Finding::InvalidName,
            id.span(),
            format!("`{}` is not the ID of {of}", id.as_str()),
            "an ID, and no name",
            format!("the console of Amazon Q Developer in chat applications shows IDs such as {example}"),
        );
    }
}

fn tells(stack: &Stack, name: &Located<String>, channel: &Channel, findings: &mut Findings) {
    let can_happen = |event: &Event| match event {
        Event::Alarm => stack.deploys_here().any(|deploy| !stack.settled(deploy).watched().is_empty()),
        Event::Approval => stack.approvals().next().is_some(),
        Event::DeploymentFailed => stack.deploys_here().next().is_some(),
        _ => true,
    };
    let Some(events) = &channel.events else { return };
    if events.is_empty() {
        findings.error(
            Finding::EmptyList,
            name.span(),
            "the channel has no events",
            "tells nothing",
            "name at least one, or delete the key: then failures and alarms are told",
        );
    }
    for event in events.iter().filter(|event| !can_happen(event)) {
        findings.error(
            Finding::NothingToTell,
            event.span().or(name.span()),
            "the channel waits for what never happens",
            "no stage does that",
            "`alarm` and `deployment-failed` come from deploy stages, `approval` from approvals",
        );
    }
}
