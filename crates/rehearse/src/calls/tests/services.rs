//! What services call in their own names and under the roles of functions and deployment groups.

use super::{lines, read, short, world};
use crate::calls::{
    By, Of, When, access_logs, alarm, alias_updates, assumption, chat, execution_role, log_group_key,
    notification_rule, shift, subscription, targets,
};

const TEMPLATE: &str = "Resources:
  Rule:
    Type: AWS::Events::Rule
    Properties:
      Name: push
      Targets:
      - {Id: a, Arn: 'arn:aws:codepipeline:us-east-1:111122223333:delivery', RoleArn: 'arn:aws:iam::111122223333:role/start'}
      - {Id: b, Arn: !Ref Topic}
      - {Id: c, Arn: !GetAtt Function.Arn, DeadLetterConfig: {Arn: !GetAtt Queue.Arn}}
      - {Id: d, Arn: 'arn:aws:sns:us-east-1:111122223333:elsewhere'}
  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: told, KmsMasterKeyId: alias/aws/sns}}
  Keyed: {Type: AWS::SNS::Topic, Properties: {TopicName: keyed, KmsMasterKeyId: !Ref Key}}
  Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Version: '2012-10-17', Statement: []}}}
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: lost}}
  ToQueue: {Type: AWS::SNS::Subscription, Properties: {Protocol: sqs, TopicArn: !Ref Keyed, Endpoint: !GetAtt Queue.Arn}}
  ToMail: {Type: AWS::SNS::Subscription, Properties: {Protocol: email, TopicArn: !Ref Keyed, Endpoint: a@example.com}}
  Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: kept, KmsKeyId: !GetAtt Key.Arn}}
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties: {AlarmName: errors, AlarmActions: [!Ref Keyed], OKActions: [!Ref Keyed]}
  Notification:
    Type: AWS::CodeStarNotifications::NotificationRule
    Properties: {Targets: [{TargetType: SNS, TargetAddress: !Ref Keyed}]}
  Function:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: fn
      Role: arn:aws:iam::111122223333:role/fn
      TracingConfig: {Mode: Active}
      DeadLetterConfig: {TargetArn: !GetAtt Queue.Arn}
  Alias:
    Type: AWS::Lambda::Alias
    Properties: {FunctionName: !Ref Function, FunctionVersion: '1', Name: live}
    UpdatePolicy:
      CodeDeployLambdaAliasUpdate:
        ApplicationName: app
        DeploymentGroupName: group
        BeforeAllowTrafficHook: CodeDeployHook_before
  Group:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ApplicationName: app
      DeploymentGroupName: group
      ServiceRoleArn: arn:aws:iam::111122223333:role/deploy
      AlarmConfiguration: {Enabled: true, Alarms: [{Name: errors}]}
      TriggerConfigurations: [{TriggerTargetArn: !Ref Topic, TriggerEvents: [DeploymentFailure]}]
";

#[test]
fn a_rule_calls_each_target_as_whom_it_may() {
    let document = read(TEMPLATE);
    let world = world(&document);
    let found = targets(&world, world.resource("Rule").unwrap());
    let shown: Vec<_> = found.iter().map(|delivery| (&delivery.by, short(&delivery.calls))).collect();
    let events = By::Service("events.amazonaws.com".into());
    assert_eq!(
        shown[0],
        (
            &By::Role("arn:aws:iam::111122223333:role/start".to_owned()),
            vec!["codepipeline:StartPipelineExecution codepipeline:…:delivery".to_owned()]
        )
    );
    // The key that AWS manages has no policy that would let EventBridge in.
    let lines = [
        "sns:Publish sns:…:told",
        "kms:GenerateDataKey kms:…:key/<the key alias/aws/sns>",
        "kms:Decrypt kms:…:key/<the key alias/aws/sns>",
    ];
    assert_eq!(shown[1], (&events, lines.map(ToOwned::to_owned).to_vec()));
    assert!(found[1].calls.calls[0].context.is_empty());
    assert_eq!(shown[2], (&events, vec!["lambda:InvokeFunction lambda:…:function:fn".to_owned()]));
    let rule = "arn:aws:events:us-east-1:111122223333:rule/push".to_owned();
    assert_eq!(found[2].calls.calls[0].context[1], ("aws:SourceArn", rule));
    assert_eq!(shown[3], (&events, vec!["sqs:SendMessage sqs:…:lost (only)".to_owned()]));
    assert_eq!(found[4].calls.calls, []);
    assert_eq!(found[4].calls.unmodelled.len(), 1);
}

