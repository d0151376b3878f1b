//! Amazon Resource Names.

use serde::Serialize;

use crate::{IntoParts, Pseudo, Value, text};

/// An ARN that is written out; expressions that become one are `Value<Arn>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Arn(String);

impl From<String> for Arn {
    fn from(arn: String) -> Self {
        Self(arn)
    }
}

impl From<Arn> for String {
    fn from(arn: Arn) -> Self {
        arn.0
    }
}

impl Value<Arn> {
    /// A resource of the stack's own account and region, named rather than referenced: it may not exist yet, or its
    /// reference would close a circle.
    pub fn named(service: &str, resource: impl IntoParts) -> Self {
        Self::named_at(service, Pseudo::Region, Pseudo::AccountId, resource)
    }

    /// A resource of that account and region, of which there is no more than its name here.
    pub fn named_at(
        service: &str,
        region: impl IntoParts,
        account: impl IntoParts,
        resource: impl IntoParts,
    ) -> Self {
        text!["arn:", Pseudo::Partition, ":", service, ":", region, ":", account, ":", resource]
    }

    /// What lies below this resource: `arn/path`.
    #[must_use]
    pub fn below(&self, path: impl IntoParts) -> Self {
        text![self, "/", path]
    }

    /// The same resource with a qualifier: `arn:qualifier`.
    #[must_use]
    pub fn qualified(&self, qualifier: impl IntoParts) -> Self {
        text![self, ":", qualifier]
    }

    /// Every resource: `*`.
    pub fn any() -> Self {
        Self::Literal(Arn("*".to_owned()))
    }
}
