//! Which service uses a role that a property names, for the rules of this area.
//!
//! From the property's own page in the CloudFormation guide, or the service's page about its role.

/// The resource type, the path to the role from its properties, the service that assumes the role.
///
/// An instance profile itself needs nobody to assume its role: only what is started with it does.
pub(super) const USERS: &[(&str, &[&str], &str)] = &[
    ("AWS::Amplify::App", &["IAMServiceRole"], "amplify.amazonaws.com"),
    ("AWS::ApiGateway::Account", &["CloudWatchRoleArn"], "apigateway.amazonaws.com"),
    ("AWS::AppSync::DataSource", &["ServiceRoleArn"], "appsync.amazonaws.com"),
    ("AWS::AutoScaling::LifecycleHook", &["RoleARN"], "autoscaling.amazonaws.com"),
    ("AWS::Backup::BackupSelection", &["BackupSelection", "IamRoleArn"], "backup.amazonaws.com"),
    ("AWS::Chatbot::MicrosoftTeamsChannelConfiguration", &["IamRoleArn"], "chatbot.amazonaws.com"),
    ("AWS::Chatbot::SlackChannelConfiguration", &["IamRoleArn"], "chatbot.amazonaws.com"),
    ("AWS::CloudTrail::Trail", &["CloudWatchLogsRoleArn"], "cloudtrail.amazonaws.com"),
    ("AWS::CodeBuild::Project", &["ServiceRole"], "codebuild.amazonaws.com"),
    ("AWS::CodeDeploy::DeploymentGroup", &["ServiceRoleArn"], "codedeploy.amazonaws.com"),
    ("AWS::CodePipeline::Pipeline", &["RoleArn"], "codepipeline.amazonaws.com"),
    ("AWS::Config::ConfigurationRecorder", &["RoleARN"], "config.amazonaws.com"),
    ("AWS::DLM::LifecyclePolicy", &["ExecutionRoleArn"], "dlm.amazonaws.com"),
    ("AWS::EC2::FlowLog", &["DeliverLogsPermissionArn"], "vpc-flow-logs.amazonaws.com"),
    ("AWS::ECS::TaskDefinition", &["ExecutionRoleArn"], "ecs-tasks.amazonaws.com"),
    ("AWS::ECS::TaskDefinition", &["TaskRoleArn"], "ecs-tasks.amazonaws.com"),
    ("AWS::EKS::Cluster", &["RoleArn"], "eks.amazonaws.com"),
    ("AWS::EKS::Nodegroup", &["NodeRole"], "ec2.amazonaws.com"),
    ("AWS::Events::Rule", &["RoleArn"], "events.amazonaws.com"),
    ("AWS::Events::Rule", &["Targets", "RoleArn"], "events.amazonaws.com"),
    ("AWS::Glue::Crawler", &["Role"], "glue.amazonaws.com"),
    ("AWS::Glue::Job", &["Role"], "glue.amazonaws.com"),
    ("AWS::IAM::InstanceProfile", &["Roles"], "ec2.amazonaws.com"),
    (
        "AWS::KinesisFirehose::DeliveryStream",
        &["ExtendedS3DestinationConfiguration", "RoleARN"],
        "firehose.amazonaws.com",
    ),
    (
        "AWS::KinesisFirehose::DeliveryStream",
        &["S3DestinationConfiguration", "RoleARN"],
        "firehose.amazonaws.com",
    ),
    ("AWS::Lambda::Function", &["Role"], "lambda.amazonaws.com"),
    ("AWS::Logs::SubscriptionFilter", &["RoleArn"], "logs.amazonaws.com"),
    ("AWS::Pipes::Pipe", &["RoleArn"], "pipes.amazonaws.com"),
    ("AWS::RDS::DBInstance", &["MonitoringRoleArn"], "monitoring.rds.amazonaws.com"),
    ("AWS::S3::Bucket", &["ReplicationConfiguration", "Role"], "s3.amazonaws.com"),
    ("AWS::SNS::Subscription", &["SubscriptionRoleArn"], "sns.amazonaws.com"),
    ("AWS::Scheduler::Schedule", &["Target", "RoleArn"], "scheduler.amazonaws.com"),
    ("AWS::Serverless::Function", &["Role"], "lambda.amazonaws.com"),
    ("AWS::StepFunctions::StateMachine", &["RoleArn"], "states.amazonaws.com"),
    ("AWS::Synthetics::Canary", &["ExecutionRoleArn"], "lambda.amazonaws.com"),
];
