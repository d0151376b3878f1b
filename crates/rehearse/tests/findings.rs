//! Words and verdicts of findings that no example shows.

#![allow(clippy::unwrap_used, missing_docs)] // a test panics

use diag::Diagnostic;
use rehearse::world::Given;

/// Two roles share a policy; one of them runs nobody knows what.
const TEMPLATE: &str = r#"
Parameters:
  Connection: { Type: String }
Resources:
  Store: { Type: AWS::S3::Bucket }
  Shared:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Statement:
          - { Sid: Artifacts, Effect: Allow, Action: ["s3:GetObject*", "s3:PutObject"], Resource: !Sub "${Store.Arn}/*" }
          - { Sid: Table, Effect: Allow, Action: "dynamodb:PutItem", Resource: "*" }
  PipelineRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          Effect: Allow
          Principal: { Service: codepipeline.amazonaws.com }
          Action: sts:AssumeRole
          Condition: { ArnLike: { aws:SourceArn: "arn:aws:codepipeline:us-east-1:111122223333:another" } }
      ManagedPolicyArns: [!Ref Shared]
      Policies:
        - PolicyName: Connect
          PolicyDocument:
            Statement:
              - { Sid: Connect, Effect: Allow, Action: "codestar-connections:UseConnection", Resource: !Ref Connection }
              - { Sid: Buy, Effect: Allow, Action: "s3:DeleteBucket", Resource: "*" }
  BuildRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { Service: codebuild.amazonaws.com }, Action: sts:AssumeRole }
      ManagedPolicyArns: [!Ref Shared]
  Build:
    Type: AWS::CodeBuild::Project
    Properties:
      ServiceRole: !GetAtt BuildRole.Arn
      Artifacts: { Type: CODEPIPELINE }
      Environment:
        Type: LINUX_CONTAINER
        ComputeType: BUILD_GENERAL1_SMALL
        Image: aws/codebuild/standard:7.0
        EnvironmentVariables:
          - { Name: PASSWORD, Type: SECRETS_MANAGER, Value: "shop/db:password" }
          - { Name: LEVEL, Type: PARAMETER_STORE, Value: /shop/level }
      Source: { Type: CODEPIPELINE, BuildSpec: "version: 0.2\nphases: { build: { commands: [make] } }" }
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      RoleArn: !GetAtt PipelineRole.Arn
      ArtifactStore: { Type: S3, Location: !Ref Store }
      Stages:
        - Name: Source
          Actions:
            - Name: Push
              ActionTypeId: { Category: Source, Owner: AWS, Provider: CodeStarSourceConnection, Version: "1" }
              Configuration: { ConnectionArn: !Ref Connection, FullRepositoryId: shop/app, BranchName: main }
              OutputArtifacts: [{ Name: Code }]
        - Name: Build
          Actions:
            - Name: Build
              ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: "1" }
              Configuration:
                ProjectName: !Ref Build
                EnvironmentVariables: '[{"name": "LEVEL", "value": "debug"}]'
              InputArtifacts: [{ Name: Code }]
"#;

fn findings(text: &str) -> Vec<Diagnostic> {
    let document = cfn::read::read(text).unwrap();
    rehearse::rehearse(&document, &Given::default()).findings()
}

fn of<'a>(findings: &'a [Diagnostic], words: &str) -> &'a Diagnostic {
    let found = findings.iter().find(|finding| finding.message.contains(words));
    found.unwrap_or_else(|| panic!("{words}: {findings:#?}"))
}

#[test]
fn a_shared_policy_is_not_called_needless_while_one_of_its_roles_runs_what_nobody_knows() {
    let found = findings(TEMPLATE);
    assert_eq!(of(&found, "`Table`").code, "grant-unproven");
    let closed = TEMPLATE.replace(
        "Build:\n    Type: AWS::CodeBuild",
        "Build:\n    Metadata: { pipewright: { calls: [] } }\n    Type: AWS::CodeBuild",
    );
    assert_eq!(of(&findings(&closed), "`Table`").code, "grant-unused");
}

#[test]
fn a_trust_in_another_pipeline_is_said_to_be_that() {
    let found = findings(TEMPLATE);
    let barred = of(&found, "may not take `PipelineRole`");
    let (_, why) = barred.related.first().unwrap();
    assert_eq!(
        why,
        "this asks for another `aws:SourceArn` than `arn:aws:codepipeline:us-east-1:111122223333:${Pipeline}`"
    );
    // That it sends these keys, AWS does not say.
    assert!(barred.help.iter().all(|help| !help.contains("the service sends")), "{barred:#?}");
}

#[test]
fn a_cure_has_no_name_that_was_made_up() {
    let found = findings(TEMPLATE);
    let secret = of(&found, "`secretsmanager:GetSecretValue`");
    assert!(secret.message.ends_with(":secret:shop/db-??????`"), "{}", secret.message);
    assert!(secret.help[1].ends_with(":secret:shop/db-??????\" }"), "{secret:#?}");
    let policy = |text: &str, role: &str| {
        let document = cfn::read::read(text).unwrap();
        rehearse::rehearse(&document, &Given::default()).policy(role).unwrap()
    };
    let cut = "  - !Sub \"${Store.Arn}/*/Code/*\"\n  - !Sub \"${Store.Arn}/${Pipeline}/Code/*\"\n";
    assert!(policy(TEMPLATE, "BuildRole").contains(cut), "{}", policy(TEMPLATE, "BuildRole"));
    let named = TEMPLATE.replace(
        "      RoleArn: !GetAtt PipelineRole",
        "      Name: !Sub \"${Connection}-and-quite-a-long-name\"\n      RoleArn: !GetAtt PipelineRole",
    );
    let whole = "  Resource: !Sub \"${Store.Arn}/${Connection}-and-quite-a-long-name/Code/*\"\n";
    assert!(policy(&named, "BuildRole").contains(whole), "{}", policy(&named, "BuildRole"));
}

#[test]
fn a_variable_that_the_action_replaces_is_not_read() {
    let found = findings(TEMPLATE);
    assert!(found.iter().all(|finding| !finding.message.contains("ssm:GetParameters")), "{found:#?}");
    let kept = findings(&TEMPLATE.replace("\"LEVEL\"", "\"OTHER\""));
    assert_eq!(of(&kept, "`ssm:GetParameters`").code, "call-denied");
}

#[test]
fn what_is_sometimes_called_is_not_said_to_be_needed() {
    let found = findings(TEMPLATE);
    let log = of(&found, "`logs:CreateLogGroup`, `logs:CreateLogStream` and `logs:PutLogEvents`");
    assert!(log.help[0].starts_with("Build/Build needs it for `Build`: https://"), "{log:#?}");
    let owner = of(&found, "`s3:GetBucketAcl`");
    assert_eq!(owner.code, "call-uncertain");
    assert!(owner.help[0].starts_with("push may make it for `CodePipeline`, where "), "{owner:#?}");
}
