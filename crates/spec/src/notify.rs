//! Who is told of failures.

use schemars::JsonSchema;

use crate::Setting;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use yaml::Node;

/// Who is told when an execution fails or an alarm rings: `emails` or `topic`.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "notifications")]
pub struct Notifications {
    /// Addresses; the stack makes a topic for them. Each gets a mail that asks to confirm the subscription.
    #[schemars(default)]
    pub emails: Vec<Setting>,
    /// The ARN of an SNS topic that exists already and lets EventBridge and CloudWatch publish, instead of `emails`.
    pub topic: Option<Setting>,
}

impl Read for Notifications {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "notifications", findings, |fields| {
            Some(Self { emails: fields.or_default("emails"), topic: fields.optional("topic") })
        })
    }
}
