//! What each type of resource is called: where its name comes from, its ARN, and what `Ref` and `Fn::GetAtt` give.
//!
//! A line says what the section "Return values" of the type's page says, which is to be found from
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html>. ARNs have
//! the forms of <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>.
//! How [`Type::reference`] and the like are filled in is said in `names.rs`.

use Name::{Given, Made, Of};
use Style::{Id, Lower, Own, Stack};

/// A type of resource.
pub(super) struct Type {
    pub(super) kind: &'static str,
    pub(super) name: Name,
    /// What `Ref` gives.
    pub(super) reference: &'static str,
    /// Without `arn:`, partition, region and account, where it has all of them; empty where the type has none.
    pub(super) arn: &'static str,
    /// What `Fn::GetAtt` gives, of what is known before the deployment.
    pub(super) attributes: &'static [(&'static str, &'static str)],
}

/// Where a name comes from.
#[derive(Clone, Copy)]
pub(super) enum Name {
    /// From a property; without it, CloudFormation makes one.
    Given(&'static str, Style),
    /// CloudFormation or the service makes one always.
    Made(Style),
    /// It is made up of other things.
    Of(&'static str),
}

/// How generated names look.
#[derive(Clone, Copy)]
pub(super) enum Style {
    /// `stack-LogicalId-1ABC2DEF3GHI`, of so many characters at most.
    Stack(usize),
    /// The same in lower case.
    Lower(usize),
    /// `LogicalId-1ABC2DEF3GHI`: so AWS shows it for state machines, secrets' and projects' ARNs look the same:
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html>,
    /// <https://github.com/aws/aws-cdk/issues/12179>
    Own,
    /// A UUID.
    Id,
}

/// The type of that name.
pub(super) fn find(kind: &str) -> Option<&'static Type> {
    let at = TYPES.binary_search_by(|known| known.kind.cmp(kind)).ok()?;
    TYPES.get(at)
}

const fn of(
    kind: &'static str,
    name: Name,
    reference: &'static str,
    arn: &'static str,
    attributes: &'static [(&'static str, &'static str)],
) -> Type {
    Type { kind, name, reference, arn, attributes }
}

const ARN: &[(&str, &str)] = &[("Arn", "{arn}")];

/// In byte order of the types' names.
#[rustfmt::skip]
pub(super) const TYPES: &[Type] = &[
    of("AWS::ApplicationAutoScaling::ScalableTarget", Of("{ResourceId}|{ScalableDimension}|{ServiceNamespace}"), "{name}", "application-autoscaling:scalable-target/{id}", &[("Id", "{name}")]),
    of("AWS::Chatbot::MicrosoftTeamsChannelConfiguration", Given("ConfigurationName", Stack(128)), "{arn}", "arn:{partition}:chatbot::{account}:chat-configuration/microsoft-teams-channel/{name}", ARN),
    of("AWS::Chatbot::SlackChannelConfiguration", Given("ConfigurationName", Stack(128)), "{arn}", "arn:{partition}:chatbot::{account}:chat-configuration/slack-channel/{name}", ARN),
    of("AWS::CloudFormation::Stack", Made(Stack(128)), "{arn}", "cloudformation:stack/{name}/{id}", &[]),
    of("AWS::CloudTrail::Trail", Given("TrailName", Stack(128)), "{name}", "cloudtrail:trail/{name}", ARN),
    of("AWS::CloudWatch::Alarm", Given("AlarmName", Stack(255)), "{name}", "cloudwatch:alarm:{name}", ARN),
    of("AWS::CloudWatch::CompositeAlarm", Given("AlarmName", Stack(255)), "{name}", "cloudwatch:alarm:{name}", ARN),
    of("AWS::CodeArtifact::Domain", Given("DomainName", Lower(50)), "{arn}", "codeartifact:domain/{name}", &[("Arn", "{arn}"), ("DomainName", "{name}"), ("Name", "{name}"), ("Owner", "{account}")]),
    of("AWS::CodeArtifact::Repository", Given("RepositoryName", Lower(100)), "{arn}", "codeartifact:repository/{DomainName}/{name}", &[("Arn", "{arn}"), ("DomainName", "{DomainName}"), ("Name", "{name}"), ("RepositoryName", "{name}")]),
    of("AWS::CodeBuild::Fleet", Given("Name", Stack(128)), "{arn}", "codebuild:fleet/{name}:{id}", ARN),
    of("AWS::CodeBuild::Project", Given("Name", Own), "{name}", "codebuild:project/{name}", &[("Arn", "{arn}"), ("Id", "{name}")]),
    of("AWS::CodeBuild::ReportGroup", Given("Name", Stack(128)), "{arn}", "codebuild:report-group/{name}", ARN),
    of("AWS::CodeBuild::SourceCredential", Made(Id), "{arn}", "codebuild:token/{ServerType|lower}", ARN),
    of("AWS::CodeCommit::Repository", Given("RepositoryName", Stack(100)), "{id}", "codecommit:{name}", &[("Arn", "{arn}"), ("CloneUrlHttp", "https://git-codecommit.{region}.{suffix}/v1/repos/{name}"), ("CloneUrlSsh", "ssh://git-codecommit.{region}.{suffix}/v1/repos/{name}"), ("Name", "{name}")]),
    of("AWS::CodeConnections::Connection", Given("ConnectionName", Stack(32)), "{arn}", "codeconnections:connection/{id}", &[("ConnectionArn", "{arn}"), ("OwnerAccountId", "{account}")]),
    of("AWS::CodeDeploy::Application", Given("ApplicationName", Stack(100)), "{name}", "codedeploy:application:{name}", &[]),
    of("AWS::CodeDeploy::DeploymentConfig", Given("DeploymentConfigName", Stack(100)), "{name}", "codedeploy:deploymentconfig:{name}", &[]),
    of("AWS::CodeDeploy::DeploymentGroup", Given("DeploymentGroupName", Stack(100)), "{name}", "codedeploy:deploymentgroup:{ApplicationName}/{name}", &[]),
    of("AWS::CodePipeline::Pipeline", Given("Name", Stack(100)), "{name}", "codepipeline:{name}", &[("Arn", "{arn}"), ("Version", "1")]),
    of("AWS::CodePipeline::Webhook", Given("Name", Stack(100)), "{name}", "codepipeline:webhook:{name}", &[]),
    of("AWS::CodeStarConnections::Connection", Given("ConnectionName", Stack(32)), "{arn}", "codestar-connections:connection/{id}", &[("ConnectionArn", "{arn}"), ("OwnerAccountId", "{account}")]),
    of("AWS::CodeStarNotifications::NotificationRule", Given("Name", Stack(64)), "{arn}", "codestar-notifications:notificationrule/{id}", ARN),
    of("AWS::DynamoDB::GlobalTable", Given("TableName", Stack(255)), "{name}", "dynamodb:table/{name}", ARN),
    of("AWS::DynamoDB::Table", Given("TableName", Stack(255)), "{name}", "dynamodb:table/{name}", ARN),
    of("AWS::ECR::Repository", Given("RepositoryName", Lower(256)), "{name}", "ecr:repository/{name}", &[("Arn", "{arn}"), ("RepositoryUri", "{account}.dkr.ecr.{region}.{suffix}/{name}")]),
    of("AWS::ECS::Cluster", Given("ClusterName", Stack(255)), "{name}", "ecs:cluster/{name}", ARN),
    of("AWS::ECS::Service", Given("ServiceName", Stack(255)), "{arn}", "ecs:service/{Cluster|last|default}/{name}", &[("Name", "{name}"), ("ServiceArn", "{arn}")]),
    of("AWS::ECS::TaskDefinition", Given("Family", Stack(255)), "{arn}", "ecs:task-definition/{name}:1", &[("TaskDefinitionArn", "{arn}")]),
    of("AWS::Events::ApiDestination", Given("Name", Stack(64)), "{name}", "events:api-destination/{name}/{id}", ARN),
    of("AWS::Events::Archive", Given("ArchiveName", Stack(48)), "{name}", "events:archive/{name}", ARN),
    of("AWS::Events::Connection", Given("Name", Stack(64)), "{name}", "events:connection/{name}/{id}", ARN),
    of("AWS::Events::EventBus", Given("Name", Stack(256)), "{name}", "events:event-bus/{name}", &[("Arn", "{arn}"), ("Name", "{name}")]),
    of("AWS::Events::Rule", Given("Name", Stack(64)), "{name}", "events:rule/{bus}{name}", &[("Arn", "{arn}"), ("RuleName", "{name}")]),
    of("AWS::IAM::Group", Given("GroupName", Stack(128)), "{name}", "arn:{partition}:iam::{account}:group{Path||/}{name}", ARN),
    of("AWS::IAM::InstanceProfile", Given("InstanceProfileName", Stack(128)), "{name}", "arn:{partition}:iam::{account}:instance-profile{Path||/}{name}", ARN),
    of("AWS::IAM::ManagedPolicy", Given("ManagedPolicyName", Stack(128)), "{arn}", "arn:{partition}:iam::{account}:policy{Path||/}{name}", &[("PolicyArn", "{arn}")]),
    of("AWS::IAM::OIDCProvider", Of("{Url|host}"), "{arn}", "arn:{partition}:iam::{account}:oidc-provider/{name}", ARN),
    of("AWS::IAM::Role", Given("RoleName", Stack(64)), "{name}", "arn:{partition}:iam::{account}:role{Path||/}{name}", ARN),
    of("AWS::IAM::SAMLProvider", Given("Name", Stack(128)), "{arn}", "arn:{partition}:iam::{account}:saml-provider/{name}", ARN),
    of("AWS::IAM::User", Given("UserName", Stack(64)), "{name}", "arn:{partition}:iam::{account}:user{Path||/}{name}", ARN),
    of("AWS::KMS::Alias", Given("AliasName", Stack(256)), "{name}", "kms:{name}", &[]),
    of("AWS::KMS::Key", Made(Id), "{name}", "kms:key/{name}", &[("Arn", "{arn}"), ("KeyId", "{name}")]),
    of("AWS::KMS::ReplicaKey", Made(Id), "{name}", "kms:key/{name}", &[("Arn", "{arn}"), ("KeyId", "{name}")]),
    of("AWS::Kinesis::Stream", Given("Name", Stack(128)), "{name}", "kinesis:stream/{name}", ARN),
    of("AWS::KinesisFirehose::DeliveryStream", Given("DeliveryStreamName", Stack(64)), "{name}", "firehose:deliverystream/{name}", ARN),
    of("AWS::Lambda::Alias", Given("Name", Stack(128)), "{arn}", "lambda:function:{FunctionName|function}:{name}", &[("AliasArn", "{arn}")]),
    of("AWS::Lambda::CodeSigningConfig", Made(Id), "{arn}", "lambda:code-signing-config:csc-{id|code}", &[("CodeSigningConfigArn", "{arn}"), ("CodeSigningConfigId", "csc-{id|code}")]),
    of("AWS::Lambda::EventSourceMapping", Made(Id), "{name}", "lambda:event-source-mapping:{name}", &[("EventSourceMappingArn", "{arn}"), ("Id", "{name}")]),
    of("AWS::Lambda::Function", Given("FunctionName", Stack(64)), "{name}", "lambda:function:{name}", ARN),
    of("AWS::Lambda::LayerVersion", Given("LayerName", Own), "{arn}", "lambda:layer:{name}:1", &[("LayerVersionArn", "{arn}")]),
    of("AWS::Lambda::Version", Of("{FunctionName|function}:{version}"), "{arn}", "lambda:function:{name}", &[("FunctionArn", "{arn}"), ("Version", "{version}")]),
    of("AWS::Logs::LogGroup", Given("LogGroupName", Stack(512)), "{name}", "logs:log-group:{name}", &[("Arn", "{arn}:*")]),
    of("AWS::Logs::LogStream", Given("LogStreamName", Stack(512)), "{name}", "logs:log-group:{LogGroupName}:log-stream:{name}", &[]),
    of("AWS::S3::Bucket", Given("BucketName", Lower(63)), "{name}", "arn:{partition}:s3:::{name}", &[("Arn", "{arn}"), ("DomainName", "{name}.s3.{suffix}"), ("DualStackDomainName", "{name}.s3.dualstack.{region}.{suffix}"), ("RegionalDomainName", "{name}.s3.{region}.{suffix}")]),
    of("AWS::S3::BucketPolicy", Made(Own), "{Bucket}", "", &[]),
    of("AWS::SNS::Subscription", Made(Id), "{arn}", "arn:{TopicArn|tail}:{id}", ARN),
    of("AWS::SNS::Topic", Given("TopicName", Stack(256)), "{arn}", "sns:{name}", &[("TopicArn", "{arn}"), ("TopicName", "{name}")]),
    of("AWS::SQS::Queue", Given("QueueName", Stack(80)), "https://sqs.{region}.{suffix}/{account}/{name}", "sqs:{name}", &[("Arn", "{arn}"), ("QueueName", "{name}"), ("QueueUrl", "https://sqs.{region}.{suffix}/{account}/{name}")]),
    of("AWS::SSM::Parameter", Given("Name", Stack(1011)), "{name}", "ssm:parameter{name|slashed}", &[("Arn", "{arn}"), ("Name", "{name}"), ("Type", "{Type}"), ("Value", "{Value}")]),
    of("AWS::Scheduler::Schedule", Given("Name", Stack(64)), "{name}", "scheduler:schedule/{GroupName||default}/{name}", ARN),
    of("AWS::SecretsManager::Secret", Given("Name", Own), "{arn}", "secretsmanager:secret:{name}-{six}", &[("Id", "{arn}")]),
    of("AWS::Serverless::Function", Given("FunctionName", Stack(64)), "{name}", "lambda:function:{name}", ARN),
    of("AWS::StepFunctions::Activity", Given("Name", Stack(80)), "{arn}", "states:activity:{name}", &[("Arn", "{arn}"), ("Name", "{name}")]),
    of("AWS::StepFunctions::StateMachine", Given("StateMachineName", Own), "{arn}", "states:stateMachine:{name}", &[("Arn", "{arn}"), ("Name", "{name}")]),
];

#[cfg(test)]
mod tests {
    use super::{Name, TYPES};

    #[test]
    fn the_types_are_in_order() {
        assert!(TYPES.is_sorted_by(|one, other| one.kind < other.kind));
    }

    #[test]
    fn cloudformation_knows_the_types_with_their_properties_and_attributes() {
        for known in TYPES {
            let facts = facts::resource_type(known.kind).unwrap_or_else(|| panic!("{}", known.kind));
            let property = |name: &str| {
                assert!(facts.properties().property(name).is_some(), "{} has no {name}", known.kind);
            };
            let holes = |pattern: &str| {
                for hole in pattern.split('{').skip(1) {
                    let name = hole.split(['}', '|']).next().unwrap_or_default();
                    if name.starts_with(char::is_uppercase) {
                        property(name);
                    }
                }
            };
            match known.name {
                Name::Given(name, _) => property(name),
                Name::Of(pattern) => holes(pattern),
                Name::Made(_) => {}
            }
            holes(known.arn);
            holes(known.reference);
            for (name, pattern) in known.attributes {
                assert!(!matches!(facts.attribute(name), facts::Member::Refused), "{}.{name}", known.kind);
                holes(pattern);
            }
        }
    }
}
