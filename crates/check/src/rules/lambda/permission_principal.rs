//! A permission whose principal is not the service of its source.

use diag::Severity;

use super::sources::service_of_arn;
use crate::context::Resource;
use crate::mend::reword;
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

/// By the source's service and type: the service that calls.
const CALLERS: [(&str, &str, &str); 10] = [
    ("execute-api", "AWS::ApiGateway::RestApi", "apigateway.amazonaws.com"),
    ("execute-api", "AWS::ApiGatewayV2::Api", "apigateway.amazonaws.com"),
    ("cognito-idp", "AWS::Cognito::UserPool", "cognito-idp.amazonaws.com"),
    ("config", "AWS::Config::ConfigRule", "config.amazonaws.com"),
    (
        "elasticloadbalancing",
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "elasticloadbalancing.amazonaws.com",
    ),
    ("events", "AWS::Events::Rule", "events.amazonaws.com"),
    ("iot", "AWS::IoT::TopicRule", "iot.amazonaws.com"),
    ("logs", "AWS::Logs::LogGroup", "logs.amazonaws.com"),
    ("s3", "AWS::S3::Bucket", "s3.amazonaws.com"),
    ("sns", "AWS::SNS::Topic", "sns.amazonaws.com"),
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for permission in ctx.of_type("AWS::Lambda::Permission").filter_map(Resource::properties) {
        for [principal, source] in ctx.ways(permission, ["Principal", "SourceArn"]) {
            let (Some(principal), Some(source)) = (principal, source) else { continue };
            let caller = match ctx.target(source) {
                Some(target) => CALLERS.iter().find(|(_, kind, _)| *kind == target.kind),
                None => service_of_arn(ctx, source)
                    .and_then(|name| CALLERS.iter().find(|(service, _, _)| *service == name)),
            };
            let Some((source_service, _, caller)) = caller else { continue };
            let Some(text) = ctx.text(principal).filter(|text| text.contains(".amazon")) else { continue };
            // Logs has regional names.
            if text.split('.').next() != caller.split('.').next() {
                out.add(
                    RULE.at(
                        principal.handle(),
                        format!("`{text}` does not call for a resource of `{source_service}`"),
                    )
                    .related(source.handle(), "the source")
                    .help(format!("write `{caller}`"))
                    .fix(reword(ctx, principal.handle(), &text, caller)),
                );
            }
        }
    }
}
