//! Where templates carry policy documents.

/// What a document is attached to, which decides what it may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Users, groups, roles: what they may do. The principal is whoever it is attached to.
    Identity,
    /// A role: who may assume it. The resource is the role.
    Trust,
    /// A bucket, a topic, a key: who may do what with it.
    Resource,
}

/// A property of a resource type that holds documents.
#[derive(Debug)]
pub(crate) struct Home {
    /// The resource type.
    pub(crate) of: &'static str,
    /// The keys that lead to the document from `Properties`, through lists and into their items.
    pub(crate) path: &'static [&'static str],
    pub(crate) kind: Kind,
    /// The services whose actions a resource policy can speak of; none, where that is not known.
    pub(crate) services: &'static [&'static str],
}

const fn identity(of: &'static str, path: &'static [&'static str]) -> Home {
    Home { of, path, kind: Kind::Identity, services: &[] }
}

const fn trust(of: &'static str, path: &'static [&'static str]) -> Home {
    Home { of, path, kind: Kind::Trust, services: &["sts"] }
}

const fn resource(
    of: &'static str,
    path: &'static [&'static str],
    services: &'static [&'static str],
) -> Home {
    Home { of, path, kind: Kind::Resource, services }
}

/// Every such property, by resource type.
pub(crate) const HOMES: &[Home] = &[
    identity("AWS::IAM::Group", &["Policies", "PolicyDocument"]),
    identity("AWS::IAM::GroupPolicy", &["PolicyDocument"]),
    identity("AWS::IAM::ManagedPolicy", &["PolicyDocument"]),
    identity("AWS::IAM::Policy", &["PolicyDocument"]),
    trust("AWS::IAM::Role", &["AssumeRolePolicyDocument"]),
    identity("AWS::IAM::Role", &["Policies", "PolicyDocument"]),
    identity("AWS::IAM::RolePolicy", &["PolicyDocument"]),
    identity("AWS::IAM::User", &["Policies", "PolicyDocument"]),
    identity("AWS::IAM::UserPolicy", &["PolicyDocument"]),
    identity("AWS::SSO::PermissionSet", &["InlinePolicy"]),
    trust("AWS::Serverless::Function", &["AssumeRolePolicyDocument"]),
    identity("AWS::Serverless::Function", &["Policies"]),
    identity("AWS::Serverless::StateMachine", &["Policies"]),
    resource("AWS::ApiGateway::RestApi", &["Policy"], &["execute-api"]),
    resource("AWS::Backup::BackupVault", &["AccessPolicy"], &[]),
    resource("AWS::CodeArtifact::Domain", &["PermissionsPolicyDocument"], &["codeartifact", "sts"]),
    resource("AWS::CodeArtifact::Repository", &["PermissionsPolicyDocument"], &["codeartifact"]),
    resource("AWS::DynamoDB::Table", &["ResourcePolicy", "PolicyDocument"], &["dynamodb"]),
    resource("AWS::EC2::VPCEndpoint", &["PolicyDocument"], &[]),
    resource("AWS::ECR::RegistryPolicy", &["PolicyText"], &["ecr"]),
    resource("AWS::ECR::Repository", &["RepositoryPolicyText"], &["ecr"]),
    resource("AWS::EFS::FileSystem", &["FileSystemPolicy"], &["elasticfilesystem"]),
    resource("AWS::Elasticsearch::Domain", &["AccessPolicies"], &["es"]),
    resource("AWS::Events::EventBus", &["Policy"], &["events"]),
    resource("AWS::KMS::Key", &["KeyPolicy"], &["kms"]),
    resource("AWS::KMS::ReplicaKey", &["KeyPolicy"], &["kms"]),
    resource("AWS::Kinesis::ResourcePolicy", &["ResourcePolicy"], &["kinesis"]),
    resource("AWS::Logs::Destination", &["DestinationPolicy"], &["logs"]),
    resource("AWS::Logs::LogGroup", &["ResourcePolicyDocument"], &["logs"]),
    resource("AWS::Logs::ResourcePolicy", &["PolicyDocument"], &["logs"]),
    resource("AWS::OpenSearchService::Domain", &["AccessPolicies"], &["es"]),
    resource("AWS::S3::AccessPoint", &["Policy"], &["s3"]),
    resource("AWS::S3::BucketPolicy", &["PolicyDocument"], &["s3"]),
    resource("AWS::S3Express::BucketPolicy", &["PolicyDocument"], &["s3express"]),
    resource("AWS::SNS::TopicInlinePolicy", &["PolicyDocument"], &["sns"]),
    resource("AWS::SNS::TopicPolicy", &["PolicyDocument"], &["sns"]),
    resource("AWS::SQS::QueueInlinePolicy", &["PolicyDocument"], &["sqs"]),
    resource("AWS::SQS::QueuePolicy", &["PolicyDocument"], &["sqs"]),
    resource("AWS::SecretsManager::ResourcePolicy", &["ResourcePolicy"], &["secretsmanager"]),
];
