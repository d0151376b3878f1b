//! A network of the account's own, for builds: where it is, and what the build's role needs to be connected.

use cfn::codebuild::VpcConfig;
use cfn::iam::{Operator, Statement};
use cfn::{Arn, Text, Value, text};
use spec::{Setting, Vpc};

use crate::context::Context;
use crate::permissions::actions;

/// What a project says of its network.
pub(crate) fn config(cx: &Context<'_>, vpc: &Vpc) -> VpcConfig {
    let texts = |settings: &[Setting]| -> Vec<Text> { settings.iter().map(|one| cx.text(one)).collect() };
    VpcConfig {
        vpc_id: cx.text(&vpc.id),
        subnets: texts(&vpc.subnets),
        security_group_ids: texts(&vpc.security_groups),
    }
}

/// CodeBuild makes an interface in these subnets, with these security groups, and hands it to itself alone.
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html#customer-managed-policies-example-create-vpc-network-interface>,
/// what each action is about: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>
pub(crate) fn statements(cx: &Context<'_>, vpc: &Vpc) -> Vec<Statement> {
    let arns = |kind: &str, settings: &[Setting]| -> Vec<Value<Arn>> {
        settings
            .iter()
            .map(|one| {
                let resource: Text = text![format!("{kind}/"), cx.text(one)];
                Value::named("ec2", resource)
            })
            .collect()
    };
    let interfaces = || Value::<Arn>::named("ec2", "network-interface/*");
    let subnets = arns("subnet", &vpc.subnets);
    vec![
        Statement::allow(
            "SeeTheNetworkHasNoNarrowerResource",
            actions![
                "ec2:DescribeDhcpOptions",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
            ],
        )
        .on_everything(),
        Statement::allow("MakeInterfaces", actions!["ec2:CreateNetworkInterface"])
            .on([interfaces()])
            .on(subnets.clone())
            .on(arns("security-group", &vpc.security_groups)),
        Statement::allow("RemoveInterfaces", actions!["ec2:DeleteNetworkInterface"]).on([interfaces()]),
        Statement::allow("HandInterfacesToCodeBuild", actions!["ec2:CreateNetworkInterfacePermission"])
            .on([interfaces()])
            .when(Operator::StringEquals, "ec2:AuthorizedService", "codebuild.amazonaws.com")
            .when_any(Operator::ArnLike, "ec2:Subnet", subnets),
    ]
}
