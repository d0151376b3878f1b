//! A resource that a service may use for anybody.

use diag::Severity;

use super::guards;
use crate::context::Context;
use crate::policy::is_service;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "resource-policy-confused-deputy",
    severity: Severity::Warning,
    title: "A resource policy lets a service in without saying on whose behalf.",
    explanation: "CloudWatch publishes alarms for every account, S3 delivers the logs of every bucket. A policy that allows the \
        service alone allows it on behalf of anybody who knows the resource's ARN. The guides of the services named here ask \
        for a condition on aws:SourceArn or aws:SourceAccount. EventBridge on a topic is left alone: its guide says that \
        topic policies for it take no condition.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/US_SetupSNS.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
        "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
        "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html",
    ],
    check,
};

/// What carries the policy, and the services whose guides show the condition in it.
const GUARDED: [(&str, &[&str]); 4] = [
    ("AWS::ECR::Repository", &["codebuild.amazonaws.com"]),
    ("AWS::S3::BucketPolicy", &["cloudtrail.amazonaws.com", "logging.s3.amazonaws.com", "s3.amazonaws.com"]),
    ("AWS::SNS::TopicPolicy", &["cloudwatch.amazonaws.com", "s3.amazonaws.com"]),
    ("AWS::SQS::QueuePolicy", &["events.amazonaws.com", "s3.amazonaws.com", "sns.amazonaws.com"]),
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        let Some((_, services)) = GUARDED.iter().find(|(of, _)| *of == policy.of) else { continue };
        for statement in &policy.statements {
            if !statement.allows() || guards::names_source(statement) {
                continue;
            }
            for (member, texts) in statement.principals().unwrap_or_default().named {
                if member.key != "Service" {
                    continue;
                }
                for text in texts.known {
                    let Some(known) = text.known() else { continue };
                    if services.iter().any(|service| is_service(known, service)) {
                        findings.add(RULE.at(text.span, format!("`{known}` is let in for anybody")).help(
                            "compare `aws:SourceAccount` with `!Ref AWS::AccountId`, or `aws:SourceArn`",
                        ));
                    }
                }
            }
        }
    }
}
