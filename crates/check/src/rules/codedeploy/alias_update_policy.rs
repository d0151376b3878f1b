//! An update policy that cannot shift an alias.

use cfn::read::Node;
use diag::{Severity, nearest};

use super::configs;
use super::groups::named;
use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "alias-update-policy",
    severity: Severity::Error,
    title: "A CodeDeployLambdaAliasUpdate policy lacks a part, or names the wrong kind of resource.",
    explanation: "With this policy CloudFormation lets CodeDeploy shift an alias to its new version. It takes the names of an \
                  application of the Lambda platform and of a deployment group, and optionally of two functions as hooks; it \
                  stands in an AWS::Lambda::Alias alone. A wrong one shows only at the first update, which then fails and rolls \
                  back.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html",
    ],
    check,
};

const KEYS: [&str; 4] =
    ["ApplicationName", "DeploymentGroupName", "BeforeAllowTrafficHook", "AfterAllowTrafficHook"];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources() {
        let Some(policies) = resource.node.get("UpdatePolicy") else { continue };
        for policies in ctx.branches(policies) {
            let Some(entry) = policies.node.entry("CodeDeployLambdaAliasUpdate") else { continue };
            if resource.kind != "AWS::Lambda::Alias" && !resource.kind.is_empty() {
                out.add(
                    RULE.at(
                        entry.key_span,
                        format!("an `{}` is no alias that could be shifted", resource.kind),
                    )
                    .help("put the policy into the `AWS::Lambda::Alias`"),
                );
            }
            for policy in ctx.branches(&entry.value) {
                judge(ctx, policy.node, entry.key_span, out);
            }
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, policy: &'t Node, place: diag::Span, out: &mut Findings) {
    for entry in policy.entries() {
        if !KEYS.contains(&entry.key.as_str()) && !policy.is_open() {
            let mut finding = RULE.at(entry.key_span, format!("`{}` is no part of this policy", entry.key));
            if let Some(near) = nearest(&entry.key, KEYS) {
                finding = finding.help(format!("write `{near}`"));
            }
            out.add(finding);
        }
    }
    for key in &KEYS[..2] {
        if ctx.is_absent(policy, key) {
            out.add(RULE.at(place, format!("the policy has no `{key}`")).help(format!("add `{key}`")));
        }
    }
    for node in ctx.get(policy, "ApplicationName") {
        wrong(ctx, node, "AWS::CodeDeploy::Application", "an application", out);
        let application = named(ctx, "AWS::CodeDeploy::Application", "ApplicationName", node);
        let Some(application) = application else { continue };
        let platform = application
            .properties()
            .map_or(Some(configs::Platform::Server), |own| configs::platform_of(ctx, own));
        if let Some(platform) = platform.filter(|platform| *platform != configs::Platform::Lambda) {
            out.add(
                RULE.at(
                    node.handle(),
                    format!("this application deploys to the platform {}", platform.name()),
                )
                .related(application.id_span, "this one")
                .help("set its `ComputePlatform: Lambda`"),
            );
        }
    }
    for node in ctx.get(policy, "DeploymentGroupName") {
        wrong(ctx, node, "AWS::CodeDeploy::DeploymentGroup", "a deployment group", out);
    }
    for hook in &KEYS[2..] {
        for node in ctx.get(policy, hook) {
            wrong(ctx, node, "AWS::Lambda::Function", "a function", out);
        }
    }
}

/// A reference to a resource of another kind.
fn wrong<'t>(ctx: &Context<'t>, node: &'t Node, kind: &str, words: &str, out: &mut Findings) {
    let fits = |target: &&Resource<'_>| {
        target.kind == kind
            // A hook may be named through its version or alias, or come from SAM.
            || kind == "AWS::Lambda::Function" && (target.kind.starts_with("AWS::Lambda::") || target.kind.starts_with("AWS::Serverless::"))
            || target.gives_anything()
    };
    if let Some(target) = ctx.target(node).filter(|target| !fits(target)) {
        out.add(
            RULE.at(node.handle(), format!("`{}` is of type `{}`, and not {words}", target.id, target.kind))
                .related(target.id_span, "this one"),
        );
    }
}
