//! What actions of other people's pipelines call.

use super::{always, lines, read, short, world};
use crate::calls::timeouts::Timeout;
use crate::calls::{Calls, action, assume, pipeline, service_role, timeout};

/// A pipeline with one action, written as YAML's flow style, and more resources.
fn template(action: &str, more: &str) -> String {
    format!(
        "Resources:
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: delivery
      RoleArn: arn:aws:iam::111122223333:role/pipeline
      ArtifactStore: {{Type: S3, Location: store, EncryptionKey: {{Id: !Sub 'arn:aws:kms:${{AWS::Region}}:111122223333:key/k', Type: KMS}}}}
      Stages:
      - Name: Source
        Actions:
        - {{Name: Source, ActionTypeId: {{Category: Source, Owner: AWS, Provider: CodeCommit, Version: '1'}}, Configuration: {{RepositoryName: code, BranchName: main, OutputArtifactFormat: CODEBUILD_CLONE_REF}}, OutputArtifacts: [{{Name: Code}}]}}
      - Name: Work
        Actions:
        - {action}
{more}"
    )
}

/// What the action of the second stage calls under the role that runs it.
fn of(text: &str) -> Calls {
    let document = read(text);
    let world = world(&document);
    let pipeline = world.resource("Pipeline").unwrap();
    let stage = &pipeline.property("Stages").items()[1];
    action(&world, pipeline, &stage.get("Actions").items()[0])
}

fn kind(category: &str, provider: &str, rest: &str) -> String {
    let kind = format!("{{Category: {category}, Owner: AWS, Provider: {provider}, Version: '1'}}");
    format!("{{Name: A, ActionTypeId: {kind}, {rest}}}")
}

#[test]
fn a_key_is_used_for_what_is_read_and_written() {
    let calls = of(&template(
        &kind(
            "Source",
            "S3",
            "Configuration: {S3Bucket: drop, S3ObjectKey: in.zip}, OutputArtifacts: [{Name: LongArtifactName}]",
        ),
        "",
    ));
    let expected = [
        "s3:GetBucketVersioning s3:::drop",
        "s3:GetBucketAcl s3:::drop (perhaps)",
        "s3:GetBucketLocation s3:::drop (perhaps)",
        "s3:GetObject s3:::drop/in.zip",
        "s3:GetObjectVersion s3:::drop/in.zip",
        "s3:GetObjectTagging s3:::drop/in.zip (perhaps)",
        "s3:GetObjectVersionTagging s3:::drop/in.zip (perhaps)",
        "s3:PutObject s3:::store/delivery/LongArtifa/<object>",
        "kms:GenerateDataKey kms:…:key/k",
        "kms:Decrypt kms:…:key/k (only)",
    ];
    assert_eq!(short(&calls), expected);
    let put = calls.calls.iter().find(|call| call.action == "s3:PutObject").unwrap();
    assert_eq!(put.context[0], ("s3:x-amz-server-side-encryption", "aws:kms".to_owned()));
}

#[test]
fn a_connection_goes_by_the_prefix_of_its_arn() {
    for (service, found) in [
        ("codestar-connections", "codestar-connections:UseConnection"),
        ("codeconnections", "codeconnections:UseConnection"),
    ] {
        let rest = format!(
            "Configuration: {{ConnectionArn: 'arn:aws:{service}:us-east-1:111122223333:connection/c'}}"
        );
        let calls = of(&template(&kind("Source", "CodeStarSourceConnection", &rest), ""));
        assert_eq!(always(&calls), [found]);
    }
}

#[test]
fn cloudformation_passes_the_role_except_when_it_executes() {
    let modes = [
        ("CREATE_UPDATE", true, "cloudformation:UpdateStack"),
        ("CHANGE_SET_REPLACE", true, "cloudformation:CreateChangeSet"),
        ("CHANGE_SET_EXECUTE", false, "cloudformation:ExecuteChangeSet"),
        ("DELETE_ONLY", true, "cloudformation:DeleteStack"),
    ];
    for (mode, passes, does) in modes {
        let rest = format!(
            "Configuration: {{ActionMode: {mode}, StackName: app, ChangeSetName: set, RoleArn: 'arn:aws:iam::111122223333:role/cfn'}}"
        );
        let calls = of(&template(&kind("Deploy", "CloudFormation", &rest), ""));
        let pass = calls.calls.iter().find(|call| call.action == "iam:PassRole");
        assert_eq!(pass.is_some(), passes, "{mode}");
        if let Some(pass) = pass {
            assert_eq!(pass.context, [("iam:PassedToService", "cloudformation.amazonaws.com".to_owned())]);
        }
        let does = calls.calls.iter().find(|call| call.action == does).unwrap();
        assert!(does.resource.starts_with("arn:aws:cloudformation:us-east-1:111122223333:stack/app/"));
    }
}

