//! One deployment group for several aliases.

use diag::Severity;

use super::groups::named;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "deployment-group-shared",
    severity: Severity::Warning,
    title: "Two aliases are shifted by the same deployment group.",
    explanation: "A deployment group runs one deployment at a time. When an update of the stack moves both aliases, CloudFormation \
                  starts both deployments together, and CodeDeploy refuses the second, which rolls the stack back. Give each \
                  alias a group of its own.",
    pages: &[
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let mut seen: Vec<(&str, &str, diag::Span)> = Vec::new();
    for alias in ctx.of_type("AWS::Lambda::Alias") {
        for node in
            ctx.all(alias.node, &["UpdatePolicy", "CodeDeployLambdaAliasUpdate", "DeploymentGroupName"])
        {
            let group = named(ctx, "AWS::CodeDeploy::DeploymentGroup", "DeploymentGroupName", node);
            let Some(group) = group else { continue };
            let first = seen.iter().find(|(id, other, _)| *id == group.id && *other != alias.id);
            if let Some((_, other, place)) = first {
                // Aliases that never exist together do not meet.
                let both: Vec<_> = [alias.condition, ctx.resource(other).and_then(|other| other.condition)]
                    .into_iter()
                    .flatten()
                    .map(|condition| (condition, true))
                    .collect();
                if ctx.satisfiable(&both) == Some(false) {
                    continue;
                }
                out.add(
                    RULE.at(node.handle(), format!("`{}` shifts `{other}` already", group.id))
                        .related(*place, "here")
                        .help("make a deployment group for this alias"),
                );
            }
            seen.push((group.id, alias.id, node.handle()));
        }
    }
}
