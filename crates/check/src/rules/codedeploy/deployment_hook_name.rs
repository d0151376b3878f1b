//! A hook that the deployment's role may not invoke.

use cfn::read::Node;
use diag::Severity;

use super::groups::named;
use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "deployment-hook-name",
    severity: Severity::Warning,
    title: "AWS's own role policy for CodeDeploy may not invoke this hook.",
    explanation: "AWSCodeDeployRoleForLambda lets CodeDeploy invoke only functions whose names begin with `CodeDeployHook_`. A hook \
                  with another name, or with one that CloudFormation makes up, is never called, and the deployment fails an hour \
                  later. Name the function so, or give the role a policy that allows `lambda:InvokeFunction` on it. Roles that \
                  have other policies besides are left alone.",
    pages: &[
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html",
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html",
    ],
    check,
};

const PREFIX: &str = "CodeDeployHook_";

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for alias in ctx.of_type("AWS::Lambda::Alias") {
        for policy in ctx.all(alias.node, &["UpdatePolicy", "CodeDeployLambdaAliasUpdate"]) {
            let groups = ctx.get(policy, "DeploymentGroupName");
            let [group] = groups.as_slice() else { continue };
            let group = named(ctx, "AWS::CodeDeploy::DeploymentGroup", "DeploymentGroupName", group);
            let Some(group) = group.and_then(Resource::properties) else { continue };
            if has_only_managed_policy(ctx, group) {
                for hook in ["BeforeAllowTrafficHook", "AfterAllowTrafficHook"] {
                    ctx.get(policy, hook).into_iter().for_each(|hook| judge(ctx, hook, out));
                }
            }
        }
    }
    // SAM makes the role itself, with this very policy, unless it is given one.
    for function in ctx.of_type("AWS::Serverless::Function").filter_map(Resource::properties) {
        for preference in ctx.all(function, &["DeploymentPreference"]) {
            if ctx.is_absent(preference, "Role") {
                for hook in ["PreTraffic", "PostTraffic"] {
                    ctx.all(preference, &["Hooks", hook]).into_iter().for_each(|hook| judge(ctx, hook, out));
                }
            }
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, hook: &'t Node, out: &mut Findings) {
    let Some(function) = ctx.target(hook) else { return };
    if !matches!(function.kind, "AWS::Lambda::Function" | "AWS::Serverless::Function") {
        return;
    }
    let names =
        function.properties().map(|properties| ctx.get(properties, "FunctionName")).unwrap_or_default();
    let is_unnamed = function.properties().is_none_or(|properties| ctx.is_absent(properties, "FunctionName"));
    let is_wrong = |name: &&'t Node| {
        let pieces = ctx.pieces(name);
        match pieces.as_deref() {
            Some([crate::resolve::Piece::Known(start), ..]) => !start.starts_with(PREFIX),
            _ => false,
        }
    };
    if is_unnamed || !names.is_empty() && names.iter().all(is_wrong) {
        out.add(
            RULE.at(hook.handle(), format!("the deployment's role may not invoke `{}`", function.id))
                .label(format!("its name does not begin with `{PREFIX}`"))
                .related(function.id_span, "this function")
                .help(format!(
                    "give it a `FunctionName` that begins with `{PREFIX}`, or the role a policy of its own"
                )),
        );
    }
}

/// Whether all that the group's role may do is what AWS's own policy says.
fn has_only_managed_policy<'t>(ctx: &Context<'t>, group: &'t Node) -> bool {
    let roles = ctx.get(group, "ServiceRoleArn");
    let [role] = roles.as_slice() else { return false };
    let Some(role) = ctx.target(role).filter(|role| role.kind == "AWS::IAM::Role") else { return false };
    let Some(properties) = role.properties() else { return false };
    let managed: Vec<_> =
        ctx.get(properties, "ManagedPolicyArns").into_iter().flat_map(|list| ctx.items(list)).collect();
    let is_aws = |policy: &&'t Node| {
        let pieces = ctx.pieces(policy);
        let last = pieces.as_deref().and_then(<[_]>::last);
        matches!(last, Some(crate::resolve::Piece::Known(end)) if end.contains("AWSCodeDeployRoleForLambda"))
    };
    // A policy of its own names the role somewhere.
    let is_named = ctx.resources().iter().any(|other| {
        matches!(other.kind, "AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy" | "AWS::IAM::RolePolicy")
    });
    !managed.is_empty() && managed.iter().all(is_aws) && ctx.is_absent(properties, "Policies") && !is_named
}
