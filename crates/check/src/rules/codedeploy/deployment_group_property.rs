//! A setting of servers or services in a group for Lambda functions.

use diag::Severity;

use super::configs::Platform;
use super::groups;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "deployment-group-property",
    severity: Severity::Warning,
    title: "A group for Lambda functions has a setting that is for servers or services.",
    explanation: "Tags, Auto Scaling groups, load balancers and what happens to old instances are for servers; ECSServices is for ECS. \
                  A Lambda deployment knows its function and alias from the AppSpec alone. CodeDeploy refuses most of these \
                  settings in such a group, and none of them does anything there. `Deployment`, which starts one at once, is \
                  for servers too.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-deploymentgroup.html",
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create.html",
    ],
    check,
};

const FOREIGN: [&str; 11] = [
    "AutoScalingGroups",
    "BlueGreenDeploymentConfiguration",
    "Deployment",
    "ECSServices",
    "Ec2TagFilters",
    "Ec2TagSet",
    "LoadBalancerInfo",
    "OnPremisesInstanceTagFilters",
    "OnPremisesTagSet",
    "OutdatedInstancesStrategy",
    "TerminationHookEnabled",
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for group in groups::all(ctx).into_iter().filter(|group| group.platform == Some(Platform::Lambda)) {
        for entry in group.properties.entries() {
            if FOREIGN.contains(&entry.key.as_str()) && !ctx.branches(&entry.value).is_empty() {
                out.add(
                    RULE.at(entry.key_span, format!("`{}` means nothing to a Lambda deployment", entry.key))
                        .help("leave it out"),
                );
            }
        }
    }
}
