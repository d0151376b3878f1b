//! A permission that lets a service call for anybody.

use diag::Severity;

use super::sources::service_of_arn;
use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "permission-source",
    severity: Severity::Warning,
    title: "A permission lets a service invoke the function on anybody's behalf.",
    explanation: "A service calls for whoever owns the rule, the topic or the bucket. Without SourceArn or SourceAccount that can be one in \
                  another account: the confused deputy. The ARN of a bucket holds no account, and a deleted bucket's name is free \
                  for others, so that S3 takes SourceAccount as well. `*` as principal without any condition lets everybody in.",
    pages: &[
        "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
        "https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html",
    ],
    check,
};

/// Services that no source limits.
const WITHOUT: [&str; 3] =
    ["alexa-appkit.amazon.com", "alexa-connectedhome.amazon.com", "edgelambda.amazonaws.com"];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for permission in ctx.of_type("AWS::Lambda::Permission").filter_map(Resource::properties) {
        let keys = [
            "Principal",
            "SourceArn",
            "SourceAccount",
            "PrincipalOrgID",
            "FunctionUrlAuthType",
            "InvokedViaFunctionUrl",
            "EventSourceToken",
        ];
        for [principal, arn, account, organisation, url, by_url, token] in ctx.ways(permission, keys) {
            let Some((principal, text)) = principal.and_then(|it| Some((it, ctx.text(it)?))) else {
                continue;
            };
            if text == "*" {
                if arn.or(account).or(organisation).or(url).or(by_url).is_none() {
                    out.add(
                        RULE.at(principal.handle(), "everybody may invoke this function")
                            .help("name a principal, or limit it by `PrincipalOrgID` or `SourceAccount`"),
                    );
                }
                continue;
            }
            if !text.contains(".amazon") || WITHOUT.contains(&&*text) || token.is_some() {
                continue;
            }
            let is_s3 = text.starts_with("s3.");
            let is_bucket = arn.is_some_and(|arn| match service_of_arn(ctx, arn) {
                Some(service) => service == "s3",
                None => is_s3 || ctx.target(arn).is_some_and(|target| target.kind == "AWS::S3::Bucket"),
            });
            if arn.or(account).or(organisation).is_none() {
                out.add(
                    RULE.at(
                        principal.handle(),
                        format!("`{text}` may invoke this function on anybody's behalf"),
                    )
                    .help("add `SourceArn`, or `SourceAccount: !Ref AWS::AccountId`"),
                );
            } else if let Some(arn) = arn.filter(|_| is_bucket && account.is_none()) {
                out.add(
                    RULE.at(arn.handle(), "the ARN of a bucket says nothing of its account")
                        .help("add `SourceAccount: !Ref AWS::AccountId`"),
                );
            }
        }
    }
}