#[test]
fn an_alarm_says_which_it_is_and_a_notification_does_not() {
    let document = read(TEMPLATE);
    let world = world(&document);
    let rings = alarm(&world, world.resource("Alarm").unwrap());
    assert_eq!(rings.len(), 2);
    let publish = &rings[0].calls.calls[0];
    assert_eq!(rings[0].by, By::Service("cloudwatch.amazonaws.com".into()));
    let source = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:errors".to_owned();
    assert!(publish.context.contains(&("aws:SourceArn", source)));
    assert_eq!(rings[0].calls.calls[1].resource, world.resource("Key").unwrap().arn().unwrap());
    let told = notification_rule(&world, world.resource("Notification").unwrap());
    assert_eq!(told[0].by, By::Service("codestar-notifications.amazonaws.com".into()));
    assert!(told[0].calls.calls[0].context.is_empty());
}

#[test]
fn a_function_logs_traces_and_hands_on_what_failed() {
    let document = read(TEMPLATE);
    let world = world(&document);
    let calls = execution_role(&world, world.resource("Function").unwrap());
    let expected = [
        "logs:CreateLogGroup logs:…:log-group:/aws/lambda/fn:log-stream:<stream> (only)",
        "logs:CreateLogStream logs:…:log-group:/aws/lambda/fn:log-stream:<stream>",
        "logs:PutLogEvents logs:…:log-group:/aws/lambda/fn:log-stream:<stream>",
        "xray:PutTraceSegments *",
        "xray:PutTelemetryRecords *",
        "sqs:SendMessage sqs:…:lost (only)",
    ];
    assert_eq!(short(&calls), expected);
}

#[test]
fn an_update_of_the_stack_has_codedeploy_shift_an_alias() {
    let document = read(TEMPLATE);
    let world = world(&document);
    let updates = alias_updates(&world);
    let (group, update) = &updates[0];
    assert_eq!(updates.len(), 1);
    assert_eq!(group, "arn:aws:codedeploy:us-east-1:111122223333:deploymentgroup:app/group");
    let calls = shift(&world, world.by_arn(group).unwrap(), update);
    let expected = [
        "lambda:GetAlias lambda:…:function:fn",
        "lambda:GetProvisionedConcurrencyConfig lambda:…:function:fn:live",
        "lambda:UpdateAlias lambda:…:function:fn",
        "lambda:InvokeFunction lambda:…:function:CodeDeployHook_before",
        "cloudwatch:DescribeAlarms *",
        "sns:Publish sns:…:told",
    ];
    assert_eq!(short(&calls), expected, "{:#?}", lines(&calls));
}

#[test]
fn services_say_on_whose_behalf_they_take_roles_where_that_is_documented() {
    let document = read(TEMPLATE);
    let world = world(&document);
    let arn = "arn:aws:codebuild:us-east-1:111122223333:project/builds";
    let build = assumption(&world, Of::Project(arn));
    assert_eq!(build.service, "codebuild.amazonaws.com");
    assert_eq!(
        build.context,
        [("aws:SourceAccount", "111122223333".to_owned()), ("aws:SourceArn", arn.to_owned())]
    );
    let pipeline = assumption(&world, Of::Pipeline("arn:aws:codepipeline:us-east-1:111122223333:p"));
    assert_eq!(pipeline.context, []);
    assert_eq!(pipeline.undocumented[0], ("aws:SourceAccount", "111122223333".to_owned()));
}

