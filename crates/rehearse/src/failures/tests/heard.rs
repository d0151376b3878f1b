//! Who is told.

use super::{Told, one, pipeline};
use crate::failures::{Heard, What};

const TOPIC: &str = "
  Topic:
    Type: AWS::SNS::Topic
    Properties: {TopicName: failures}
";
const POLICY: &str = "
  TopicPolicy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Topic]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
        - Effect: Allow
          Principal: {Service: [events.amazonaws.com, codestar-notifications.amazonaws.com, cloudwatch.amazonaws.com]}
          Action: sns:Publish
          Resource: !Ref Topic
";
const MAIL: &str = "
  Mail:
    Type: AWS::SNS::Subscription
    Properties: {TopicArn: !Ref Topic, Protocol: email, Endpoint: ops@example.com}
";

fn rule(pattern: &str) -> String {
    format!(
        "
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {pattern}
      Targets: [{{Id: Topic, Arn: !Ref Topic}}]
"
    )
}

fn with(resources: &[&str], name: &str) -> Told {
    one(&pipeline("", "", "", &resources.concat()), name)
}

fn is_heard(failure: &Told) -> bool {
    failure.heard == Heard::By(vec!["ops@example.com through Topic".to_owned()])
}

#[test]
fn a_rule_that_matches_tells_the_subscribers() {
    for (pattern, name, expected) in [
        ("{source: [aws.codepipeline], detail: {state: [FAILED]}}", "Build/Build:fails", true),
        ("{source: [aws.codepipeline], detail: {state: [SUCCEEDED]}}", "Build/Build:fails", false),
        ("{source: [aws.codepipeline], detail: {pipeline: [other]}}", "Build/Build:fails", false),
        (
            "{detail-type: [CodePipeline Action Execution State Change], detail: {action: [Deploy], state: [FAILED]}}",
            "Live/Deploy:fails",
            true,
        ),
        (
            "{detail-type: [CodePipeline Action Execution State Change], detail: {action: [Deploy], state: [FAILED]}}",
            "Build/Build:fails",
            false,
        ),
        (
            "{source: [aws.codepipeline], detail: {type: {category: [{prefix: De}]}, state: [FAILED]}}",
            "Live/Deploy:fails",
            true,
        ),
        (
            "{source: [aws.codebuild], detail: {build-status: [FAILED], project-name: [build]}}",
            "Build/Build:fails",
            true,
        ),
        (
            "{source: [aws.codebuild], detail: {build-status: [FAILED], project-name: [build]}}",
            "Build/Build:times-out",
            false,
        ),
        (
            "{source: [aws.codebuild], detail: {build-status: [FAILED], project-name: [build]}}",
            "Live/Deploy:fails",
            false,
        ),
        (
            "{source: [aws.codedeploy], detail: {state: [FAILURE], application: [app]}}",
            "Live/Deploy:fails",
            true,
        ),
        (
            "{source: [aws.codedeploy], detail: {state: [FAILURE], application: [app]}}",
            "Live/Deploy:stopped",
            false,
        ),
    ] {
        let failure = with(&[TOPIC, POLICY, MAIL, &rule(pattern)], name);
        assert_eq!(is_heard(&failure), expected, "{pattern} {name}: {:?}", failure.heard);
        assert_eq!(failure.heard == Heard::Nobody, !expected, "{pattern} {name}: {:?}", failure.heard);
    }
}

#[test]
fn nobody_hears_a_topic_without_subscribers_or_one_that_lets_nobody_in() {
    let rule = rule("{source: [aws.codepipeline], detail: {state: [FAILED]}}");
    let failure = with(&[TOPIC, POLICY, &rule], "Build/Build:fails");
    assert_eq!(failure.heard, Heard::Nobody);
    assert_eq!(
        failure.lines(What::Told),
        ["not through Rule: nobody has subscribed to Topic", "nobody: nothing in the template listens to it"]
    );
    let failure = with(&[TOPIC, MAIL, &rule], "Build/Build:fails");
    assert_eq!(failure.heard, Heard::Nobody);
    assert_eq!(failure.lines(What::Told)[0], "not Rule: Topic does not let it in");
}

#[test]
fn what_the_template_does_not_have_may_hear() {
    let rule = rule("{source: [aws.codepipeline], detail: {state: [FAILED]}}");
    let outside = rule.replace("!Ref Topic", "arn:aws:sns:us-east-1:111122223333:team");
    let failure = with(&[&outside], "Build/Build:fails");
    assert_eq!(failure.heard, Heard::Maybe("who has subscribed to team is not in the template".to_owned()));
    let filtered = MAIL.replace("ops@example.com", "ops@example.com, FilterPolicy: {a: [b]}");
    let failure = with(&[TOPIC, POLICY, &filtered, &rule], "Build/Build:fails");
    assert!(matches!(failure.heard, Heard::Maybe(_)), "{:?}", failure.heard);
    let given = "Outputs:\n  Topic: {Value: !Ref Topic}";
    let failure = with(&[TOPIC, POLICY, &rule, given], "Build/Build:fails");
    assert!(matches!(failure.heard, Heard::Maybe(_)), "{:?}", failure.heard);
}

