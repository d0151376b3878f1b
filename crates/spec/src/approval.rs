//! A stage that waits for a person.

use schemars::JsonSchema;

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Duration, Located, Setting};
use yaml::Node;

/// A manual approval: the reviewers (`emails` or `topic`) get a mail that names the version, the commit and the
/// test report, and approve or reject in the console.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "approval")]
pub struct Approval {
    /// The reviewers' addresses; the stack makes a topic for them. Each gets a mail that asks to confirm the
    /// subscription first.
    #[schemars(default)]
    pub emails: Vec<Setting>,
    /// The ARN of an SNS topic that exists already, instead of `emails`.
    pub topic: Option<Setting>,
    /// What the mail says first: up to 400 characters. Variables such as `#{Source.BranchName}` are filled in
    /// ([CodePipeline variables](https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html)).
    #[schemars(length(max = 400))]
    pub message: Option<Located<String>>,
    /// How long the pipeline waits, 5 minutes to 60 days, before the stage fails
    /// ([CodePipeline quotas](https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html)).
    #[schemars(with = "Option<Duration>", extend("default" = "7d"))]
    pub timeout: Located<Duration>,
}

impl Approval {
    /// An approval that asks these addresses and waits for seven days.
    pub fn by<S: Into<Setting>>(emails: impl IntoIterator<Item = S>) -> Self {
        Self {
            emails: emails.into_iter().map(Into::into).collect(),
            topic: None,
            message: None,
            timeout: Duration::days(7).into(),
        }
    }
}

impl Read for Approval {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "approval", findings, |fields| {
            Some(Self {
                emails: fields.or_default("emails"),
                topic: fields.optional("topic"),
                message: fields.optional("message"),
                timeout: fields.or("timeout", Duration::days(7)),
            })
        })
    }
}
