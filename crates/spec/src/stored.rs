//! Sources that are no repository of code: an object in S3, an image in ECR.

use schemars::JsonSchema;

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Located, Setting};
use yaml::Node;

/// A zip in a bucket with versions. Each new version starts the pipeline, by S3's notifications to EventBridge; nothing polls
/// and nothing is logged for it.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "s3 source")]
pub struct S3Object {
    /// The object's key: `drops/orders.zip`.
    pub key: Located<String>,
    /// The name of a bucket that exists already, has versioning on and sends its events to EventBridge
    /// ([how](https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html));
    /// otherwise the stack creates one.
    pub existing: Option<Located<String>>,
}

/// An image in a repository of ECR, of this account and region. Each push under the tag starts the pipeline: a new base image, say.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "ecr source")]
pub struct PushedImage {
    /// The name of a repository that exists already: `base/python`.
    pub repository: Located<String>,
    /// The tag that is waited for.
    #[schemars(with = "Option<Setting>", extend("default" = "latest"))]
    pub tag: Setting,
}

impl Read for S3Object {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "s3 source", findings, |fields| {
            Some(Self { existing: fields.optional("existing"), key: fields.required("key")? })
        })
    }
}

impl Read for PushedImage {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "ecr source", findings, |fields| {
            Some(Self { tag: fields.or("tag", "latest"), repository: fields.required("repository")? })
        })
    }
}
