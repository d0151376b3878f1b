//! SNS.

use serde::Serialize;

use crate::iam::PolicyDocument;
use crate::{Arn, Handle, Resource, Text, Value};

/// `AWS::SNS::Topic`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Topic {
    /// What mail programs show as the sender, up to 100 characters.
    pub display_name: String,
    /// `alias/aws/sns` takes messages from IAM roles alone, never from a service principal.
    pub kms_master_key_id: Option<String>,
}

impl Resource for Topic {
    const TYPE: &'static str = "AWS::SNS::Topic";
}

impl Handle<Topic> {
    /// The topic's ARN.
    pub fn arn(&self) -> Value<Arn> {
        self.reference_as()
    }
}

/// `AWS::SNS::TopicPolicy`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct TopicPolicy {
    pub topics: Vec<Value<Arn>>,
    pub policy_document: PolicyDocument,
}

impl Resource for TopicPolicy {
    const TYPE: &'static str = "AWS::SNS::TopicPolicy";
    const TAGGABLE: bool = false;
}

/// `AWS::SNS::Subscription`; an e-mail address must confirm it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Subscription {
    pub topic_arn: Value<Arn>,
    pub protocol: &'static str,
    pub endpoint: Text,
}

impl Resource for Subscription {
    const TYPE: &'static str = "AWS::SNS::Subscription";
    const TAGGABLE: bool = false;
}
