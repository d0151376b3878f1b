//! The machine that a build runs on: its image, and its network.

use super::names::token;
use super::{Calls, Table, When, secrets};
use crate::world::{Resource, Value, World};

#[derive(Debug, Clone, Copy)]
enum On {
    Repository,
    Everything,
    Interface,
    Subnet,
    SecurityGroup,
}

const PULL: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html",
    rows: &[
        ("ecr:GetAuthorizationToken", On::Everything, When::Always),
        ("ecr:BatchCheckLayerAvailability", On::Repository, When::Always),
        ("ecr:BatchGetImage", On::Repository, When::Always),
        ("ecr:GetDownloadUrlForLayer", On::Repository, When::Always),
    ],
};
/// As the repository's policy lets CodeBuild in.
const PULL_AS_CODEBUILD: Table<On> = Table {
    page: PULL.page,
    rows: &[
        ("ecr:BatchCheckLayerAvailability", On::Repository, When::Always),
        ("ecr:BatchGetImage", On::Repository, When::Always),
        ("ecr:GetDownloadUrlForLayer", On::Repository, When::Always),
    ],
};
/// As the repository's policy lets Lambda in.
const PULL_AS_LAMBDA: Table<On> = Table {
    page: "https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#configuration-images-permissions",
    rows: &[
        ("ecr:BatchGetImage", On::Repository, When::Always),
        ("ecr:GetDownloadUrlForLayer", On::Repository, When::Always),
    ],
};
const VPC: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html#customer-managed-policies-example-create-vpc-network-interface",
    rows: &[
        ("ec2:DescribeDhcpOptions", On::Everything, When::Always),
        ("ec2:DescribeNetworkInterfaces", On::Everything, When::Always),
        ("ec2:DescribeSecurityGroups", On::Everything, When::Always),
        ("ec2:DescribeSubnets", On::Everything, When::Always),
        ("ec2:DescribeVpcs", On::Everything, When::Always),
        ("ec2:CreateNetworkInterface", On::Interface, When::Always),
        ("ec2:CreateNetworkInterface", On::Subnet, When::Always),
        ("ec2:CreateNetworkInterface", On::SecurityGroup, When::Always),
        ("ec2:DeleteNetworkInterface", On::Interface, When::Always),
    ],
};

/// Pulling the image as CodeBuild itself, where the project's role is not to: the repository's policy must let it.
pub(crate) fn pull_image(world: &World<'_>, project: &Resource<'_>) -> Option<Calls> {
    let environment = project.property("Environment");
    if environment.get("ImagePullCredentialsType").text() == Some("SERVICE_ROLE") {
        return None;
    }
    let repository = repository(world, environment.get("Image").text()?)?;
    if world.by_arn(&repository).is_none() {
        return Some(Calls::unknown(format!(
            "whether the policy of {repository} lets CodeBuild pull is not known"
        )));
    }
    let mut calls = Calls::none();
    calls.table(&PULL_AS_CODEBUILD, |_| vec![repository.clone()]);
    let calls = calls.with("aws:SourceAccount", world.account());
    Some(match project.arn() {
        Some(arn) => calls.with("aws:SourceArn", &arn),
        None => calls,
    })
}

/// Pulling the image that a function is to run, as Lambda itself.
pub(crate) fn function_image(function: &str, repository: &str) -> Calls {
    let mut calls = Calls::none();
    calls.table(&PULL_AS_LAMBDA, |_| vec![repository.to_owned()]);
    calls.with("aws:SourceArn", function)
}

/// Pulling the image under the project's role.
pub(super) fn pull(world: &World<'_>, project: &Resource<'_>) -> Calls {
    let environment = project.property("Environment");
    let mut calls = Calls::none();
    let Some(image) = environment.get("Image").text() else { return calls };
    if environment.get("ImagePullCredentialsType").text() == Some("SERVICE_ROLE")
        && let Some(repository) = repository(world, image)
    {
        calls.table(&PULL, |on| match on {
            On::Everything => vec!["*".to_owned()],
            _ => vec![repository.clone()],
        });
    }
    if let Some(credential) = environment.at(&["RegistryCredential", "Credential"]).text() {
        let page = "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-private-registry.html";
        calls.extend(secrets::secret(world, credential, page));
    }
    calls
}

/// The repository of `account.dkr.ecr.region.amazonaws.com/name:tag`.
fn repository(world: &World<'_>, image: &str) -> Option<String> {
    let (host, path) = image.split_once('/')?;
    let (account, rest) = host.split_once(".dkr.ecr.")?;
    let region = rest.split('.').next()?;
    let name = path.split('@').next()?;
    let name = name.split_once(':').map_or(name, |(name, _)| name);
    Some(format!("arn:{}:ecr:{region}:{account}:repository/{name}", world.partition()))
}

/// A build in a network of the account's own.
pub(super) fn vpc(world: &World<'_>, project: &Resource<'_>) -> Calls {
    let mut calls = Calls::none();
    let config = project.property("VpcConfig");
    if config.is_missing() {
        return calls;
    }
    let arns = |list: &str, kind: &str| -> Vec<String> {
        let ids = config.get(list).items().iter().filter_map(Value::text);
        ids.map(|id| world.arn("ec2", &format!("{kind}/{id}"))).collect()
    };
    let subnets = arns("Subnets", "subnet");
    let interface = world.arn("ec2", &format!("network-interface/{}", token("interface")));
    calls.table(&VPC, |on| match on {
        On::Interface => vec![interface.clone()],
        On::Subnet => subnets.clone(),
        On::SecurityGroup => arns("SecurityGroupIds", "security-group"),
        _ => vec!["*".to_owned()],
    });
    for subnet in &subnets {
        let mut permission = Calls::none();
        permission.push("ec2:CreateNetworkInterfacePermission", interface.clone(), When::Always, VPC.page);
        calls.extend(
            permission.with("ec2:AuthorizedService", "codebuild.amazonaws.com").with("ec2:Subnet", subnet),
        );
    }
    calls
}
