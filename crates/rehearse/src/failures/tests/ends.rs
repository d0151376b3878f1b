//! What rolls back, what is left, what comes next, and when.

use super::{all, one, pipeline};
use crate::failures::{Heard, What};

const CANARY: &str = "DeploymentConfigName: CodeDeployDefault.LambdaCanary10Percent5Minutes";
const ROLLBACK: &str = "AutoRollbackConfiguration: {Enabled: true, Events: [DEPLOYMENT_FAILURE]}";
const ALARMED: &str = "AlarmConfiguration: {Enabled: true, Alarms: [{Name: errors}]}";

fn alarm(periods: u64) -> String {
    format!(
        "
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: errors
      Namespace: AWS/Lambda
      MetricName: Errors
      Statistic: Sum
      Period: 60
      EvaluationPeriods: {periods}
      ComparisonOperator: GreaterThanThreshold
      Threshold: 0
"
    )
}

fn group(lines: &[&str]) -> String {
    lines.join("\n      ")
}

#[test]
fn a_group_rolls_back_on_the_events_that_it_lists() {
    let text = pipeline("", "", &group(&[CANARY, ROLLBACK]), "");
    let fails = one(&text, "Live/Deploy:fails");
    assert_eq!(
        fails.lines(What::RollsBack),
        ["CodeDeploy rolls back by itself, in a deployment of its own (DEPLOYMENT_FAILURE)"]
    );
    assert_eq!(fails.lines(What::Left), ["the alias is back at the version that it had, with all traffic"]);
    let stopped = one(&text, "Live/Deploy:stopped");
    assert_eq!(
        stopped.lines(What::RollsBack),
        ["nothing: Group rolls back on no DEPLOYMENT_STOP_ON_REQUEST"]
    );
    assert_eq!(stopped.lines(What::Left), ["the alias may keep two versions: the new one has 10 %"]);
    assert!(
        stopped.lines(What::Next)[0].starts_with("deployments fail as long as the alias has two versions")
    );
}

#[test]
fn a_group_without_alarms_knows_none() {
    let text = pipeline("", "", CANARY, "");
    assert!(all(&text).iter().all(|failure| failure.name != "Live/Deploy:alarm"));
    let off = ALARMED.replace("true", "false");
    let text = pipeline("", "", &group(&[CANARY, &off]), &alarm(1));
    assert!(all(&text).iter().all(|failure| failure.name != "Live/Deploy:alarm"));
}

#[test]
fn an_alarm_has_the_time_of_the_shift_and_blocks_what_would_mend_it() {
    let told =
        |periods| one(&pipeline("", "", &group(&[CANARY, ALARMED]), &alarm(periods)), "Live/Deploy:alarm");
    let soon = told(1);
    assert_eq!(soon.title, "Alarm rings while traffic shifts");
    assert_eq!(soon.lines(What::Time), ["within the 5 min of the shift: Alarm needs 1 min"]);
    assert!(soon.lines(What::Next).iter().any(|line| line.contains("start that with its alarms off")));
    let late = told(10);
    assert_eq!(
        late.lines(What::Time),
        ["Alarm needs 10 min, and the shift takes 5 min: it may ring too late"]
    );
    let outside = one(&pipeline("", "", &group(&[CANARY, ALARMED]), ""), "Live/Deploy:alarm");
    assert_eq!(outside.heard, Heard::Maybe("whom the alarm errors tells is not in the template".to_owned()));
}

#[test]
fn the_stage_decides_what_its_failure_leads_to() {
    for (result, line) in [
        ("ROLLBACK", "the stage Live runs again with what last succeeded in it, if anything has"),
        ("RETRY", "nothing yet: the stage Live tries its failed actions again by itself"),
        ("SKIP", "nothing: the stage Live is skipped, and the execution goes on"),
    ] {
        let text = pipeline("", &format!("OnFailure: {{Result: {result}}}"), "", "");
        assert!(one(&text, "Live/Deploy:fails").lines(What::RollsBack).contains(&line), "{result}");
    }
}

#[test]
fn the_mode_decides_who_goes_in_next() {
    for (mode, line) in [
        ("QUEUED", "the stage Build is free again: the next in the queue goes in"),
        ("SUPERSEDED", "the stage Build is free again: the newest execution that waits before it goes in"),
        ("PARALLEL", "executions run side by side: none waits for this one"),
    ] {
        let text = pipeline(&format!("ExecutionMode: {mode}"), "", "", "");
        assert_eq!(one(&text, "Build/Build:fails").lines(What::Next)[0], line);
    }
}

