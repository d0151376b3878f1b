//! A way to deploy that Lambda functions do not have.

use diag::Severity;

use super::configs::Platform;
use super::groups;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "deployment-style",
    severity: Severity::Error,
    title: "A Lambda function is deployed blue/green and with traffic control, and in no other way.",
    explanation: "CodeDeploy shifts an alias's traffic from one version to another: BLUE_GREEN, WITH_TRAFFIC_CONTROL. It refuses a \
                  group of a Lambda application with anything else. Groups without DeploymentStyle are a warning: the \
                  documentation names no default for Lambda, and in place is the one for servers.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codedeploy-deploymentgroup-deploymentstyle.html",
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments.html",
    ],
    check,
};

const RIGHT: [(&str, &str); 2] =
    [("DeploymentType", "BLUE_GREEN"), ("DeploymentOption", "WITH_TRAFFIC_CONTROL")];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for group in groups::all(ctx).into_iter().filter(|group| group.platform == Some(Platform::Lambda)) {
        if ctx.is_absent(group.properties, "DeploymentStyle") {
            let mut finding = RULE
                .at(group.resource.id_span, "a group for Lambda functions without `DeploymentStyle`")
                .help(
                    "add `DeploymentType: BLUE_GREEN` and `DeploymentOption: WITH_TRAFFIC_CONTROL` under it",
                );
            finding.severity = Severity::Warning;
            out.add(finding);
        }
        for (property, right) in RIGHT {
            for node in ctx.all(group.properties, &["DeploymentStyle", property]) {
                for text in ctx.texts(node).known {
                    if text.value != right {
                        out.add(
                            RULE.at(
                                text.span(),
                                format!("Lambda functions are not deployed `{}`", text.value),
                            )
                            .help(format!("write `{right}`")),
                        );
                    }
                }
            }
        }
    }
}
