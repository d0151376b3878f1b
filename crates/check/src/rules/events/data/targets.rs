//! The kinds of target that a rule can have, and whether EventBridge reaches them through a role.
//!
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html>
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html>
//! <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html>

/// How EventBridge gets to a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules::events) enum Access {
    /// Through the role in `RoleArn`; PutTargets refuses a target without one.
    Role,
    /// Through a role, as far as AWS's pages show; no page says what happens without one.
    ProbablyRole,
    /// Through the target's own policy; a role is possible, but AWS's pages contradict each other about it.
    Policy,
    /// Through the target's own policy; PutTargets refuses a role.
    PolicyOnly,
    /// Either way.
    Either,
}

/// A kind of target.
#[derive(Debug)]
pub(in crate::rules::events) struct Kind {
    /// The service in its ARN.
    pub(in crate::rules::events) service: &'static str,
    /// What the ARN's last part begins with.
    pub(in crate::rules::events) begins: &'static str,
    /// What people call it.
    pub(in crate::rules::events) name: &'static str,
    pub(in crate::rules::events) access: Access,
    /// The types whose ARN it is.
    pub(in crate::rules::events) types: &'static [&'static str],
}

const fn kind(
    service: &'static str,
    begins: &'static str,
    name: &'static str,
    access: Access,
    types: &'static [&'static str],
) -> Kind {
    Kind { service, begins, name, access, types }
}

/// Every kind that AWS's list of targets names.
pub(in crate::rules::events) const KINDS: [Kind; 26] = [
    kind("codepipeline", "", "pipeline", Access::Role, &["AWS::CodePipeline::Pipeline"]),
    kind("codebuild", "project/", "build project", Access::Role, &["AWS::CodeBuild::Project"]),
    kind("states", "stateMachine:", "state machine", Access::Role, &["AWS::StepFunctions::StateMachine"]),
    kind("kinesis", "stream/", "Kinesis stream", Access::Role, &["AWS::Kinesis::Stream"]),
    kind("ecs", "cluster/", "ECS cluster", Access::Role, &["AWS::ECS::Cluster"]),
    kind("events", "api-destination/", "API destination", Access::Role, &["AWS::Events::ApiDestination"]),
    kind("events", "event-bus/", "event bus", Access::Either, &["AWS::Events::EventBus"]),
    kind(
        "firehose",
        "deliverystream/",
        "Firehose stream",
        Access::ProbablyRole,
        &["AWS::KinesisFirehose::DeliveryStream"],
    ),
    kind("batch", "job-queue/", "Batch job queue", Access::ProbablyRole, &["AWS::Batch::JobQueue"]),
    kind("ssm", "document/", "Systems Manager command", Access::ProbablyRole, &[]),
    kind("ssm", "automation-definition/", "Systems Manager automation", Access::ProbablyRole, &[]),
    kind("ssm", "opsitem", "OpsItem", Access::Either, &[]),
    kind("ssm-incidents", "response-plan/", "response plan", Access::ProbablyRole, &[]),
    kind("sagemaker", "pipeline/", "SageMaker pipeline", Access::ProbablyRole, &[]),
    kind("redshift", "cluster:", "Redshift cluster", Access::ProbablyRole, &[]),
    kind("redshift-serverless", "workgroup/", "Redshift workgroup", Access::ProbablyRole, &[]),
    kind("appsync", "", "AppSync API", Access::ProbablyRole, &[]),
    kind("glue", "workflow/", "Glue workflow", Access::ProbablyRole, &[]),
    kind("imagebuilder", "image-pipeline/", "image pipeline", Access::ProbablyRole, &[]),
    kind("inspector", "", "Inspector assessment", Access::ProbablyRole, &[]),
    kind("execute-api", "", "API Gateway stage", Access::Either, &[]),
    kind(
        "lambda",
        "function:",
        "Lambda function",
        Access::Policy,
        &["AWS::Lambda::Function", "AWS::Lambda::Alias", "AWS::Lambda::Version", "AWS::Serverless::Function"],
    ),
    kind("sns", "", "topic", Access::Policy, &["AWS::SNS::Topic"]),
    kind("sqs", "", "queue", Access::Policy, &["AWS::SQS::Queue"]),
    kind("logs", "log-group:", "log group", Access::PolicyOnly, &["AWS::Logs::LogGroup"]),
    kind("aiops", "investigation-group/", "investigation group", Access::Either, &[]),
];

/// Types of which `Ref` gives a name or URL, and how their ARN is had.
pub(in crate::rules::events) const ARN_OF: [(&str, &str); 11] = [
    ("AWS::CodeBuild::Project", "!GetAtt ID.Arn"),
    (
        "AWS::CodePipeline::Pipeline",
        "!Sub arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:${ID}",
    ),
    ("AWS::ECS::Cluster", "!GetAtt ID.Arn"),
    ("AWS::Events::ApiDestination", "!GetAtt ID.Arn"),
    ("AWS::Events::EventBus", "!GetAtt ID.Arn"),
    ("AWS::Kinesis::Stream", "!GetAtt ID.Arn"),
    ("AWS::KinesisFirehose::DeliveryStream", "!GetAtt ID.Arn"),
    ("AWS::Lambda::Function", "!GetAtt ID.Arn"),
    (
        "AWS::Logs::LogGroup",
        "!Sub arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${ID}",
    ),
    ("AWS::SQS::Queue", "!GetAtt ID.Arn"),
    ("AWS::CodeCommit::Repository", "!GetAtt ID.Arn"),
];