#[test]
fn a_shift_that_outlives_its_action_is_told() {
    let config = "
  Slow:
    Type: AWS::CodeDeploy::DeploymentConfig
    Properties:
      ComputePlatform: Lambda
      DeploymentConfigName: slow
      TrafficRoutingConfig: {Type: TimeBasedLinear, TimeBasedLinear: {LinearPercentage: 10, LinearInterval: 300}}
";
    let text = pipeline("", "", "DeploymentConfigName: slow", config);
    let text = text.replace("Provider: CodeDeploy", "Provider: CodeDeployToECS");
    assert_eq!(one(&text, "Live/Deploy:fails").lines(What::Time), ["within the 45 h of the shift"]);
    let native = "{Category: Deploy, Owner: AWS, Provider: Lambda, Version: '1'}";
    let text =
        text.replace("{Category: Deploy, Owner: AWS, Provider: CodeDeployToECS, Version: '1'}", native);
    let text = text.replace(
        "{ApplicationName: app, DeploymentGroupName: group}",
        "{FunctionName: fn, FunctionAlias: live, Alarms: errors, DeployStrategy: Linear10PercentEvery400Minutes}",
    );
    let told = one(&text, "Live/Deploy:alarm");
    assert_eq!(told.lines(What::RollsBack), ["live of fn goes back to the version that it had"]);
    assert_eq!(
        told.lines(What::Time),
        ["the shift takes 60 h, and the action 2 days at most: it fails before the shift ends"]
    );
}

/// A function that nobody knows: whether it reports is not known, and an event may outlive the action.
#[test]
fn a_function_that_is_not_known_may_report_nothing() {
    let function = "
  Deployer:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: deployer
      Runtime: python3.13
      Handler: index.handler
      Role: arn:aws:iam::111122223333:role/deployer
      Code:
        ZipFile: |
          import boto3
          def handler(event, context):
              boto3.client('codedeploy').create_deployment(applicationName='app')
";
    let text = pipeline("", "", CANARY, function);
    let text = text.replace(
        "Category: Deploy, Owner: AWS, Provider: CodeDeploy",
        "Category: Invoke, Owner: AWS, Provider: Lambda",
    );
    let text = text.replace("{ApplicationName: app, DeploymentGroupName: group}", "{FunctionName: deployer}");
    let names: Vec<_> = all(&text).into_iter().map(|failure| failure.name).collect();
    let live = ["fails", "stopped", "throttled", "crashes"].map(|kind| format!("Live/Deploy:{kind}"));
    assert_eq!(names[3..], live);
    let throttled = one(&text, "Live/Deploy:throttled");
    assert!(throttled.lines(What::Time).contains(&"Lambda tries for 6 h, and then drops the event"));
    assert!(throttled.lines(What::Left)[0].starts_with("Deployer may still run after the action has failed"));
    let crashes = one(&text, "Live/Deploy:crashes");
    assert!(crashes.lines(What::Time).contains(&"Lambda runs it 2 times more"));
}

#[test]
fn an_update_of_the_stack_fails_before_its_witness() {
    let alias = "
  Function:
    Type: AWS::Lambda::Function
    Properties: {FunctionName: fn, Role: 'arn:aws:iam::111122223333:role/fn', Code: {S3Bucket: b, S3Key: k}}
  Alias:
    Type: AWS::Lambda::Alias
    UpdatePolicy:
      CodeDeployLambdaAliasUpdate:
        ApplicationName: app
        DeploymentGroupName: group
        BeforeAllowTrafficHook: check
        AfterAllowTrafficHook: verify
    Properties: {Name: live, FunctionName: !Ref Function, FunctionVersion: '1'}
";
    let text = pipeline("", "", &group(&[CANARY]), alias);
    let before = one(&text, "update:hook");
    assert_eq!(before.title, "the hook check fails before traffic shifts");
    assert_eq!(before.lines(What::Left), ["live of Function is where it was: no traffic has shifted"]);
    assert_eq!(before.heard, Heard::Maybe("whoever updates the stack sees it fail".to_owned()));
    let after = one(&text, "update:hook-after");
    assert_eq!(after.lines(What::Left), ["live of Function is at the new version, with all traffic"]);
}

#[test]
fn a_rule_that_may_not_start_the_pipeline_is_a_failure() {
    let rule = |action: &str| {
        format!(
            "
  Trigger:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{{Effect: Allow, Principal: {{Service: events.amazonaws.com}}, Action: 'sts:AssumeRole'}}]
      Policies:
      - PolicyName: start
        PolicyDocument:
          Version: '2012-10-17'
          Statement: [{{Effect: Allow, Action: '{action}', Resource: '*'}}]
  Push:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {{source: [aws.s3]}}
      Targets:
      - Id: Pipeline
        Arn: !Sub arn:aws:codepipeline:${{AWS::Region}}:${{AWS::AccountId}}:demo
        RoleArn: !GetAtt Trigger.Arn
"
        )
    };
    let refused = one(&pipeline("", "", "", &rule("codepipeline:StopPipelineExecution")), "push:refused");
    assert_eq!(refused.title, "Push may not start the pipeline");
    assert_eq!(refused.heard, Heard::Nobody);
    let fine = all(&pipeline("", "", "", &rule("codepipeline:StartPipelineExecution")));
    assert!(fine.iter().all(|failure| failure.name != "push:refused"));
}
