//! Who is told of what, and where.

use indexmap::IndexMap;
use schemars::JsonSchema;

use crate::choice::choice;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Located, Setting};
use yaml::Node;

/// Who is told when an execution fails or an alarm rings: `emails` or `topic`; and `channels` for whoever wants to know
/// something else, or somewhere else.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "notifications")]
pub struct Notifications {
    /// Addresses; the stack makes a topic for them. Each gets a mail that asks to confirm the subscription.
    #[schemars(default)]
    pub emails: Vec<Setting>,
    /// The ARN of an SNS topic that exists already and lets EventBridge and CloudWatch publish, instead of `emails`.
    pub topic: Option<Setting>,
    /// More channels by name: a letter, then letters, digits, `-` and `_`, up to 50 characters.
    #[schemars(default, extend("propertyNames" = { "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,49}$" }))]
    pub channels: IndexMap<Located<String>, Channel>,
}

/// Where something is told (one of `emails`, `topic`, `slack` and `teams`), and what.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "channel")]
pub struct Channel {
    /// Addresses; the stack makes a topic for them. Each gets a mail that asks to confirm the subscription.
    #[schemars(default)]
    pub emails: Vec<Setting>,
    /// The ARN of an SNS topic that exists already and lets EventBridge and CloudWatch publish.
    pub topic: Option<Setting>,
    /// A channel of Slack.
    pub slack: Option<Slack>,
    /// A channel of Microsoft Teams.
    pub teams: Option<Teams>,
    /// What is told there.
    #[schemars(with = "Option<Vec<Event>>", extend("default" = ["failed", "alarm"]))]
    pub events: Option<Vec<Located<Event>>>,
}

/// A channel of Slack, through Amazon Q Developer in chat applications (formerly AWS Chatbot). Somebody has authorized the
/// workspace in its console before
/// ([how](https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html)).
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "slack")]
pub struct Slack {
    /// The workspace's ID, as the console shows it: `T07EA123LEP`.
    pub workspace: Setting,
    /// The channel's ID, the end of its link: `C07EZ1ABC23`.
    pub channel: Setting,
}

/// A channel of Microsoft Teams, through Amazon Q Developer in chat applications (formerly AWS Chatbot). Somebody has
/// authorized the team in its console before
/// ([how](https://docs.aws.amazon.com/chatbot/latest/adminguide/teams-setup.html)).
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "teams")]
pub struct Teams {
    /// The tenant's ID, a UUID.
    pub tenant: Setting,
    /// The team's ID, a UUID.
    pub team: Setting,
    /// The channel's ID as its link has it, URL-encoded: `19%3A…%40thread.tacv2`.
    pub channel: Setting,
}

/// What can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Event {
    Started,
    Succeeded,
    Failed,
    Stopped,
    Superseded,
    /// An execution waits for somebody's approval.
    Approval,
    /// A deployment fails or is stopped: traffic goes back where `rollback` says so.
    DeploymentFailed,
    /// An alarm of a function rings.
    Alarm,
}

impl Event {
    /// The state of an execution, as CodePipeline's events call it
    /// ([page](https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html)).
    pub const fn state(self) -> Option<&'static str> {
        match self {
            Self::Started => Some("STARTED"),
            Self::Succeeded => Some("SUCCEEDED"),
            Self::Failed => Some("FAILED"),
            Self::Stopped => Some("STOPPED"),
            Self::Superseded => Some("SUPERSEDED"),
            Self::Approval | Self::DeploymentFailed | Self::Alarm => None,
        }
    }
}

choice!(Event, "an event that can be told", [
    "started" => Event::Started,
    "succeeded" => Event::Succeeded,
    "failed" => Event::Failed,
    "stopped" => Event::Stopped,
    "superseded" => Event::Superseded,
    "approval" => Event::Approval,
    "deployment-failed" => Event::DeploymentFailed,
    "alarm" => Event::Alarm,
]);

impl Channel {
    /// Whether the event is told there: failures and alarms, unless it says otherwise.
    pub fn tells(&self, event: Event) -> bool {
        match &self.events {
            Some(events) => events.iter().any(|one| **one == event),
            None => matches!(event, Event::Failed | Event::Alarm),
        }
    }

    /// Everything that a person wrote about where it is told.
    pub(crate) fn settings(&self) -> impl Iterator<Item = &Setting> {
        let slack = self.slack.iter().flat_map(|slack| [&slack.workspace, &slack.channel]);
        let teams = self.teams.iter().flat_map(|teams| [&teams.tenant, &teams.team, &teams.channel]);
        self.emails.iter().chain(&self.topic).chain(slack).chain(teams)
    }
}

impl Notifications {
    /// Where failures and alarms are told by `emails` or `topic`; `None` where neither is written.
    pub fn own(&self) -> Option<Channel> {
        let own = Channel { emails: self.emails.clone(), topic: self.topic.clone(), ..Channel::default() };
        own.settings().next().is_some().then(|| own.clone())
    }
}

impl Read for Notifications {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "notifications", findings, |fields| {
            Some(Self {
                emails: fields.or_default("emails"),
                topic: fields.optional("topic"),
                channels: fields.or_default("channels"),
            })
        })
    }
}

impl Read for Channel {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "channel", findings, |fields| {
            let events = fields.optional("events");
            let mut channel = Self { events, ..Self::default() };
            let (key, to) = fields.one_of(&["emails", "topic", "slack", "teams"])?;
            match key {
                "emails" => channel.emails = Vec::read(to, fields.findings)?,
                "topic" => channel.topic = Some(Setting::read(to, fields.findings)?),
                "slack" => channel.slack = Some(Slack::read(to, fields.findings)?),
                _ => channel.teams = Some(Teams::read(to, fields.findings)?),
            }
            Some(channel)
        })
    }
}

impl Read for Slack {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "slack", findings, |fields| {
            let (workspace, channel) = (fields.required("workspace"), fields.required("channel"));
            Some(Self { workspace: workspace?, channel: channel? })
        })
    }
}

impl Read for Teams {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "teams", findings, |fields| {
            let tenant = fields.required("tenant");
            let (team, channel) = (fields.required("team"), fields.required("channel"));
            Some(Self { tenant: tenant?, team: team?, channel: channel? })
        })
    }
}
