//! Roles with their policies, and the policies of resources.

#![allow(clippy::unwrap_used, missing_docs)]

use cfn::read;
use rehearse::world::{Document, Given, Part, World};

const TEMPLATE: &str = r#"
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: role
      Path: /ci/
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: "sts:AssumeRole"}
      ManagedPolicyArns:
      - arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess
      - !Ref Managed
      - arn:aws:iam::111122223333:policy/elsewhere
      PermissionsBoundary: !Ref Boundary
      Policies:
      - PolicyName: Own
        PolicyDocument:
          Version: "2012-10-17"
          Statement:
          - !If
            - Never
            - {Effect: Deny, Action: "*", Resource: "*"}
            - !Ref AWS::NoValue
          - Sid: Read
            Effect: Allow
            Action: s3:GetObject
            Resource: !Sub ${Bucket.Arn}/*
  Managed:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles: [!Ref Role]
      PolicyDocument:
        Statement: [{Effect: Allow, Action: "s3:ListBucket", Resource: !GetAtt Bucket.Arn}]
  Attached:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: more
      Roles: [!Ref Role]
      PolicyDocument:
        Statement: [{Effect: Allow, Action: "sns:Publish", Resource: !Ref Topic}]
  Single:
    Type: AWS::IAM::RolePolicy
    Properties:
      PolicyName: single
      RoleName: !Ref Role
      PolicyDocument: '{"Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}'
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}
  Broken:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: [{Effect: Perhaps}]}
  Bucket: {Type: AWS::S3::Bucket}
  BucketPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument: {Statement: [{Sid: B, Effect: Deny, Principal: "*", Action: "s3:*", Resource: !Sub "${Bucket.Arn}/*"}]}
  Topic: {Type: AWS::SNS::Topic}
  TopicPolicy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Topic]
      PolicyDocument: {Statement: [{Sid: T, Effect: Allow, Principal: {Service: events.amazonaws.com}, Action: "sns:Publish", Resource: !Ref Topic}]}
  Queue: {Type: AWS::SQS::Queue}
  QueuePolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Queue]
      PolicyDocument: {Statement: [{Sid: Q, Effect: Allow, Principal: "*", Action: "sqs:SendMessage", Resource: !GetAtt Queue.Arn}]}
  Key: {Type: AWS::KMS::Key}
  KeyAlias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/k, TargetKeyId: !Ref Key}}
  Images:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryPolicyText: {Statement: [{Sid: I, Effect: Allow, Principal: "*", Action: "ecr:*"}]}
  Secret: {Type: AWS::SecretsManager::Secret, Properties: {Name: s}}
  SecretPolicy:
    Type: AWS::SecretsManager::ResourcePolicy
    Properties:
      SecretId: !Ref Secret
      ResourcePolicy: {Statement: [{Sid: S, Effect: Allow, Principal: "*", Action: "secretsmanager:*", Resource: "*"}]}
  Function: {Type: AWS::Lambda::Function, Properties: {FunctionName: f}}
  Alias: {Type: AWS::Lambda::Alias, Properties: {Name: live, FunctionName: !Ref Function}}
  OfFunction:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Function
      Action: lambda:InvokeFunction
      Principal: events.amazonaws.com
      SourceArn: arn:aws:events:us-east-1:111122223333:rule/r
      SourceAccount: !Ref AWS::AccountId
  OfAlias:
    Type: AWS::Lambda::Permission
    Properties: {FunctionName: !Ref Alias, Action: "lambda:InvokeFunction", Principal: "444455556666"}
Conditions:
  Never: !Equals [a, b]
"#;

fn sids(document: &Document<'_>) -> Vec<String> {
    document.policy.statements.iter().map(|statement| statement.sid.clone().unwrap_or_default()).collect()
}

#[test]
fn a_role_has_all_that_is_attached_to_it() {
    let document = read::read(TEMPLATE).unwrap();
    let world = World::new(&document, &Given::default());
    let role = world.role("role").unwrap();
    assert_eq!(role.arn, "arn:aws:iam::111122223333:role/ci/role");
    assert_eq!(world.role(&role.arn).unwrap().id, Some("Role"));
    assert_eq!(role.trust.as_ref().unwrap().title, "trust policy of Role");
    let titles: Vec<_> = role.policies.iter().map(|policy| policy.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "Role / Own",
            "managed policy AmazonS3ReadOnlyAccess",
            "Managed",
            "Attached / more",
            "Single / single"
        ]
    );
    let own = &role.policies[0];
    assert_eq!(sids(own), ["Read"]);
    assert_eq!(own.statements[0].get("Sid").unwrap().text(), Some("Read"));
    let resources = own.policy.statements[0].resources.as_ref().unwrap().written();
    assert_eq!(resources, [format!("{}/*", world.resource("Bucket").unwrap().arn().unwrap())]);
    assert_eq!(role.boundary.as_ref().unwrap().owner, Some("Boundary"));
    let unknown: Vec<_> = role.unknown.iter().map(|found| (found.policy.as_str(), found.part)).collect();
    assert_eq!(unknown, [("arn:aws:iam::111122223333:policy/elsewhere", Part::Identity)]);
    let broken = world.roles().find(|role| role.id == Some("Broken")).unwrap();
    assert!(broken.trust.is_none() && broken.unknown[0].part == Part::Trust);
    assert_eq!(world.managed_policies().count(), 2);
}

#[test]
fn resources_have_policies() {
    let document = read::read(TEMPLATE).unwrap();
    let world = World::new(&document, &Given::default());
    for (id, sid) in [
        ("Bucket", "B"),
        ("Topic", "T"),
        ("Queue", "Q"),
        ("Key", ""),
        ("KeyAlias", ""),
        ("Images", "I"),
        ("Secret", "S"),
        ("Function", "OfFunction"),
        ("Alias", "OfAlias"),
    ] {
        let arn = world.resource(id).unwrap().arn().unwrap();
        let policy = world.resource_policy(&arn).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(sids(policy), [sid], "{id}");
        assert_eq!(policy.statements.len(), 1);
    }
    let object = format!("{}/a/b", world.resource("Bucket").unwrap().arn().unwrap());
    assert_eq!(world.resource_policy(&object).unwrap().owner, Some("BucketPolicy"));
    let statement =
        &world.resource_policy("arn:aws:lambda:us-east-1:111122223333:function:f").unwrap().policy.statements
            [0];
    assert_eq!(statement.conditions.len(), 2);
    assert!(world.resource_policy("arn:aws:lambda:us-east-1:111122223333:function:f:other").is_none());
    assert!(world.unknown_policies().is_empty());
}

#[test]
fn what_sam_adds_to_a_function() {
    let text = r#"
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      AutoPublishAlias: live
      Policies:
      - AmazonS3ReadOnlyAccess
      - Statement: [{Sid: Own, Effect: Allow, Action: "sns:*", Resource: "*"}]
      - S3ReadPolicy: {BucketName: b}
  Its: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt FnRole.Arn, Description: !Sub "${Fn.Alias} ${FnRole}"}}
  Bare: {Type: AWS::SNS::Topic}
"#;
    let document = read::read(text).unwrap();
    let world = World::new(&document, &Given::default());
    let function = world.resource("Fn").unwrap();
    let role = world.role_of(function).unwrap();
    let titles: Vec<_> = role.policies.iter().map(|policy| policy.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "managed policy AWSLambdaBasicExecutionRole",
            "managed policy AmazonS3ReadOnlyAccess",
            "Fn / policy"
        ]
    );
    assert_eq!(role.unknown[0].policy, "Fn / S3ReadPolicy");
    let its = world.resource("Its").unwrap();
    assert_eq!(world.role_of(its).unwrap().arn, role.arn);
    let names = format!("{}:live {}", function.arn().unwrap(), role.name);
    assert_eq!(its.property("Description").text().unwrap(), names);
    let topic = world.resource("Bare").unwrap().arn().unwrap();
    assert_eq!(world.resource_policy(&topic).unwrap().title, "default policy of Bare");
}
