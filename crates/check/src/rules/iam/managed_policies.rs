//! AWS's managed policies by name, for the rules of this area.
//!
//! A name that `facts` does not have may be newer.

use cfn::read::{Function, Node};
use facts::iam::{managed_policies, managed_policy};

use crate::context::{Context, Resource};
use crate::policy;

/// Policies that cannot be attached any more, and what replaces each.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/security_iam_troubleshoot.html>,
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/managed-policies.html>
const REPLACED: [(&str, &str); 7] = [
    ("AWSCodePipelineFullAccess", "AWSCodePipeline_FullAccess"),
    ("AWSCodePipelineReadOnlyAccess", "AWSCodePipeline_ReadOnlyAccess"),
    ("AWSElasticBeanstalkFullAccess", "AdministratorAccess-AWSElasticBeanstalk"),
    ("AWSLambdaFullAccess", "AWSLambda_FullAccess"),
    ("AWSLambdaReadOnlyAccess", "AWSLambda_ReadOnlyAccess"),
    ("AmazonEC2ContainerServiceFullAccess", "AmazonECS_FullAccess"),
    ("service-role/AWSConfigRole", "service-role/AWS_ConfigRole"),
];

/// All names, with their paths: `service-role/AWSLambdaBasicExecutionRole`.
pub(super) fn all() -> impl Iterator<Item = String> {
    managed_policies().map(|policy| policy.to_string())
}

/// Whether the policy exists at that path.
pub(super) fn exists(path: &str) -> bool {
    same_name(path).is_some_and(|known| known == path)
}

/// The policy of the same name at another path.
pub(super) fn elsewhere(path: &str) -> Option<String> {
    same_name(path).filter(|known| known != path)
}

fn same_name(path: &str) -> Option<String> {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    managed_policy(name).map(|policy| policy.to_string())
}

/// What replaces a policy that is no longer to be had.
pub(super) fn replacement(path: &str) -> Option<&'static str> {
    REPLACED.iter().find(|(old, _)| *old == path).map(|(_, new)| *new)
}

/// The ARNs of managed policies that a user, group or role may have.
pub(super) fn attached<'t>(ctx: &Context<'t>, resource: &Resource<'t>) -> Vec<&'t Node> {
    let Some(properties) = resource.properties() else { return Vec::new() };
    if !is_identity(resource) {
        return Vec::new();
    }
    ctx.get(properties, "ManagedPolicyArns").into_iter().flat_map(|list| ctx.items(list)).collect()
}

fn is_identity(resource: &Resource<'_>) -> bool {
    matches!(resource.kind, "AWS::IAM::Role" | "AWS::IAM::User" | "AWS::IAM::Group")
}

/// How many managed policies it has in any case.
pub(super) fn attached_surely(resource: &Resource<'_>) -> usize {
    if !is_identity(resource) {
        return 0;
    }
    let list = resource.properties().and_then(|properties| properties.get("ManagedPolicyArns"));
    let items = list.map_or(&[][..], Node::items);
    items.iter().filter(|item| item.call_of(&Function::If).is_none() && !item.is_no_value()).count()
}

/// The path and name of an AWS managed policy, of its ARN: what follows `:iam::aws:policy/`.
pub(super) fn of_aws(arn: &str) -> Option<&str> {
    let (_, path) =
        arn.split_once(":iam::aws:policy/").filter(|(partition, _)| partition.starts_with("arn:"))?;
    Some(path).filter(|path| !path.is_empty() && !path.contains(['$', '*']))
}

/// The AWS managed policies that a node can name. The partition is the only part of their ARNs that is left open.
pub(super) fn of_node<'t>(ctx: &Context<'t>, node: &'t Node) -> Vec<String> {
    let patterns = ctx.patterns(node).into_iter();
    let texts =
        patterns.map(|pattern| policy::Text { span: node.handle(), pieces: pattern.pieces, literal: true });
    texts.filter_map(|text| of_aws(&text.shown()).map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::{REPLACED, all, elsewhere, exists, of_aws};

    #[test]
    fn policies_are_known_by_path_and_name() {
        assert!(exists("service-role/AWSLambdaBasicExecutionRole") && exists("AdministratorAccess"));
        let right = "service-role/AWSLambdaBasicExecutionRole";
        assert_eq!(elsewhere("AWSLambdaBasicExecutionRole").as_deref(), Some(right));
        assert!(all().any(|known| known == right));
        for (old, new) in REPLACED {
            assert!(!exists(old) && exists(new), "{old}");
        }
        assert_eq!(of_aws("arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess"), Some("ReadOnlyAccess"));
        assert_eq!(of_aws("arn:aws:iam::123456789012:policy/Mine"), None);
    }
}