#[test]
fn messages_and_logs_go_on_in_the_services_own_names() {
    let document = read(TEMPLATE);
    let world = world(&document);
    let of = |id: &str| subscription(&world, world.resource(id).unwrap());
    let queue = of("ToQueue").unwrap();
    assert_eq!(queue.by, By::Service("sns.amazonaws.com".into()));
    assert_eq!(short(&queue.calls), ["sqs:SendMessage sqs:…:lost"]);
    let topic = "arn:aws:sns:us-east-1:111122223333:keyed".to_owned();
    assert_eq!(queue.calls.calls[0].context, [("aws:SourceArn", topic)]);
    assert_eq!(of("ToMail"), None);
    let logs = log_group_key(&world, world.resource("Logs").unwrap()).unwrap();
    assert_eq!(logs.by, By::Service("logs.us-east-1.amazonaws.com".into()));
    let group = "arn:aws:logs:us-east-1:111122223333:log-group:kept".to_owned();
    assert_eq!(logs.calls.calls[0].context, [("kms:EncryptionContext:aws:logs:arn", group)]);
}

#[test]
fn access_logs_come_in_the_name_of_their_bucket() {
    let text = "Resources:
  Logs: {Type: AWS::S3::Bucket, Properties: {BucketName: logs}}
  Old: {Type: AWS::S3::Bucket, Properties: {BucketName: old, AccessControl: LogDeliveryWrite}}
  A:
    Type: AWS::S3::Bucket
    Properties: {BucketName: a, LoggingConfiguration: {DestinationBucketName: !Ref Logs, LogFilePrefix: a/}}
  B: {Type: AWS::S3::Bucket, Properties: {LoggingConfiguration: {DestinationBucketName: !Ref Old}}}
  C: {Type: AWS::S3::Bucket, Properties: {LoggingConfiguration: {DestinationBucketName: elsewhere}}}
";
    let document = read(text);
    let world = world(&document);
    let of = |id: &str| access_logs(&world, world.resource(id).unwrap());
    let logs = of("A").unwrap();
    assert_eq!(logs.by, By::Service("logging.s3.amazonaws.com".into()));
    assert_eq!(short(&logs.calls), ["s3:PutObject s3:::logs/a/<log>"]);
    let context =
        [("aws:SourceAccount", "111122223333".to_owned()), ("aws:SourceArn", "arn:aws:s3:::a".to_owned())];
    assert_eq!(logs.calls.calls[0].context, context);
    for unknown in ["B", "C"] {
        let calls = of(unknown).unwrap().calls;
        assert_eq!((calls.calls.len(), calls.unmodelled.len()), (0, 1), "{unknown}");
    }
    assert_eq!(of("Logs"), None);
}

#[test]
fn a_chat_shows_graphs_under_its_role() {
    let text = "Resources:
  Chat:
    Type: AWS::Chatbot::MicrosoftTeamsChannelConfiguration
    Properties: {ConfigurationName: team, IamRoleArn: 'arn:aws:iam::111122223333:role/chat'}
";
    let document = read(text);
    let world = world(&document);
    let configuration = world.resource("Chat").unwrap();
    let (role, calls) = chat(configuration).unwrap();
    assert_eq!(role, "arn:aws:iam::111122223333:role/chat");
    assert!(calls.calls.iter().all(|call| matches!(call.when, When::Perhaps(_)) && call.resource == "*"));
    let arn = configuration.arn().unwrap();
    assert_eq!(arn, "arn:aws:chatbot::111122223333:chat-configuration/microsoft-teams-channel/team");
    let trust = assumption(&world, Of::Chat(&arn));
    assert_eq!((trust.service, trust.context.len()), ("chatbot.amazonaws.com", 0));
}
