//! The policies of a template with their sizes and what AWS allows, for the rules of this area.

use std::collections::BTreeMap;

use diag::Span;

use super::width::{self, Width};
use crate::context::Context;
use crate::policy::{Kind, Policy};

/// What AWS limits, and what a template has of it.
#[derive(Debug)]
pub(crate) struct Size {
    /// What is counted, as a message says it.
    pub(super) what: String,
    pub(super) span: Span,
    pub(super) width: Width,
    pub(super) limit: &'static Limit,
}

/// A limit.
#[derive(Debug)]
pub(crate) struct Limit {
    /// What an account has from the start.
    pub(super) most: usize,
    /// What it can be raised to.
    pub(super) highest: usize,
    pub(super) unit: &'static str,
    pub(super) cure: &'static str,
}

const fn limit(most: usize, unit: &'static str, cure: &'static str) -> Limit {
    Limit { most, highest: most, unit, cure }
}

const SPLIT: &str = "fewer statements, wildcards in names, or a managed policy beside it";

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>: white space does not count.
static ROLE: Limit = limit(10_240, "characters", SPLIT);
static USER: Limit = limit(2_048, "characters", SPLIT);
static GROUP: Limit = limit(5_120, "characters", SPLIT);
static MANAGED: Limit = limit(6_144, "characters", "split it into two managed policies");
static TRUST: Limit = Limit {
    most: 2_048,
    highest: 8_192,
    unit: "characters",
    cure: "fewer principals, or raise the account's quota first",
};

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-iam-policies.html>
static BUCKET: Limit =
    limit(20 * 1_024, "bytes", "fewer statements, or access points with policies of their own");
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html>
static TOPIC: Limit = limit(30 * 1_024, "bytes", "fewer statements");
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html>
static QUEUE: Limit = limit(8_192, "bytes", "fewer statements");
/// <https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html>
static KEY: Limit =
    limit(32_768, "bytes", "fewer statements; most permissions can stand in the roles' own policies");
/// <https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html>
static LOGS: Limit = limit(5_120, "characters", "name log groups by a common prefix and a wildcard");

/// Every size in the template.
pub(crate) fn all(ctx: &Context<'_>) -> Vec<Size> {
    let mut sizes = Vec::new();
    // What is inline counts together, whatever resource brings it along.
    let mut inline: BTreeMap<&str, Size> = BTreeMap::new();
    for policy in ctx.policies() {
        let width = width::of(ctx, &policy.document);
        let single = |what: &str, limit: &'static Limit| Size {
            what: format!("the {what} of `{}`", policy.id),
            span: policy.document.span,
            width,
            limit,
        };
        match (policy.of, policy.kind()) {
            ("AWS::IAM::ManagedPolicy", _) => sizes.push(single("document", &MANAGED)),
            ("AWS::IAM::Role", Kind::Trust) => sizes.push(single("trust policy", &TRUST)),
            ("AWS::S3::BucketPolicy", _) => sizes.push(single("document", &BUCKET)),
            ("AWS::SNS::TopicPolicy" | "AWS::SNS::TopicInlinePolicy", _) => {
                sizes.push(single("document", &TOPIC));
            }
            ("AWS::SQS::QueuePolicy" | "AWS::SQS::QueueInlinePolicy", _) => {
                sizes.push(single("document", &QUEUE));
            }
            ("AWS::KMS::Key" | "AWS::KMS::ReplicaKey", _) => sizes.push(single("key policy", &KEY)),
            ("AWS::Logs::ResourcePolicy", _) => sizes.push(single("document", &LOGS)),
            (_, Kind::Identity) => {
                for owner in owners(ctx, policy) {
                    add(ctx, owner, width, &mut inline);
                }
            }
            _ => {}
        }
    }
    sizes.extend(inline.into_values());
    sizes
}

fn add<'t>(ctx: &Context<'t>, owner: &'t str, width: Width, inline: &mut BTreeMap<&'t str, Size>) {
    let Some(resource) = ctx.resource(owner) else { return };
    let limit = match resource.kind {
        "AWS::IAM::Role" => &ROLE,
        "AWS::IAM::User" => &USER,
        "AWS::IAM::Group" => &GROUP,
        _ => return,
    };
    let size = inline.entry(owner).or_insert_with(|| Size {
        what: format!("the inline policies of `{owner}`"),
        span: resource.id_span,
        width: Width::default(),
        limit,
    });
    size.width = size.width.plus(width);
}

/// The users, groups and roles of this template that a policy is inline in.
fn owners<'t>(ctx: &Context<'t>, policy: &Policy<'t>) -> Vec<&'t str> {
    let Some(resource) = ctx.resource(policy.id) else { return Vec::new() };
    let keys: &[&str] = match policy.of {
        "AWS::IAM::Role" | "AWS::IAM::User" | "AWS::IAM::Group" => return vec![resource.id],
        "AWS::IAM::Policy" => &["Roles", "Users", "Groups"],
        "AWS::IAM::RolePolicy" => &["RoleName"],
        "AWS::IAM::UserPolicy" => &["UserName"],
        "AWS::IAM::GroupPolicy" => &["GroupName"],
        _ => return Vec::new(),
    };
    let Some(properties) = resource.properties() else { return Vec::new() };
    let nodes = keys.iter().flat_map(|key| ctx.get(properties, key)).flat_map(|node| ctx.items(node));
    nodes.filter_map(|node| ctx.target(node)).map(|resource| resource.id).collect()
}
