//! Keys of buckets: what S3 asks of KMS in the name of whoever reads or writes an object.

use super::names::key;
use super::{Call, Calls, When};
use crate::world::World;

const ENCRYPTED: &str = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html";
const IN_PARTS: When = When::Only("when an object is sent in parts");

/// The uses of a bucket's own key that such calls bring, but for those that are among the calls already.
pub(crate) fn of_buckets(world: &World<'_>, calls: &[Call]) -> Vec<Call> {
    let mut uses = Calls::none();
    for call in calls {
        let (reads, writes) = (call.action == "s3:GetObject", call.action == "s3:PutObject");
        if !reads && !writes {
            continue;
        }
        let Some((bucket, _)) = call.resource.split_once('/') else { continue };
        let Some((key, has_bucket_key)) = of_bucket(world, bucket) else { continue };
        let object = if has_bucket_key { bucket } else { &call.resource };
        let mut more = Calls::none();
        if writes {
            more.push("kms:GenerateDataKey", &key, call.when, ENCRYPTED);
        }
        let in_parts = if call.when == When::Always { IN_PARTS } else { call.when };
        more.push("kms:Decrypt", &key, if writes { in_parts } else { call.when }, ENCRYPTED);
        uses.extend(
            more.with("kms:ViaService", &format!("s3.{}.amazonaws.com", world.region()))
                .with("kms:CallerAccount", world.account())
                .with("kms:EncryptionContext:aws:s3:arn", object),
        );
    }
    let is_new =
        |used: &Call| !calls.iter().any(|call| call.action == used.action && call.resource == used.resource);
    uses.calls.into_iter().filter(is_new).collect()
}

/// A bucket's own key, and whether S3 keeps a key of the bucket's for its objects.
fn of_bucket(world: &World<'_>, bucket: &str) -> Option<(String, bool)> {
    let rules =
        world.by_arn(bucket)?.properties().at(&["BucketEncryption", "ServerSideEncryptionConfiguration"]);
    let rule = rules.items().first()?.clone();
    let name = rule.at(&["ServerSideEncryptionByDefault", "KMSMasterKeyID"]).text()?.to_owned();
    Some((key(world, &name)?, rule.get("BucketKeyEnabled").boolean().unwrap_or_default()))
}
