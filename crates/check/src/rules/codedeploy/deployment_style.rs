//! A way to deploy that functions and services do not have.

use diag::Severity;

use super::configs::Platform;
use super::groups;
use crate::mend::reword;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "deployment-style",
    severity: Severity::Error,
    title: "Lambda functions and ECS services are deployed blue/green with traffic control, and in no other way.",
    explanation: "CodeDeploy shifts traffic from one version of a function, or one task set of a service, to another: BLUE_GREEN, WITH_TRAFFIC_CONTROL. It refuses a \
                  group of such an application with anything else. Groups without DeploymentStyle are a warning: the \
                  documentation names no default for them, and in place is the one for servers.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codedeploy-deploymentgroup-deploymentstyle.html",
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments.html",
    ],
    check,
};

const RIGHT: [(&str, &str); 2] =
    [("DeploymentType", "BLUE_GREEN"), ("DeploymentOption", "WITH_TRAFFIC_CONTROL")];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for group in groups::all(ctx)
        .into_iter()
        .filter(|group| matches!(group.platform, Some(Platform::Lambda | Platform::Ecs)))
    {
        if ctx.is_absent(group.properties, "DeploymentStyle") {
            let mut finding = RULE
                .at(group.resource.id_span, "a group for functions or services without `DeploymentStyle`")
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
                                format!("functions and services are not deployed `{}`", text.value),
                            )
                            .help(format!("write `{right}`"))
                            .fix(reword(ctx, text.span(), &text.value, right)),
                        );
                    }
                }
            }
        }
    }
}