#[test]
fn other_accounts_are_reached_by_the_role_of_the_action() {
    let rest = "RoleArn: 'arn:aws:iam::444455556666:role/deploy', Configuration: {ActionMode: DELETE_ONLY, StackName: app}";
    let text = template(&kind("Deploy", "CloudFormation", rest), "");
    let document = read(&text);
    let world = world(&document);
    let pipeline = world.resource("Pipeline").unwrap();
    let step = &pipeline.property("Stages").items()[1].get("Actions").items()[0];
    assert_eq!(assume(step).unwrap().resource, "arn:aws:iam::444455556666:role/deploy");
    let calls = action(&world, pipeline, step);
    assert!(lines(&calls)[0].contains(":444455556666:stack/app/"), "{calls:#?}");
}

#[test]
fn the_native_lambda_deployment_asks_for_what_its_page_lists() {
    let rest = "Configuration: {FunctionName: fn, FunctionAlias: live, Alarms: 'one, two'}, InputArtifacts: [{Name: Code}]";
    let calls = of(&template(&kind("Deploy", "Lambda", rest), ""));
    let expected = [
        "lambda:GetFunctionConfiguration lambda:…:function:fn",
        "lambda:GetAlias lambda:…:function:fn",
        "lambda:UpdateFunctionCode lambda:…:function:fn",
        "lambda:PublishVersion lambda:…:function:fn",
        "lambda:GetFunctionConfiguration lambda:…:function:fn:live",
        "lambda:GetProvisionedConcurrencyConfig lambda:…:function:fn:live",
        "lambda:UpdateAlias lambda:…:function:fn",
        "cloudwatch:DescribeAlarms cloudwatch:…:alarm:one",
        "cloudwatch:DescribeAlarms cloudwatch:…:alarm:two",
        "logs:CreateLogGroup logs:…:log-group:/aws/codepipeline/delivery:log-stream:<stream> (only)",
        "logs:CreateLogStream logs:…:log-group:/aws/codepipeline/delivery:log-stream:<stream>",
        "logs:PutLogEvents logs:…:log-group:/aws/codepipeline/delivery:log-stream:<stream>",
        "s3:GetObject s3:::store/delivery/Code/<object>",
        "s3:GetObjectVersion s3:::store/delivery/Code/<object>",
        "kms:Decrypt kms:…:key/k",
    ];
    assert_eq!(short(&calls), expected);
}

#[test]
fn what_is_not_modelled_is_said() {
    let calls = of(&template(&kind("Deploy", "ElasticBeanstalk", "Configuration: {}"), ""));
    assert_eq!(calls.calls, []);
    assert_eq!(calls.unmodelled, ["what the provider ElasticBeanstalk (Deploy, AWS) calls is not modelled"]);
}

#[test]
fn a_build_uses_what_its_project_says() {
    let more = "
  Project:
    Type: AWS::CodeBuild::Project
    Properties:
      Name: builds
      ServiceRole: arn:aws:iam::111122223333:role/build
      TimeoutInMinutes: 20
      Artifacts: {Type: CODEPIPELINE}
      VpcConfig: {VpcId: vpc-1, Subnets: [subnet-1], SecurityGroupIds: [sg-1]}
      Environment:
        Type: LINUX_CONTAINER
        ComputeType: BUILD_GENERAL1_SMALL
        Image: 111122223333.dkr.ecr.us-east-1.amazonaws.com/tools/image:1
        ImagePullCredentialsType: SERVICE_ROLE
        EnvironmentVariables: [{Name: T, Type: SECRETS_MANAGER, Value: 'shop:token'}]
      Cache: {Type: S3, Location: store/cache}
      LogsConfig: {S3Logs: {Status: ENABLED, Location: logs/builds}}
      Source:
        Type: CODEPIPELINE
        BuildSpec: |
          version: 0.2
          reports:
            unit: {files: ['x.xml']}
";
    let rest = "Configuration: {ProjectName: !Ref Project}, InputArtifacts: [{Name: Code}], OutputArtifacts: [{Name: Out}]";
    let text = template(&kind("Build", "CodeBuild", rest), more);
    let document = read(&text);
    let world = world(&document);
    let pipeline = world.resource("Pipeline").unwrap();
    let step = &pipeline.property("Stages").items()[1].get("Actions").items()[0];
    let calls = service_role(&world, pipeline, step, world.resource("Project").unwrap());
    let found: Vec<_> = short(&calls)
        .into_iter()
        .filter(|line| !line.starts_with("kms:") && !line.starts_with("ec2:"))
        .collect();
    let expected = [
        "logs:CreateLogGroup logs:…:log-group:/aws/codebuild/builds:log-stream:<stream> (only)",
        "logs:CreateLogStream logs:…:log-group:/aws/codebuild/builds:log-stream:<stream>",
        "logs:PutLogEvents logs:…:log-group:/aws/codebuild/builds:log-stream:<stream>",
        "s3:PutObject s3:::logs/builds/<build>.gz",
        "s3:GetBucketAcl s3:::logs (perhaps)",
        "s3:GetBucketLocation s3:::logs (perhaps)",
        "ecr:GetAuthorizationToken *",
        "ecr:BatchCheckLayerAvailability ecr:…:repository/tools/image",
        "ecr:BatchGetImage ecr:…:repository/tools/image",
        "ecr:GetDownloadUrlForLayer ecr:…:repository/tools/image",
        "s3:GetBucketAcl s3:::store (perhaps)",
        "s3:GetBucketLocation s3:::store (perhaps)",
        "s3:GetObject s3:::store/delivery/Code/<object>",
        "s3:GetObjectVersion s3:::store/delivery/Code/<object>",
        "s3:PutObject s3:::store/delivery/Out/<object>",
        "codecommit:GitPull codecommit:…:code",
        "s3:GetObject s3:::store/cache/<object>",
        "s3:PutObject s3:::store/cache/<object>",
        "codebuild:CreateReportGroup codebuild:…:report-group/builds-unit (only)",
        "codebuild:CreateReport codebuild:…:report-group/builds-unit",
        "codebuild:UpdateReport codebuild:…:report-group/builds-unit",
        "codebuild:BatchPutTestCases codebuild:…:report-group/builds-unit",
        "secretsmanager:GetSecretValue secretsmanager:…:secret:shop-a1b2c3",
    ];
    assert_eq!(found, expected);
    let permission =
        calls.calls.iter().find(|call| call.action == "ec2:CreateNetworkInterfacePermission").unwrap();
    assert_eq!(
        permission.context[1],
        ("ec2:Subnet", "arn:aws:ec2:us-east-1:111122223333:subnet/subnet-1".to_owned())
    );
    assert!(permission.context.iter().any(|(key, _)| *key == "codebuild:projectArn"));
    assert_eq!(timeout(&world, step).minutes, Some(20 + 480));
}

