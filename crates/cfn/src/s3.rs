//! S3.

use serde::Serialize;

use crate::iam::PolicyDocument;
use crate::{Arn, Handle, Resource, Text, Value};

/// `AWS::S3::Bucket`: private, versioned, encrypted with S3's own keys, expiring.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Bucket {
    /// Only where somebody elsewhere has to know it before it exists.
    pub bucket_name: Option<Text>,
    pub bucket_encryption: BucketEncryption,
    pub lifecycle_configuration: LifecycleConfiguration,
    /// Who used it, told in another bucket.
    pub logging_configuration: Option<LoggingConfiguration>,
    pub notification_configuration: Option<NotificationConfiguration>,
    pub public_access_block_configuration: PublicAccessBlock,
    pub versioning_configuration: Versioning,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct LoggingConfiguration {
    pub destination_bucket_name: Text,
    pub log_file_prefix: &'static str,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct BucketEncryption {
    pub server_side_encryption_configuration: Vec<EncryptionRule>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct EncryptionRule {
    pub server_side_encryption_by_default: EncryptionDefault,
}

#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct EncryptionDefault {
    #[serde(rename = "SSEAlgorithm")]
    pub sse_algorithm: &'static str,
}

/// Whom a bucket tells of its objects.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct NotificationConfiguration {
    pub event_bridge_configuration: EventBridgeConfiguration,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct EventBridgeConfiguration {
    pub event_bridge_enabled: bool,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct LifecycleConfiguration {
    pub rules: Vec<LifecycleRule>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct LifecycleRule {
    pub id: String,
    pub prefix: String,
    pub status: &'static str,
    pub expiration_in_days: Option<u64>,
    pub noncurrent_version_expiration: NoncurrentVersionExpiration,
    pub abort_incomplete_multipart_upload: AbortIncompleteMultipartUpload,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct NoncurrentVersionExpiration {
    pub noncurrent_days: u64,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct AbortIncompleteMultipartUpload {
    pub days_after_initiation: u64,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs, clippy::struct_excessive_bools)]
pub struct PublicAccessBlock {
    pub block_public_acls: bool,
    pub block_public_policy: bool,
    pub ignore_public_acls: bool,
    pub restrict_public_buckets: bool,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Versioning {
    pub status: &'static str,
}

impl Bucket {
    /// A bucket where objects under the prefixes go after that many days, and their replaced versions as long after
    /// their replacement. What lies elsewhere stays.
    pub fn expiring<'a>(days: u64, prefixes: impl IntoIterator<Item = &'a str>) -> Self {
        let expire = |prefix: &str| LifecycleRule {
            id: format!("Expire {prefix}"),
            prefix: prefix.to_owned(),
            status: "Enabled",
            expiration_in_days: Some(days),
            noncurrent_version_expiration: NoncurrentVersionExpiration { noncurrent_days: days },
            abort_incomplete_multipart_upload: AbortIncompleteMultipartUpload { days_after_initiation: 7 },
        };
        Self {
            bucket_name: None,
            bucket_encryption: BucketEncryption {
                server_side_encryption_configuration: vec![EncryptionRule {
                    server_side_encryption_by_default: EncryptionDefault { sse_algorithm: "AES256" },
                }],
            },
            lifecycle_configuration: LifecycleConfiguration {
                rules: prefixes.into_iter().map(expire).collect(),
            },
            logging_configuration: None,
            notification_configuration: None,
            public_access_block_configuration: PublicAccessBlock {
                block_public_acls: true,
                block_public_policy: true,
                ignore_public_acls: true,
                restrict_public_buckets: true,
            },
            versioning_configuration: Versioning { status: "Enabled" },
        }
    }
}

impl Bucket {
    /// A bucket that tells `EventBridge` of one object's versions and keeps the replaced ones for that many days.
    pub fn watched(key: &str, days: u64) -> Self {
        let mut bucket = Self::expiring(days, [key]);
        for rule in &mut bucket.lifecycle_configuration.rules {
            rule.expiration_in_days = None;
            "Expire replaced versions".clone_into(&mut rule.id);
        }
        let event_bridge_configuration = EventBridgeConfiguration { event_bridge_enabled: true };
        bucket.notification_configuration = Some(NotificationConfiguration { event_bridge_configuration });
        bucket
    }
}

impl Resource for Bucket {
    const TYPE: &'static str = "AWS::S3::Bucket";
}

impl Handle<Bucket> {
    /// The bucket's ARN; its objects are [`below`](Value::below) it.
    pub fn arn(&self) -> Value<Arn> {
        self.attribute("Arn")
    }
}

/// `AWS::S3::BucketPolicy`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct BucketPolicy {
    pub bucket: Text,
    pub policy_document: PolicyDocument,
}

impl Resource for BucketPolicy {
    const TYPE: &'static str = "AWS::S3::BucketPolicy";
    const TAGGABLE: bool = false;
}
