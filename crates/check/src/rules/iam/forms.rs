//! Which ARNs an action is for, for the rules of this area.

use facts::iam::{Action, Resource};

use crate::policy::{Atom, form, meet};

/// Names in the catalogue's ARN forms that hold neither `/` nor `:`. All others may.
const NAMES: [&str; 9] = [
    "BucketName",
    "KeyId",
    "PipelineName",
    "ProjectName",
    "QueueName",
    "StreamName",
    "TableName",
    "TopicName",
    "UserPoolId",
];

/// Actions of Lambda's that are about the function itself: an ARN with a version or alias never fits them.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html>
const UNQUALIFIED: [&str; 7] = [
    "CreateAlias",
    "GetAlias",
    "ListAliases",
    "PublishVersion",
    "UpdateAlias",
    "UpdateFunctionCode",
    "UpdateFunctionConfiguration",
];

/// Actions for which AWS's guides write ARNs although the catalogue knows no resource of theirs.
///
/// <https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html>
const WITH_ARNS: [&str; 7] = [
    "codedeploy:BatchGetDeploymentTargets",
    "codedeploy:ContinueDeployment",
    "codedeploy:GetDeploymentTarget",
    "codedeploy:ListDeploymentTargets",
    "codedeploy:PutLifecycleEventHookExecutionStatus",
    "codedeploy:StopDeployment",
    "logs:DescribeLogGroups",
];

/// Actions that surely take `*` only: their services' guides write it, and practice agrees.
const ALL_ONLY: [&str; 27] = [
    "cloudformation:ValidateTemplate",
    "cloudwatch:GetMetricData",
    "cloudwatch:ListMetrics",
    "codebuild:ListBuilds",
    "codebuild:ListProjects",
    "codepipeline:GetJobDetails",
    "codepipeline:ListPipelines",
    "codepipeline:PutJobFailureResult",
    "codepipeline:PutJobSuccessResult",
    "dynamodb:ListTables",
    "ecr:GetAuthorizationToken",
    "ecr-public:GetAuthorizationToken",
    "kms:GenerateRandom",
    "kms:ListAliases",
    "kms:ListKeys",
    "lambda:GetAccountSettings",
    "lambda:ListFunctions",
    "lambda:ListLayers",
    "secretsmanager:GetRandomPassword",
    "secretsmanager:ListSecrets",
    "sns:ListSubscriptions",
    "sns:ListTopics",
    "sqs:ListQueues",
    "ssm:DescribeParameters",
    "sts:GetServiceBearerToken",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
];

/// Whether the action knows no resources, so that it takes `*` only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AllOnly {
    Yes,
    /// The reference says so; but it says so of actions that do take ARNs, too.
    Perhaps,
    No,
}

/// Whether the action takes `*` only.
pub(super) fn all_only(action: Action) -> AllOnly {
    if action.resources().next().is_some() {
        return AllOnly::No;
    }
    let name = action.to_string();
    if WITH_ARNS.contains(&&*name) {
        AllOnly::No
    } else if ALL_ONLY.contains(&&*name) || name.starts_with("ec2:Describe") {
        AllOnly::Yes
    } else {
        AllOnly::Perhaps
    }
}

/// The steps of a resource type's ARN, as the action takes it.
pub(super) fn of(action: Action, resource: Resource) -> Vec<Atom> {
    let unqualified = action.service().prefix() == "lambda" && UNQUALIFIED.contains(&action.name());
    let mut atoms = Vec::new();
    form(resource.arn(), |name| NAMES.contains(&name) || (unqualified && name == "FunctionName"), &mut atoms);
    atoms
}

/// The services whose ARNs the action can be for: its own, and those of its resource types.
pub(super) fn services(action: Action) -> impl Iterator<Item = &'static str> {
    let own = action.service().prefix();
    let of_types = action.resources().filter_map(|taken| taken.resource.arn().split(':').nth(2));
    // One service under two names.
    let other = match own {
        "codestar-connections" => Some("codeconnections"),
        "codeconnections" => Some("codestar-connections"),
        _ => None,
    };
    std::iter::once(own).chain(of_types).chain(other)
}

/// Whether a resource can be one that the action is for.
pub(super) fn fits(action: Action, resource: &[Atom]) -> bool {
    // A connection keeps the ARN that it was made with, whichever of its service's two names the action has.
    matches!(action.service().prefix(), "codestar-connections" | "codeconnections")
        || action.resources().any(|taken| meet(resource, &of(action, taken.resource)))
}

/// Whether a text names all resources, or all of a service: `*`, `arn:aws:s3:::*`, `arn:aws:logs:*:*:*`.
pub(super) fn names_all(atoms: &[Atom]) -> bool {
    let mut colons = atoms.iter().enumerate().filter(|(_, atom)| **atom == Atom::Is(':')).map(|(at, _)| at);
    let tail = match colons.nth(4) {
        Some(colon) => &atoms[colon + 1..],
        // A wildcard stands for the parts that are not written.
        None => &atoms[atoms.len().saturating_sub(1)..],
    };
    // `log-group:*` and the like still name a type.
    !tail.is_empty() && tail.iter().all(|atom| matches!(atom, Atom::Any | Atom::Is('*' | ':' | '/')))
}
