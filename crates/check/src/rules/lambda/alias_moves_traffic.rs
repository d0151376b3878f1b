//! An alias that an update of the stack moves behind CodeDeploy's back.

use cfn::read::Node;
use diag::Severity;

use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "alias-moves-traffic",
    severity: Severity::Warning,
    title: "An update of the stack moves an alias's traffic past CodeDeploy.",
    explanation: "The template has a deployment group for Lambda, and an alias without CodeDeployLambdaAliasUpdate. Where the alias \
                  follows a Version whose properties change with every release, each update publishes and switches all traffic at \
                  once: no shift, no alarms, no rollback. Where a pipeline moves the alias instead, any other property of the alias \
                  that changes makes CloudFormation send its own version again, and traffic falls back to it. Either add the update \
                  policy, or keep Version and Alias to the properties that never change.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html",
        "https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let deploys = ctx.of_type("AWS::CodeDeploy::Application").any(|application| {
        let platforms =
            application.properties().map(|own| ctx.get(own, "ComputePlatform")).unwrap_or_default();
        platforms.iter().any(|platform| platform.text() == Some("Lambda"))
    });
    if !deploys || ctx.of_type("AWS::CodeDeploy::DeploymentGroup").next().is_none() {
        return;
    }
    for alias in ctx.of_type("AWS::Lambda::Alias") {
        let Some(properties) = alias.properties() else { continue };
        if alias.node.get("UpdatePolicy").is_some() {
            continue;
        }
        for version in ctx.get(properties, "FunctionVersion") {
            let Some(target) = ctx.target(version).filter(|target| target.kind == "AWS::Lambda::Version")
            else {
                continue;
            };
            let Some((name, value)) = target.properties().and_then(changing) else { continue };
            out.add(
                RULE.at(version.handle(), format!("`{}` follows every new `{}`", alias.id, target.id))
                    .label("all traffic at once")
                    .related(value.handle(), format!("`{name}` makes a new version when it changes"))
                    .help("add `UpdatePolicy` with `CodeDeployLambdaAliasUpdate` to the alias, or leave the property out"),
            );
        }
        for entry in properties.entries() {
            let moves = matches!(entry.key.as_str(), "Description" | "ProvisionedConcurrencyConfig")
                && is_open(&entry.value);
            if moves {
                out.add(
                    RULE.at(entry.key_span, format!("when `{}` changes, traffic falls back to the stack's version", entry.key))
                        .help("leave it out, or let CloudFormation shift the alias by `CodeDeployLambdaAliasUpdate`"),
                );
            }
        }
    }
}

/// A property that changes from release to release: a hash, or a text that is given at the deployment.
fn changing(version: &Node) -> Option<(&str, &Node)> {
    let changes = |key: &str, value: &Node| match key {
        "CodeSha256" => true,
        "Description" => is_open(value),
        _ => false,
    };
    version
        .entries()
        .iter()
        .find(|entry| changes(&entry.key, &entry.value))
        .map(|entry| (entry.key.as_str(), &entry.value))
}

/// Whether something in it is given at the deployment.
fn is_open(value: &Node) -> bool {
    value.call().is_some() || value.entries().iter().any(|entry| is_open(&entry.value))
}
