//! A notification rule for what no notification rule can watch.

use cfn::read::Function;
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::data::notifications::WATCHED;
use super::data::targets::ARN_OF;
use super::read::{Arn, of_type};

pub(super) const RULE: Rule = Rule {
    code: "invalid-notification-resource",
    severity: Severity::Error,
    title: "A notification rule watches what is no repository, build project, deployment application or pipeline.",
    explanation: "`Resource` is the ARN of a CodeCommit repository, CodeBuild project, CodeDeploy \
        application or CodePipeline pipeline; CreateNotificationRule refuses anything else, names included, \
        and the stack fails. `Ref` gives the name or ID of all four. The ARN of a pipeline is built from its \
        name: `arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:${Pipeline}`.",
    pages: &[
        "https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html",
        "https://docs.aws.amazon.com/codestar-notifications/latest/APIReference/API_CreateNotificationRule.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::CodeStarNotifications::NotificationRule") {
        for resource in ctx.get(properties, "Resource") {
            let Some((message, help)) = judge(ctx, resource) else { continue };
            findings.add(RULE.at(resource.handle(), message).label("can't be watched").help(help));
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, node: &'t cfn::read::Node) -> Option<(String, String)> {
    const KINDS: &str = "repositories, build projects, deployment applications and pipelines can be watched";
    if let Some(resource) = ctx.target(node) {
        let (id, kind) = (resource.id, resource.kind);
        if !WATCHED.iter().any(|watched| watched.resource_type == kind) {
            let foreign = !kind.starts_with("Custom::") && kind != "AWS::CloudFormation::CustomResource";
            return (foreign && !kind.ends_with("::Stack") && !kind.ends_with("::MODULE"))
                .then(|| (format!("`{id}` is of type `{kind}`"), KINDS.to_owned()));
        }
        if node.call_of(&Function::Ref).is_some() {
            let arn = ARN_OF.iter().find(|(known, _)| *known == kind).map_or(
                "!Sub arn:${AWS::Partition}:codedeploy:${AWS::Region}:${AWS::AccountId}:application:${ID}",
                |(_, arn)| arn,
            );
            return Some((
                format!("`!Ref {id}` is not the ARN of `{id}`"),
                format!("write `{}`", arn.replace("ID", id)),
            ));
        }
        return None;
    }
    let service = Arn::of(&ctx.pieces(node)?)?.service?;
    (!WATCHED.iter().any(|watched| watched.service == service))
        .then(|| (format!("this is the ARN of a resource of `{service}`"), KINDS.to_owned()))
}
