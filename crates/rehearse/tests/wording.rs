//! Names and ARNs as references, for people and for templates.

#![allow(clippy::unwrap_used, missing_docs)]

use cfn::read;
use rehearse::world::{Given, World};

const TEMPLATE: &str = "
Parameters:
  Vpc: {Type: String}
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  BucketOfLogs: {Type: AWS::S3::Bucket}
  Topic: {Type: AWS::SNS::Topic}
  Reports: {Type: AWS::CodeBuild::ReportGroup}
  Group: {Type: AWS::Logs::LogGroup}
  Pipeline: {Type: AWS::CodePipeline::Pipeline, Properties: {Name: p}}
  Function: {Type: AWS::Lambda::Function, Properties: {FunctionName: f}}
  Key: {Type: AWS::KMS::Key}
";

/// What these texts of a `Sub` become again, shown and written.
fn again(sub: &str) -> (String, String) {
    let text = format!("{TEMPLATE}  It: {{Type: AWS::X::Y, Properties: {{A: !Sub '{sub}'}}}}\n");
    let document = read::read(&text).unwrap();
    let world = World::new(&document, &Given::default());
    let text = world.resource("It").unwrap().property("A").text().unwrap().to_owned();
    (world.shown(&text), world.written(&text))
}

#[test]
fn what_is_written_means_what_it_was_made_of() {
    for sub in [
        "${Bucket.Arn}",
        "${Bucket.Arn}/a/*",
        "${BucketOfLogs.Arn}/${Vpc}",
        "${Bucket}-x",
        "${Topic}",
        "${Topic.TopicName}",
        "${Reports}",
        "${Group.Arn}",
        "${Key.Arn}",
        "${Key}",
        "${Function.Arn}:*",
        "${Pipeline.Arn}/Review/Approve",
        "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}:log-stream:a",
        "arn:${AWS::Partition}:kms:eu-west-1:444455556666:key/*",
        "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:vpc/${Vpc}",
        "${AWS::AccountId}",
        "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/x",
        "${!Literal} and ${Vpc}",
        "{{resolve:ssm:/a}}",
        "x1111222233334",
    ] {
        assert_eq!(again(sub).1, sub);
    }
}

#[test]
fn what_is_shown_has_no_generated_names() {
    for (sub, shown) in [
        ("${Bucket.Arn}/a", "arn:aws:s3:::${Bucket}/a"),
        ("${BucketOfLogs}", "${BucketOfLogs}"),
        ("${Topic}", "arn:aws:sns:us-east-1:111122223333:${Topic}"),
        ("${Function.Arn}", "arn:aws:lambda:us-east-1:111122223333:function:f"),
        ("${Vpc}-x", "${Vpc}-x"),
    ] {
        assert_eq!(again(sub).0, shown);
    }
}

#[test]
fn no_reference_closes_a_circle() {
    let text = "
Resources:
  Role: {Type: AWS::IAM::Role}
  Pipeline: {Type: AWS::CodePipeline::Pipeline, Properties: {Name: p, RoleArn: !GetAtt Role.Arn}}
  Rule: {Type: AWS::Events::Rule, Properties: {Name: r, Description: !Sub 'starts ${Pipeline}'}}
  Bucket: {Type: AWS::S3::Bucket}
";
    let document = read::read(text).unwrap();
    let world = World::new(&document, &Given::default());
    for (id, in_role, elsewhere) in [
        (
            "Pipeline",
            "arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:p",
            "${Pipeline.Arn}",
        ),
        ("Rule", "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/r", "${Rule.Arn}"),
        ("Bucket", "${Bucket.Arn}", "${Bucket.Arn}"),
    ] {
        let arn = world.resource(id).unwrap().arn().unwrap();
        assert_eq!(world.written_in("Role", &arn), in_role);
        assert_eq!(world.written(&arn), elsewhere);
    }
}
