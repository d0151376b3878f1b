//! A role that does not trust the service it is given to.

use std::collections::BTreeMap;

use cfn::read::Node;
use diag::{Diagnostic, Severity};

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
    let mut roles = Roles { ctx, trusts: BTreeMap::new() };
    for resource in ctx.resources() {
        let Some(properties) = resource.properties() else { continue };
        for (of, path, service) in USERS {
            if *of == resource.kind {
                for node in ctx.all(properties, path).into_iter().flat_map(|node| ctx.items(node)) {
                    let mut finding = roles.judge(node, service);
                    if let Some(finding) = finding.as_mut().filter(|_| *of == "AWS::IAM::InstanceProfile") {
                        finding.severity = Severity::Warning;
                    }
                    findings.extend(finding);
                }
            }
        }
        if resource.kind == "AWS::CodePipeline::Pipeline" {
            for node in handed_to_cloudformation(ctx, properties) {
                findings.extend(roles.judge(node, "cloudformation.amazonaws.com"));
            }
        }
    }
}

/// The roles that a pipeline's actions hand to CloudFormation.
fn handed_to_cloudformation<'t>(ctx: &Context<'t>, properties: &'t Node) -> Vec<&'t Node> {
    let actions = ctx.all(properties, &["Stages", "Actions"]).into_iter().flat_map(|node| ctx.items(node));
    let is_cloudformation = |action: &&'t Node| {
        let provider = ctx.all(action, &["ActionTypeId", "Provider"]);
        !provider.is_empty() && provider.iter().all(|node| node.text() == Some("CloudFormation"))
    };
    actions
        .filter(is_cloudformation)
        .flat_map(|action| ctx.all(action, &["Configuration", "RoleArn"]))
        .collect()
}

/// The template's roles, and whom they were found to trust.
struct Roles<'a, 't> {
    ctx: &'a Context<'t>,
    trusts: BTreeMap<(&'t str, &'static str), Answer>,
}

impl<'t> Roles<'_, 't> {
    fn judge(&mut self, node: &'t Node, service: &'static str) -> Option<Diagnostic> {
        let role = self.ctx.target(node).filter(|role| role.kind == "AWS::IAM::Role")?;
        let ctx = self.ctx;
        let trusts = *self.trusts.entry((role.id, service)).or_insert_with(|| trusts(ctx, role, service));
        (trusts == Answer::No).then(|| {
            RULE.at(policy::place(node), format!("`{}` does not trust `{service}`", role.id))
                .related(role.id_span, "the role")
                .help(format!(
                    "let it: `Principal: {{ Service: {service} }}` with `sts:AssumeRole` in its `AssumeRolePolicyDocument`"
                ))
        })
    }
}

fn trusts<'t>(ctx: &Context<'t>, role: &Resource<'t>, service: &str) -> Answer {
    let of_role = ctx.policies().iter().filter(|policy| policy.id == role.id);
    let trusts = of_role.filter(|policy| policy.kind() == Kind::Trust);
    // No trust at all is a finding of its own; of several, by conditions, each may be the one.
    let answers = trusts.map(|policy| policy.lets_service(ctx, service, "sts:AssumeRole"));
    answers.reduce(Answer::or).unwrap_or(Answer::Unknown)
}
