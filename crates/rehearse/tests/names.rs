//! Names and ARNs of resources, and how they read in texts.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fmt::Write as _;

use cfn::read;
use rehearse::world::{Given, World};

/// A line for each resource: its name, its ARN, what `Ref` gives, and these attributes.
fn listed(text: &str, attributes: &[&str]) -> String {
    let document = read::read(text).unwrap();
    let world = World::new(&document, &Given::default());
    let mut listed = String::new();
    for resource in world.resources() {
        let arn = resource.arn().unwrap_or_else(|| "-".to_owned());
        write!(listed, "{} | {} | {arn} | {}", resource.id, resource.name(), resource.reference()).unwrap();
        for name in attributes {
            write!(listed, " | {}", world.shown(&resource.attribute(name))).unwrap();
        }
        listed.push('\n');
    }
    listed.replace('\u{E000}', "<").replace('\u{E001}', ">")
}

#[test]
fn names_that_are_given() {
    let mut text = "Resources:\n".to_owned();
    for (kind, properties) in [
        ("CloudWatch::Alarm", "AlarmName: n"),
        ("CloudWatch::CompositeAlarm", "AlarmName: n"),
        ("CodeBuild::Project", "Name: n"),
        ("CodeBuild::ReportGroup", "Name: n"),
        ("CodeCommit::Repository", "RepositoryName: n"),
        ("CodeDeploy::Application", "ApplicationName: n"),
        ("CodeDeploy::DeploymentConfig", "DeploymentConfigName: n"),
        ("CodeDeploy::DeploymentGroup", "DeploymentGroupName: n, ApplicationName: a"),
        ("CodePipeline::Pipeline", "Name: n"),
        ("DynamoDB::Table", "TableName: n"),
        ("ECR::Repository", "RepositoryName: a/n"),
        ("ECS::Cluster", "ClusterName: n"),
        ("ECS::Service", "ServiceName: n, Cluster: 'arn:aws:ecs:us-east-1:111122223333:cluster/c'"),
        ("Events::EventBus", "Name: n"),
        ("Events::Rule", "Name: n"),
        ("IAM::ManagedPolicy", "ManagedPolicyName: n"),
        ("IAM::Role", "RoleName: n, Path: /a/b/"),
        ("IAM::User", "UserName: n"),
        ("KMS::Alias", "AliasName: alias/n"),
        ("Lambda::Alias", "Name: n, FunctionName: 'arn:aws:lambda:us-east-1:111122223333:function:f'"),
        ("Lambda::Function", "FunctionName: n"),
        ("Lambda::LayerVersion", "LayerName: n"),
        ("Lambda::Version", "FunctionName: n"),
        ("Logs::LogGroup", "LogGroupName: /n"),
        ("S3::Bucket", "BucketName: n"),
        ("SNS::Topic", "TopicName: n"),
        ("SQS::Queue", "QueueName: n"),
        ("SSM::Parameter", "Name: n"),
        ("StepFunctions::StateMachine", "StateMachineName: n"),
    ] {
        let id = kind.replace(':', "");
        writeln!(text, "  {id}: {{Type: 'AWS::{kind}', Properties: {{{properties}}}}}").unwrap();
    }
    assert_eq!(
        listed(&text, &[]),
        "\
CloudWatchAlarm | n | arn:aws:cloudwatch:us-east-1:111122223333:alarm:n | n
CloudWatchCompositeAlarm | n | arn:aws:cloudwatch:us-east-1:111122223333:alarm:n | n
CodeBuildProject | n | arn:aws:codebuild:us-east-1:111122223333:project/n | n
CodeBuildReportGroup | n | arn:aws:codebuild:us-east-1:111122223333:report-group/n | arn:aws:codebuild:us-east-1:111122223333:report-group/n
CodeCommitRepository | n | arn:aws:codecommit:us-east-1:111122223333:n | 17b30e1b-80b8-4d21-adde-06bbb9b2deca
CodeDeployApplication | n | arn:aws:codedeploy:us-east-1:111122223333:application:n | n
CodeDeployDeploymentConfig | n | arn:aws:codedeploy:us-east-1:111122223333:deploymentconfig:n | n
CodeDeployDeploymentGroup | n | arn:aws:codedeploy:us-east-1:111122223333:deploymentgroup:a/n | n
CodePipelinePipeline | n | arn:aws:codepipeline:us-east-1:111122223333:n | n
DynamoDBTable | n | arn:aws:dynamodb:us-east-1:111122223333:table/n | n
ECRRepository | a/n | arn:aws:ecr:us-east-1:111122223333:repository/a/n | a/n
ECSCluster | n | arn:aws:ecs:us-east-1:111122223333:cluster/n | n
ECSService | n | arn:aws:ecs:us-east-1:111122223333:service/c/n | arn:aws:ecs:us-east-1:111122223333:service/c/n
EventsEventBus | n | arn:aws:events:us-east-1:111122223333:event-bus/n | n
EventsRule | n | arn:aws:events:us-east-1:111122223333:rule/n | n
IAMManagedPolicy | n | arn:aws:iam::111122223333:policy/n | arn:aws:iam::111122223333:policy/n
IAMRole | n | arn:aws:iam::111122223333:role/a/b/n | n
IAMUser | n | arn:aws:iam::111122223333:user/n | n
KMSAlias | alias/n | arn:aws:kms:us-east-1:111122223333:alias/n | alias/n
LambdaAlias | n | arn:aws:lambda:us-east-1:111122223333:function:f:n | arn:aws:lambda:us-east-1:111122223333:function:f:n
LambdaFunction | n | arn:aws:lambda:us-east-1:111122223333:function:n | n
LambdaLayerVersion | n | arn:aws:lambda:us-east-1:111122223333:layer:n:1 | arn:aws:lambda:us-east-1:111122223333:layer:n:1
LambdaVersion | n:1 | arn:aws:lambda:us-east-1:111122223333:function:n:1 | arn:aws:lambda:us-east-1:111122223333:function:n:1
LogsLogGroup | /n | arn:aws:logs:us-east-1:111122223333:log-group:/n | /n
S3Bucket | n | arn:aws:s3:::n | n
SNSTopic | n | arn:aws:sns:us-east-1:111122223333:n | arn:aws:sns:us-east-1:111122223333:n
SQSQueue | n | arn:aws:sqs:us-east-1:111122223333:n | https://sqs.us-east-1.amazonaws.com/111122223333/n
SSMParameter | n | arn:aws:ssm:us-east-1:111122223333:parameter/n | n
StepFunctionsStateMachine | n | arn:aws:states:us-east-1:111122223333:stateMachine:n | arn:aws:states:us-east-1:111122223333:stateMachine:n
"
    );
}

