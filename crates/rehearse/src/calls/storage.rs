//! Buckets: what S3 calls in its own name.

use super::events::{By, Delivery};
use super::names::bucket;
use super::{Calls, When};
use crate::world::{Resource, World, token};

const LOGS: &str = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html";

/// What S3 calls to deliver the access logs of a bucket, where it is to. An ACL may let it as well as the policy does.
pub(crate) fn access_logs(world: &World<'_>, source: &Resource<'_>) -> Option<Delivery> {
    let logging = source.property("LoggingConfiguration");
    if logging.is_missing() {
        return None;
    }
    let own = source.name();
    let name = logging.get("DestinationBucketName").text().unwrap_or(&own);
    let prefix = logging.get("LogFilePrefix").text().unwrap_or_default();
    let target = bucket(world, name);
    let mut calls = Calls::none();
    match world.by_arn(&target) {
        None => calls.unmodelled(format!("the bucket {target} is not in the template: nor is its policy")),
        Some(logs) if !logs.property("AccessControl").is_missing() => {
            calls.unmodelled(format!("{} has an access control list, which is not modelled", logs.id));
        }
        Some(_) => {
            calls.push("s3:PutObject", format!("{target}/{prefix}{}", token("log")), When::Always, LOGS);
        }
    }
    let calls = calls.with("aws:SourceAccount", world.account());
    let calls = source.arn().iter().fold(calls, |calls, arn| calls.with("aws:SourceArn", arn));
    Some(Delivery { target, by: By::Service("logging.s3.amazonaws.com".into()), calls })
}