#[test]
fn notification_rules_wait_for_their_own_events() {
    let rule = |event: &str| {
        format!(
            "
  Notices:
    Type: AWS::CodeStarNotifications::NotificationRule
    Properties:
      Name: failures
      DetailType: FULL
      Resource: !Sub arn:aws:codepipeline:${{AWS::Region}}:${{AWS::AccountId}}:${{Pipeline}}
      EventTypeIds: [{event}]
      Targets: [{{TargetType: SNS, TargetAddress: !Ref Topic}}]
"
        )
    };
    let failed = rule("codepipeline-pipeline-pipeline-execution-failed");
    assert!(is_heard(&with(&[TOPIC, POLICY, MAIL, &failed], "Build/Build:fails")));
    let needed = rule("codepipeline-pipeline-manual-approval-needed");
    assert_eq!(with(&[TOPIC, POLICY, MAIL, &needed], "Build/Build:fails").heard, Heard::Nobody);
}

#[test]
fn alarms_on_what_counts_failures_tell_of_them() {
    let alarm = |threshold: &str| {
        format!(
            "
  Builds:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/CodeBuild
      MetricName: FailedBuilds
      Dimensions: [{{Name: ProjectName, Value: build}}]
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      ComparisonOperator: GreaterThanOrEqualToThreshold
      Threshold: {threshold}
      AlarmActions: [!Ref Topic]
"
        )
    };
    assert!(is_heard(&with(&[TOPIC, POLICY, MAIL, &alarm("1")], "Build/Build:fails")));
    let failure = with(&[TOPIC, POLICY, MAIL, &alarm("3")], "Build/Build:fails");
    assert_eq!(failure.heard, Heard::Maybe("Builds: one failure need not make it ring".to_owned()));
}

#[test]
fn triggers_of_the_group_are_heard_where_its_role_may_publish() {
    let trigger = "{TriggerName: t, TriggerEvents: [DeploymentStop], TriggerTargetArn: !Ref Topic}";
    let group = &format!("TriggerConfigurations: [{trigger}]");
    let text = pipeline("", "", group, &[TOPIC, MAIL].concat());
    // What the role may do is not in the template.
    assert!(matches!(one(&text, "Live/Deploy:stopped").heard, Heard::Maybe(_)));
    assert_eq!(one(&text, "Live/Deploy:fails").heard, Heard::Nobody);
}

#[test]
fn what_is_not_modelled_may_be_heard() {
    let phase = "{detail-type: [CodeBuild Build Phase Change], detail: {completed-phase: [BUILD]}}";
    let failure = with(&[TOPIC, POLICY, MAIL, &rule(phase)], "Build/Build:fails");
    assert_eq!(failure.heard, Heard::Maybe("Rule: whether its pattern matches is not known".to_owned()));

    let states = rule("{source: [aws.states], detail: {status: [FAILED]}}");
    let text = pipeline("", "", "", &[TOPIC, POLICY, MAIL, &states].concat());
    assert_eq!(one(&text, "Live/Deploy:fails").heard, Heard::Nobody);
    let text = text.replace(
        "{Category: Deploy, Owner: AWS, Provider: CodeDeploy",
        "{Category: Invoke, Owner: AWS, Provider: StepFunctions",
    );
    assert!(matches!(one(&text, "Live/Deploy:fails").heard, Heard::Maybe(_)));
    assert_eq!(one(&text, "Build/Build:fails").heard, Heard::Nobody);

    let trail = rule("{source: [aws.codedeploy], detail: {eventName: [StopDeployment]}}");
    let text = pipeline("", "", "", &[TOPIC, POLICY, MAIL, &trail].concat());
    assert_eq!(one(&text, "Live/Deploy:stopped").heard, Heard::Maybe("Rule: a trail must be on".to_owned()));
    assert_eq!(one(&text, "Live/Deploy:fails").heard, Heard::Nobody);
}

#[test]
fn whoever_reads_the_log_may_hear() {
    let filter = "
  Reader:
    Type: AWS::Logs::SubscriptionFilter
    Properties:
      LogGroupName: /aws/codebuild/build
      FilterPattern: ERROR
      DestinationArn: arn:aws:lambda:us-east-1:111122223333:function:reader
";
    assert!(matches!(with(&[filter], "Build/Build:fails").heard, Heard::Maybe(_)));
    assert_eq!(with(&[filter], "Live/Deploy:fails").heard, Heard::Nobody);
}