#[test]
fn names_that_nobody_gave() {
    let mut text = "Resources:\n".to_owned();
    for kind in [
        "CodeBuild::Project",
        "CodeStarConnections::Connection",
        "ECR::Repository",
        "IAM::Role",
        "KMS::Key",
        "Lambda::Function",
        "S3::Bucket",
        "SNS::Topic",
        "SecretsManager::Secret",
        "StepFunctions::StateMachine",
    ] {
        writeln!(text, "  My{}: {{Type: 'AWS::{kind}'}}", kind.split("::").nth(1).unwrap()).unwrap();
    }
    text.push_str("  Queue: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}\n");
    let long = "ARoleWhoseLogicalIdIsSoLongThatTheNameThatCloudFormationMakesOfItWouldNotFit";
    writeln!(text, "  {long}: {{Type: 'AWS::IAM::Role'}}").unwrap();
    assert_eq!(
        listed(&text, &[]),
        "\
MyProject | MyProject-4Z4X7TJ7U543 | arn:aws:codebuild:us-east-1:111122223333:project/MyProject-4Z4X7TJ7U543 | MyProject-4Z4X7TJ7U543
MyConnection | stack-MyConnection-F91CZDTQT3H4 | arn:aws:codestar-connections:us-east-1:111122223333:connection/082ca7c1-dc74-4863-a819-5a69997ba924 | arn:aws:codestar-connections:us-east-1:111122223333:connection/082ca7c1-dc74-4863-a819-5a69997ba924
MyRepository | stack-myrepository-j9efteec3r58 | arn:aws:ecr:us-east-1:111122223333:repository/stack-myrepository-j9efteec3r58 | stack-myrepository-j9efteec3r58
MyRole | stack-MyRole-3PF5852I09LA | arn:aws:iam::111122223333:role/stack-MyRole-3PF5852I09LA | stack-MyRole-3PF5852I09LA
MyKey | d7c00c41-d7cb-402a-a694-d8e1ae5dc87f | arn:aws:kms:us-east-1:111122223333:key/d7c00c41-d7cb-402a-a694-d8e1ae5dc87f | d7c00c41-d7cb-402a-a694-d8e1ae5dc87f
MyFunction | stack-MyFunction-B2AF6QH4LZBA | arn:aws:lambda:us-east-1:111122223333:function:stack-MyFunction-B2AF6QH4LZBA | stack-MyFunction-B2AF6QH4LZBA
MyBucket | stack-mybucket-x215wsxvfyet | arn:aws:s3:::stack-mybucket-x215wsxvfyet | stack-mybucket-x215wsxvfyet
MyTopic | stack-MyTopic-2NHHCXJKR7NC | arn:aws:sns:us-east-1:111122223333:stack-MyTopic-2NHHCXJKR7NC | arn:aws:sns:us-east-1:111122223333:stack-MyTopic-2NHHCXJKR7NC
MySecret | MySecret-N7U7SKYJ9YR9 | arn:aws:secretsmanager:us-east-1:111122223333:secret:MySecret-N7U7SKYJ9YR9-N7U7SK | arn:aws:secretsmanager:us-east-1:111122223333:secret:MySecret-N7U7SKYJ9YR9-N7U7SK
MyStateMachine | MyStateMachine-9SHHZTDQZYVU | arn:aws:states:us-east-1:111122223333:stateMachine:MyStateMachine-9SHHZTDQZYVU | arn:aws:states:us-east-1:111122223333:stateMachine:MyStateMachine-9SHHZTDQZYVU
Queue | stack-Queue-SRH1HU52PN51.fifo | arn:aws:sqs:us-east-1:111122223333:stack-Queue-SRH1HU52PN51.fifo | https://sqs.us-east-1.amazonaws.com/111122223333/stack-Queue-SRH1HU52PN51.fifo
ARoleWhoseLogicalIdIsSoLongThatTheNameThatCloudFormationMakesOfItWouldNotFit | stack-ARoleWhoseLogicalIdIsSoLongThatTheNameThatClo-OYVVDMPE63G0 | arn:aws:iam::111122223333:role/stack-ARoleWhoseLogicalIdIsSoLongThatTheNameThatClo-OYVVDMPE63G0 | stack-ARoleWhoseLogicalIdIsSoLongThatTheNameThatClo-OYVVDMPE63G0
"
    );
    let document = read::read(&text).unwrap();
    let world = World::new(&document, &Given::default());
    assert_eq!(world.resource(long).unwrap().name().len(), 64);
    assert_eq!(world.shown(&world.resource("MyBucket").unwrap().arn().unwrap()), "arn:aws:s3:::${MyBucket}");
    assert_eq!(world.shown(&world.resource("MySecret").unwrap().arn().unwrap()), "${MySecret}");
    let unfit = world.resources().filter(|resource| {
        let arn = resource.arn().unwrap();
        let service = facts::iam::service(arn.split(':').nth(2).unwrap()).unwrap();
        !service.resources().any(|known| {
            let pieces =
                known.arn().split("${").map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest));
            facts::iam::wildcard(&pieces.collect::<Vec<_>>().join("*"), &arn)
        })
    });
    assert_eq!(unfit.map(|resource| resource.id).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn attributes() {
    let text = "
Resources:
  Repository: {Type: AWS::CodeCommit::Repository, Properties: {RepositoryName: r}}
  Function: {Type: AWS::Lambda::Function, Properties: {FunctionName: f}}
  Version: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Function}}
  Stranger: {Type: AWS::Lambda::Version, Properties: {FunctionName: other}}
  Rule: {Type: AWS::Events::Rule, Properties: {Name: n, EventBusName: !GetAtt Bus.Arn}}
  Bus: {Type: AWS::Events::EventBus, Properties: {Name: b}}
  LogGroup: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: g}}
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Parameter: {Type: AWS::SSM::Parameter, Properties: {Name: /a/b, Type: String, Value: v}}
  Provider: {Type: AWS::IAM::OIDCProvider, Properties: {Url: 'https://token.actions.githubusercontent.com'}}
  Subscription: {Type: AWS::SNS::Subscription, Properties: {TopicArn: 'arn:aws:sns:us-east-1:111122223333:t'}}