#[test]
fn actions_end_when_aws_says() {
    let minutes = |category: &str, provider: &str, rest: &str| {
        let text = template(&kind(category, provider, rest), "");
        let document = read(&text);
        let world = world(&document);
        let stage = &world.resource("Pipeline").unwrap().property("Stages").items()[1];
        let Timeout { minutes, .. } = timeout(&world, &stage.get("Actions").items()[0]);
        minutes
    };
    assert_eq!(minutes("Approval", "Manual", "RunOrder: 1"), Some(10_080));
    assert_eq!(minutes("Approval", "Manual", "TimeoutInMinutes: 5"), Some(5));
    assert_eq!(minutes("Invoke", "Lambda", "RunOrder: 1"), Some(1440));
    assert_eq!(minutes("Deploy", "CloudFormation", "RunOrder: 1"), Some(4320));
    assert_eq!(minutes("Deploy", "S3", "RunOrder: 1"), Some(90));
    assert_eq!(minutes("Invoke", "StepFunctions", "RunOrder: 1"), Some(60));
    // A project from elsewhere.
    assert_eq!(minutes("Build", "CodeBuild", "Configuration: {ProjectName: other}"), None);
}

#[test]
fn the_pipeline_copies_artifacts_to_regions_that_have_a_store() {
    let rest = "Region: eu-west-1, Configuration: {ProjectName: other}, InputArtifacts: [{Name: Code}]";
    let store = "ArtifactStores:\n      - {Region: eu-west-1, ArtifactStore: {Type: S3, Location: far}}\n      - {Region: us-east-1, ArtifactStore: {Type: S3, Location: near}}\n      Stages:";
    let text = template(&kind("Build", "CodeBuild", rest), "").replacen("Stages:", store, 1);
    let document = read(&text);
    let world = world(&document);
    let calls = pipeline(&world, world.resource("Pipeline").unwrap());
    let found = short(&calls);
    for line in [
        "s3:GetObject s3:::near/delivery/Code/<object> (only)",
        "s3:PutObject s3:::far/delivery/Code/<object> (only)",
    ] {
        assert!(found.iter().any(|found| found == line), "{found:#?}");
    }
    let build = of(&text);
    assert_eq!(
        lines(&build)[0],
        "codebuild:StartBuild arn:aws:codebuild:eu-west-1:111122223333:project/other"
    );
}

#[test]
fn an_execution_of_a_state_machine_has_its_prefix() {
    let rest = "Configuration: {StateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:m', ExecutionNamePrefix: p}";
    let calls = of(&template(&kind("Invoke", "StepFunctions", rest), ""));
    let expected = [
        "states:DescribeStateMachine states:…:stateMachine:m",
        "states:StartExecution states:…:stateMachine:m",
        "states:DescribeExecution states:…:execution:m:p-<execution> (only)",
    ];
    assert_eq!(short(&calls), expected);
}
