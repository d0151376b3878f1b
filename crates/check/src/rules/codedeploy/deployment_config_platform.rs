//! A deployment configuration of another platform than its group.

use diag::Severity;

use super::configs;
use super::groups::{self, named};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "deployment-config-platform",
    severity: Severity::Error,
    title: "A deployment group's configuration is for another platform.",
    explanation: "Servers, Lambda functions and ECS services are deployed by configurations of their own kind. CodeDeploy refuses a \
                  group whose configuration does not fit the ComputePlatform of its application, which is Server where nothing is \
                  said.",
    pages: &[
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-application.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for group in groups::all(ctx) {
        let Some(platform) = group.platform else { continue };
        for node in ctx.all(group.properties, &["DeploymentConfigName"]) {
            let own = named(ctx, "AWS::CodeDeploy::DeploymentConfig", "DeploymentConfigName", node);
            let (config, place) = match own {
                Some(own) => {
                    (own.properties().and_then(|own| configs::platform_of(ctx, own)), Some(own.id_span))
                }
                None => (ctx.text(node).and_then(|name| configs::built_in(&name)), None),
            };
            if let Some(config) = config.filter(|config| *config != platform) {
                let (config, platform) = (config.name(), platform.name());
                out.add(
                    RULE.at(
                        node.handle(),
                        format!("a configuration for {config} in a group of a {platform} application"),
                    )
                    .related(place, format!("made for {config}"))
                    .help(format!(
                        "take a configuration for {platform}, or set the application's `ComputePlatform`"
                    )),
                );
            }
        }
    }
}
