//! What is said to start a pipeline.

#![allow(clippy::unwrap_used, missing_docs)] // a test panics

use rehearse::world::Given;

const TEMPLATE: &str = r#"
Resources:
  Store: { Type: AWS::S3::Bucket }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { Service: codepipeline.amazonaws.com }, Action: sts:AssumeRole }
  Rule:
    Type: AWS::Events::Rule
    Properties:
      State: ENABLED
      EventPattern: { source: [aws.codecommit], detail-type: [CodeCommit Repository State Change] }
      Targets:
        - Id: Start
          Arn: !Sub arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:app
          RoleArn: !GetAtt Role.Arn
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: app
      RoleArn: !GetAtt Role.Arn
      ArtifactStore: { Type: S3, Location: !Ref Store }
      Stages:
        - Name: Source
          Actions:
            - Name: Source
              ActionTypeId: { Category: Source, Owner: AWS, Provider: CodeCommit, Version: "1" }
              Configuration: { RepositoryName: app, BranchName: main, PollForSourceChanges: false }
              OutputArtifacts: [{ Name: Code }]
"#;

/// What starts the pipeline, and how many have calls to make for it.
fn start(text: &str) -> (String, usize) {
    let document = cfn::read::read(text).unwrap();
    let rehearsal = rehearse::rehearse(&document, &Given::default());
    let push = &rehearsal.walks()[0].steps[0];
    (push.what.clone(), push.acts.len())
}

#[test]
fn a_rule_that_is_disabled_starts_nothing() {
    assert_eq!(start(TEMPLATE), ("Rule starts the pipeline".to_owned(), 2));
    let disabled = TEMPLATE.replace("State: ENABLED", "State: DISABLED");
    assert_eq!(start(&disabled), ("nothing in the template starts the pipeline".to_owned(), 1));
    let polled = disabled.replace("PollForSourceChanges: false", "PollForSourceChanges: true");
    assert_eq!(start(&polled), ("CodePipeline polls the source".to_owned(), 1));
}

#[test]
fn triggers_take_the_place_of_detected_changes() {
    let connection = TEMPLATE.replace("State: ENABLED", "State: DISABLED").replace(
        "Provider: CodeCommit, Version: \"1\" }\n              Configuration: { RepositoryName: app, BranchName: main, PollForSourceChanges: false }",
        "Provider: CodeStarSourceConnection, Version: \"1\" }\n              Configuration: { ConnectionArn: c, FullRepositoryId: a/b, BranchName: main }",
    );
    assert_eq!(start(&connection).0, "the connection starts the pipeline");
    let by_hand = connection.replace("BranchName: main", "BranchName: main, DetectChanges: false");
    assert_eq!(start(&by_hand).0, "nothing in the template starts the pipeline");
    let triggers = by_hand.replace(
        "      Name: app\n",
        "      Name: app\n      Triggers: [{ ProviderType: CodeStarSourceConnection, GitConfiguration: { SourceActionName: Source } }]\n",
    );
    assert_eq!(start(&triggers).0, "the connection starts the pipeline, as its triggers say");
}
