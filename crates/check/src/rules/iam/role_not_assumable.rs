//! A role that does not trust the service it is given to.

use cfn::read::Node;
use diag::Severity;

use super::role_users::USERS;
use crate::context::{Context, Resource};
use crate::policy::{self, Answer, Kind};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "role-not-assumable",
    severity: Severity::Error,
    title: "A role does not trust the service that is to use it.",
    explanation: "A service works with a role by assuming it, and it can only if the role's trust policy names the service. \
        Lambda, CodeBuild, CodePipeline, CodeDeploy, Step Functions and most others try it when the resource is created, and \
        the deployment fails (\"The role defined for the function cannot be assumed by Lambda\"); EventBridge and some others \
        fail later, when they need it. An instance profile is made all the same, so there it is a warning. Often one role was copied from another, or serves two services and names one.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for resource in ctx.resources() {
        let Some(properties) = resource.properties() else { continue };
        for (of, path, service) in USERS {
            if *of == resource.kind {
                for node in ctx.all(properties, path).into_iter().flat_map(|node| ctx.items(node)) {
                    let severity =
                        if *of == "AWS::IAM::InstanceProfile" { Severity::Warning } else { RULE.severity };
                    judge(ctx, node, service, severity, findings);
                }
            }
        }
        if resource.kind == "AWS::CodePipeline::Pipeline" {
            for action in
                ctx.all(properties, &["Stages", "Actions"]).into_iter().flat_map(|node| ctx.items(node))
            {
                let provider = ctx.all(action, &["ActionTypeId", "Provider"]);
                if provider.iter().all(|node| node.text() == Some("CloudFormation")) && !provider.is_empty() {
                    for node in ctx.all(action, &["Configuration", "RoleArn"]) {
                        judge(ctx, node, "cloudformation.amazonaws.com", RULE.severity, findings);
                    }
                }
            }
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, node: &'t Node, service: &str, severity: Severity, findings: &mut Findings) {
    let Some(role) = ctx.target(node).filter(|role| role.kind == "AWS::IAM::Role") else { return };
    if trusts(ctx, role, service) == Answer::No {
        let mut finding = RULE
            .at(policy::place(node), format!("`{}` does not trust `{service}`", role.id))
            .related(role.id_span, "the role");
        finding.severity = severity;
        findings.add(finding.help(format!(
            "let it: `Principal: {{ Service: {service} }}` with `sts:AssumeRole` in its `AssumeRolePolicyDocument`"
        )));
    }
}

fn trusts<'t>(ctx: &Context<'t>, role: &Resource<'t>, service: &str) -> Answer {
    let trusts = policy::of(ctx, role);
    let trusts = trusts.iter().filter(|policy| policy.kind() == Kind::Trust);
    let answers: Vec<Answer> =
        trusts.map(|policy| policy.lets_service(ctx, service, "sts:AssumeRole")).collect();
    // No trust at all is a finding of its own; of several, by conditions, each may be the one.
    if answers.is_empty() { Answer::Unknown } else { answers.into_iter().fold(Answer::No, Answer::or) }
}
