//! A permission whose principal is not the service of its source.

use diag::Severity;

use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "permission-principal",
    severity: Severity::Error,
    title: "A permission's principal and its source belong to different services.",
    explanation: "SourceArn limits the principal to calls on behalf of that resource. A rule of EventBridge never calls as SNS, a topic \
                  never as S3: such a permission lets nobody in, and the events are lost without a trace in the function.",
    pages: &[
        "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html",
    ],
    check,
};

/// By the source's type: the service that calls.
const CALLERS: [(&str, &str); 10] = [
    ("AWS::ApiGateway::RestApi", "apigateway.amazonaws.com"),
    ("AWS::ApiGatewayV2::Api", "apigateway.amazonaws.com"),
    ("AWS::Cognito::UserPool", "cognito-idp.amazonaws.com"),
    ("AWS::Config::ConfigRule", "config.amazonaws.com"),
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "elasticloadbalancing.amazonaws.com"),
    ("AWS::Events::Rule", "events.amazonaws.com"),
    ("AWS::IoT::TopicRule", "iot.amazonaws.com"),
    ("AWS::Logs::LogGroup", "logs.amazonaws.com"),
    ("AWS::S3::Bucket", "s3.amazonaws.com"),
    ("AWS::SNS::Topic", "sns.amazonaws.com"),
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for permission in ctx.of_type("AWS::Lambda::Permission").filter_map(Resource::properties) {
        for [principal, source] in ctx.ways(permission, ["Principal", "SourceArn"]) {
            let (Some(principal), Some(source)) = (principal, source) else { continue };
            let Some(target) = ctx.target(source) else { continue };
            let Some((_, caller)) = CALLERS.iter().find(|(kind, _)| *kind == target.kind) else { continue };
            let Some(text) = ctx.text(principal).filter(|text| text.contains(".amazon")) else { continue };
            // Logs has regional names.
            let service = caller.split('.').next().unwrap_or(caller);
            if text.split('.').next() != Some(service) {
                out.add(
                    RULE.at(principal.handle(), format!("`{text}` does not call for an `{}`", target.kind))
                        .related(source.handle(), "the source")
                        .help(format!("write `{caller}`")),
                );
            }
        }
    }
}
