//! Pipelines that nobody would write in good faith, as large as AWS's quotas let them be: their walks end, soon, and without
//! a fault.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use cfn::read;
use rehearse::Rehearsal;
use rehearse::world::Given;

/// Rehearses a template, and tells all there is to tell of it.
fn all(text: &str) {
    let begin = Instant::now();
    let document = read::read(text).unwrap();
    let rehearsal = rehearse::rehearse(&document, &Given::default());
    let _ = rehearsal.findings();
    let _ = (rehearsal.timeline(), rehearsal.to_json());
    for owner in rehearsal.owners() {
        let _ = rehearsal.policy(owner);
    }
    let failures = rehearsal.failures(None);
    let _ = (Rehearsal::tales(&failures), Rehearsal::tales_json(&failures));
    assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", begin.elapsed());
}

const TRUST: &str = "AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: [codepipeline.amazonaws.com, lambda.amazonaws.com, codebuild.amazonaws.com]}, Action: 'sts:AssumeRole'}]}";

fn role(statements: usize) -> String {
    let mut text = format!(
        "  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      {TRUST}\n      Policies:\n      - PolicyName: p\n        PolicyDocument:\n          Statement:\n"
    );
    for at in 0..statements {
        writeln!(
            text,
            "          - {{Effect: Allow, Action: ['s3:*Object{at}*', 'codebuild:*'], Resource: ['arn:aws:s3:::*a*b*c*/{at}', 'arn:aws:codebuild:*:*:project/p{at}*']}}"
        )
        .unwrap();
    }
    text
}

fn pipeline(id: &str, actions: usize, action: impl Fn(usize) -> String) -> String {
    let mut text = format!(
        "  {id}:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n      Name: {id}\n      RoleArn: !GetAtt Role.Arn\n      ArtifactStore: {{Type: S3, Location: store}}\n      Stages:\n      - Name: S\n        Actions:\n"
    );
    for at in 0..actions {
        writeln!(text, "        - {{Name: A{at}, {}}}", action(at)).unwrap();
    }
    text
}

fn build(at: usize) -> String {
    format!(
        "ActionTypeId: {{Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1'}}, Configuration: {{ProjectName: p{at}}}, InputArtifacts: [{{Name: a}}, {{Name: b}}, {{Name: c}}, {{Name: d}}, {{Name: e}}], OutputArtifacts: [{{Name: f}}]"
    )
}

#[test]
fn many_pipelines_and_all_that_stands_around_them() {
    let mut text = format!("Resources:\n{}", role(1));
    for at in 0..60 {
        text += &pipeline(&format!("P{at}"), 3, build);
        writeln!(text, "  R{at}: {{Type: AWS::Events::Rule, Properties: {{EventPattern: {{source: [aws.codepipeline]}}, Targets: [{{Id: a, Arn: !Ref T{at}}}, {{Id: b, Arn: !Sub 'arn:aws:codepipeline:us-east-1:111122223333:P{at}', RoleArn: !GetAtt Role.Arn}}]}}}}").unwrap();
        writeln!(text, "  T{at}: {{Type: AWS::SNS::Topic}}").unwrap();
        writeln!(text, "  F{at}: {{Type: AWS::Lambda::Function, Properties: {{Role: !GetAtt Role.Arn, Runtime: python3.13, Code: {{ZipFile: 'import boto3'}}}}}}").unwrap();
    }
    all(&text);
}

#[test]
fn many_actions_under_a_role_of_many_statements() {
    let mut text = format!("Resources:\n{}", role(60));
    text += &pipeline("P", 300, build);
    for at in 0..150 {
        writeln!(text, "  B{at}: {{Type: AWS::CodeBuild::Project, Properties: {{Name: p{at}, ServiceRole: !GetAtt Role.Arn, Source: {{Type: CODEPIPELINE, BuildSpec: '{{version: 0.2, phases: {{build: {{commands: [aws s3 cp a s3://b, make]}}}}}}'}}}}}}").unwrap();
    }
    all(&text);
}

#[test]
fn many_commands() {
    let mut text = format!("Resources:\n{}", role(20));
    text += &pipeline("P", 10, |_| build(0));
    text.push_str("  B:\n    Type: AWS::CodeBuild::Project\n    Properties:\n      Name: p0\n      ServiceRole: !GetAtt Role.Arn\n      Source:\n        Type: CODEPIPELINE\n        BuildSpec: |\n          version: 0.2\n          phases:\n            build:\n              commands:\n");
    for at in 0..1_000 {
        writeln!(text, "              - if test -f $X; then aws s3 cp a$({at}) s3://b; else make t{at} && aws sns publish --topic-arn $T; fi").unwrap();
    }
    all(&text);
}

#[test]
fn many_approvals_and_those_who_may_answer() {
    let mut text = format!("Resources:\n{}", role(1));
    text += &pipeline("P", 60, |at| {
        format!(
            "RunOrder: {}, ActionTypeId: {{Category: Approval, Owner: AWS, Provider: Manual, Version: '1'}}, Configuration: {{NotificationArn: 'arn:aws:sns:us-east-1:111122223333:t{at}'}}",
            at % 7
        )
    });
    for at in 0..60 {
        writeln!(text, "  M{at}: {{Type: AWS::IAM::ManagedPolicy, Properties: {{PolicyDocument: {{Statement: [{{Effect: Allow, Action: 'codepipeline:*', Resource: '*'}}]}}}}}}").unwrap();
    }
    all(&text);
}

#[test]
fn a_deployment_of_every_function_by_every_action() {
    let mut text = format!("Resources:\n{}", role(20));
    text += &pipeline("P", 200, |at| {
        format!(
            "ActionTypeId: {{Category: Deploy, Owner: AWS, Provider: Lambda, Version: '1'}}, Configuration: {{FunctionName: f{at}, FunctionAlias: live}}, InputArtifacts: [{{Name: a}}]"
        )
    });
    for at in 0..200 {
        writeln!(text, "  F{at}: {{Type: AWS::Lambda::Function, Properties: {{FunctionName: f{at}, Role: !GetAtt Role.Arn}}}}").unwrap();
        writeln!(
            text,
            "  L{at}: {{Type: AWS::Lambda::Alias, Properties: {{FunctionName: f{at}, Name: live}}}}"
        )
        .unwrap();
        writeln!(text, "  G{at}: {{Type: AWS::CodeDeploy::DeploymentGroup, Properties: {{ApplicationName: app, ServiceRoleArn: !GetAtt Role.Arn}}}}").unwrap();
        writeln!(text, "  W{at}: {{Type: AWS::CloudWatch::Alarm, Properties: {{AlarmActions: ['arn:aws:sns:us-east-1:111122223333:t{at}']}}}}").unwrap();
    }
    all(&text);
}

#[test]
fn shapes_that_are_none() {
    for stages in [
        "a",
        "{a: b}",
        "[a]",
        "[{Actions: a}]",
        "[{Actions: [a]}]",
        "[{Actions: [{ActionTypeId: a}]}]",
        "[[[]]]",
        "!Ref X",
        "~",
    ] {
        all(&format!(
            "Resources:\n  P: {{Type: AWS::CodePipeline::Pipeline, Properties: {{Stages: {stages}, RoleArn: [a], ArtifactStore: b}}}}\n"
        ));
    }
}