";
    assert_eq!(
        listed(text, &["Arn", "Name", "CloneUrlHttp", "Version", "CidrBlock", "Value"]),
        "\
Repository | r | arn:aws:codecommit:us-east-1:111122223333:r | 2ad00991-5a80-4c75-affc-9bfcc8534cee | arn:aws:codecommit:us-east-1:111122223333:r | r | https://git-codecommit.us-east-1.amazonaws.com/v1/repos/r | ${Repository.Version} | ${Repository.CidrBlock} | ${Repository.Value}
Function | f | arn:aws:lambda:us-east-1:111122223333:function:f | f | arn:aws:lambda:us-east-1:111122223333:function:f | ${Function.Name} | ${Function.CloneUrlHttp} | ${Function.Version} | ${Function.CidrBlock} | ${Function.Value}
Version | f:1 | arn:aws:lambda:us-east-1:111122223333:function:f:1 | arn:aws:lambda:us-east-1:111122223333:function:f:1 | ${Version.Arn} | ${Version.Name} | ${Version.CloneUrlHttp} | 1 | ${Version.CidrBlock} | ${Version.Value}
Stranger | other:<Stranger.Version> | arn:aws:lambda:us-east-1:111122223333:function:other:<Stranger.Version> | arn:aws:lambda:us-east-1:111122223333:function:other:<Stranger.Version> | ${Stranger.Arn} | ${Stranger.Name} | ${Stranger.CloneUrlHttp} | ${Stranger.Version} | ${Stranger.CidrBlock} | ${Stranger.Value}
Rule | n | arn:aws:events:us-east-1:111122223333:rule/b/n | n | arn:aws:events:us-east-1:111122223333:rule/b/n | ${Rule.Name} | ${Rule.CloneUrlHttp} | ${Rule.Version} | ${Rule.CidrBlock} | ${Rule.Value}
Bus | b | arn:aws:events:us-east-1:111122223333:event-bus/b | b | arn:aws:events:us-east-1:111122223333:event-bus/b | b | ${Bus.CloneUrlHttp} | ${Bus.Version} | ${Bus.CidrBlock} | ${Bus.Value}
LogGroup | g | arn:aws:logs:us-east-1:111122223333:log-group:g | g | arn:aws:logs:us-east-1:111122223333:log-group:g:* | ${LogGroup.Name} | ${LogGroup.CloneUrlHttp} | ${LogGroup.Version} | ${LogGroup.CidrBlock} | ${LogGroup.Value}
Vpc | stack-Vpc-80CO43U23FTV | - | <Vpc> | ${Vpc.Arn} | ${Vpc.Name} | ${Vpc.CloneUrlHttp} | ${Vpc.Version} | 10.0.0.0/16 | ${Vpc.Value}
Parameter | /a/b | arn:aws:ssm:us-east-1:111122223333:parameter/a/b | /a/b | arn:aws:ssm:us-east-1:111122223333:parameter/a/b | /a/b | ${Parameter.CloneUrlHttp} | ${Parameter.Version} | ${Parameter.CidrBlock} | v
Provider | token.actions.githubusercontent.com | arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com | arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com | arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com | ${Provider.Name} | ${Provider.CloneUrlHttp} | ${Provider.Version} | ${Provider.CidrBlock} | ${Provider.Value}
Subscription | 6d7efb5a-b40b-43b4-a9f8-b61fef08b061 | arn:aws:sns:us-east-1:111122223333:t:6d7efb5a-b40b-43b4-a9f8-b61fef08b061 | arn:aws:sns:us-east-1:111122223333:t:6d7efb5a-b40b-43b4-a9f8-b61fef08b061 | arn:aws:sns:us-east-1:111122223333:t:${Subscription} | ${Subscription.Name} | ${Subscription.CloneUrlHttp} | ${Subscription.Version} | ${Subscription.CidrBlock} | ${Subscription.Value}
"
    );
}
