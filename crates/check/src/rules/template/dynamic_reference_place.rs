//! Dynamic references where they are not resolved.

use diag::Severity;

use super::dynamic;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "dynamic-reference-place",
    severity: Severity::Error,
    title: "A dynamic reference to a secret stands where it is not resolved.",
    explanation: "`{{resolve:secretsmanager:…}}` works in the properties of resources alone, and `{{resolve:ssm-secure:…}}` only \
                  in the few that AWS lists, mostly passwords. Neither works in custom resources. Elsewhere the deployment \
                  fails, or the text goes to the service as it stands.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html",
    ],
    check,
};

/// The properties that take secure strings.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html>
const SECURE: [(&str, &[&str]); 11] = [
    ("AWS::DirectoryService::MicrosoftAD", &["Password"]),
    ("AWS::DirectoryService::SimpleAD", &["Password"]),
    ("AWS::ElastiCache::ReplicationGroup", &["AuthToken"]),
    ("AWS::IAM::User", &["LoginProfile", "Password"]),
    ("AWS::KinesisFirehose::DeliveryStream", &["RedshiftDestinationConfiguration", "Password"]),
    ("AWS::OpsWorks::App", &["AppSource", "Password"]),
    ("AWS::OpsWorks::Stack", &["CustomCookbooksSource", "Password"]),
    ("AWS::OpsWorks::Stack", &["RdsDbInstances", "DbPassword"]),
    ("AWS::RDS::DBCluster", &["MasterUserPassword"]),
    ("AWS::RDS::DBInstance", &["MasterUserPassword"]),
    ("AWS::Redshift::Cluster", &["MasterUserPassword"]),
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    dynamic::all(ctx, &mut |reference, place| {
        let service = reference.service();
        if reference.is_spaced || !matches!(service, "secretsmanager" | "ssm-secure") {
            return;
        }
        // A parameter's default goes where the parameter is used.
        let in_default = place.section == "Parameters" && place.attribute() == "Default";
        if matches!(place.section, "Metadata") || in_default {
            return;
        }
        let kind = ctx.resource(place.member).map(|resource| resource.kind);
        let Some(kind) = kind.filter(|_| place.section == "Resources" && place.attribute() == "Properties")
        else {
            let message = format!("`{service}` is resolved in the properties of resources alone");
            out.add(RULE.at(reference.span, message));
            return;
        };
        if kind.starts_with("Custom::") || kind == "AWS::CloudFormation::CustomResource" {
            let message = format!("`{service}` is not resolved in custom resources");
            out.add(RULE.at(reference.span, message).help("let the provider read the secret itself"));
        } else if service == "ssm-secure"
            && facts::resource_type(kind).is_some()
            && !SECURE.iter().any(|(of, path)| *of == kind && place.keys[1..] == **path)
        {
            let finding = RULE.at(reference.span, "this property takes no secure string of Systems Manager");
            out.add(finding.help("keep the secret in Secrets Manager: `{{resolve:secretsmanager:…}}`"));
        }
    });
}
