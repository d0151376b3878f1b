//! A bucket or topic policy that speaks of another bucket or topic.

use cfn::read::Node;
use diag::Severity;

use super::elements;
use crate::context::Context;
use crate::policy::{Policy, Text};
use crate::resolve::{Hole, Piece};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-foreign-resource",
    severity: Severity::Error,
    title: "A bucket or topic policy names a resource that it is not attached to.",
    explanation: "A bucket policy can speak of its own bucket and the objects in it, a topic policy of its own topic. Where \
        another one stands, S3 answers \"Policy has invalid resource\" and SNS \"Policy statement resource must match topic\", \
        and the deployment fails. Mostly it was left over from the policy that this one was copied from.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        let (key, kind) = match policy.of {
            "AWS::S3::BucketPolicy" => ("Bucket", "AWS::S3::Bucket"),
            "AWS::SNS::TopicPolicy" => ("Topics", "AWS::SNS::Topic"),
            _ => continue,
        };
        let Some(own) = attached(ctx, policy, key) else { continue };
        for statement in &policy.statements {
            for element in elements::RESOURCES {
                for text in statement.texts(element).unwrap_or_default().known {
                    let Some(other) = named(text) else { continue };
                    if own.contains(&other)
                        || ctx.resource(other).is_none_or(|resource| resource.kind != kind)
                    {
                        continue;
                    }
                    findings.add(
                        RULE.at(
                            text.span,
                            format!("the policy is attached to `{}`, not to `{other}`", own.join("`, `")),
                        )
                        .help(format!("name `{}`", own[0])),
                    );
                }
            }
        }
    }
}

/// The IDs of the resources that the policy is attached to, if all are of this template.
fn attached<'t>(ctx: &Context<'t>, policy: &Policy<'t>, key: &str) -> Option<Vec<&'t str>> {
    let properties: &'t Node = ctx.resource(policy.id)?.properties()?;
    let nodes: Vec<&Node> = ctx.get(properties, key).into_iter().flat_map(|node| ctx.items(node)).collect();
    let ids: Option<Vec<&str>> =
        nodes.into_iter().map(|node| ctx.target(node).map(|resource| resource.id)).collect();
    ids.filter(|ids| !ids.is_empty())
}

/// The resource that an ARN is built from: by its own ARN, or its name behind `arn:…:::`.
fn named<'t>(text: &Text<'t>) -> Option<&'t str> {
    match text.pieces.as_slice() {
        [Piece::Hole(Hole::Att(id, "Arn" | "TopicArn") | Hole::Ref(id)), ..] => Some(id),
        [Piece::Known(start), Piece::Hole(Hole::Ref(id)), ..] if start.ends_with(":s3:::") => Some(id),
        [
            Piece::Known(_),
            Piece::Hole(Hole::Ref("AWS::Partition")),
            Piece::Known(service),
            Piece::Hole(Hole::Ref(id)),
            ..,
        ] if &**service == ":s3:::" => Some(id),
        _ => None,
    }
}
