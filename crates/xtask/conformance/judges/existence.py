"""Whether a resource exists, asked of its own service and not of CloudFormation.

Each check gets the emulator's client factory, the physical ID, and the resource's resolved properties; it
raises an error or returns something false when there is nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from judges.emulated import Deployed
from template.attributes import bare_function_name

Clients = Callable[[str], Any]


def _alarm(client: Clients, name: str, _: dict[str, Any]) -> Any:
    return client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"]


def _composite_alarm(client: Clients, name: str, _: dict[str, Any]) -> Any:
    return client("cloudwatch").describe_alarms(AlarmNames=[name], AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]


def _dashboard(client: Clients, name: str, properties: dict[str, Any]) -> Any:
    kept = client("cloudwatch").get_dashboard(DashboardName=name)["DashboardBody"]
    return json.loads(kept) == json.loads(properties["DashboardBody"])


def _project(client: Clients, name: str, _: dict[str, Any]) -> Any:
    return client("codebuild").batch_get_projects(names=[name])["projects"]


def _report_group(client: Clients, arn: str, _: dict[str, Any]) -> Any:
    return client("codebuild").batch_get_report_groups(reportGroupArns=[arn])["reportGroups"]


def _repository(client: Clients, _: str, properties: dict[str, Any]) -> Any:
    return client("codecommit").get_repository(repositoryName=properties["RepositoryName"])


def _application(client: Clients, name: str, _: dict[str, Any]) -> Any:
    return client("codedeploy").get_application(applicationName=name)


def _deployment_config(client: Clients, name: str, _: dict[str, Any]) -> Any:
    return client("codedeploy").get_deployment_config(deploymentConfigName=name)


def _deployment_group(client: Clients, name: str, properties: dict[str, Any]) -> Any:
    application = properties["ApplicationName"]
    return client("codedeploy").get_deployment_group(applicationName=application, deploymentGroupName=name)


def _pipeline(client: Clients, name: str, _: dict[str, Any]) -> Any:
    return client("codepipeline").get_pipeline(name=name)


def _image_repository(client: Clients, name: str, _: dict[str, Any]) -> Any:
    return client("ecr").describe_repositories(repositoryNames=[name])["repositories"]


def _rule(client: Clients, name: str, properties: dict[str, Any]) -> Any:
    targets = client("events").list_targets_by_rule(Rule=name)["Targets"]
    return client("events").describe_rule(Name=name) and len(targets) == len(properties.get("Targets", []))


def _managed_policy(client: Clients, arn: str, _: dict[str, Any]) -> Any:
    return client("iam").get_policy(PolicyArn=arn)


def _role(client: Clients, name: str, properties: dict[str, Any]) -> Any:
    policies = client("iam").list_role_policies(RoleName=name)["PolicyNames"]
    return client("iam").get_role(RoleName=name) and len(policies) == len(properties.get("Policies", []))


def _alias(client: Clients, _: str, properties: dict[str, Any]) -> Any:
    function = bare_function_name(properties["FunctionName"])
    return client("lambda").get_alias(FunctionName=function, Name=properties["Name"])


def _event_invoke_config(client: Clients, _: str, properties: dict[str, Any]) -> Any:
    function = bare_function_name(properties["FunctionName"])
    return client("lambda").get_function_event_invoke_config(FunctionName=function)


def _function(client: Clients, name: str, _: dict[str, Any]) -> Any:
    return client("lambda").get_function(FunctionName=name)


def _permission(client: Clients, _: str, properties: dict[str, Any]) -> Any:
    return client("lambda").get_policy(FunctionName=bare_function_name(properties["FunctionName"]))


def _version(client: Clients, arn: str, _: dict[str, Any]) -> Any:
    function, number = arn.rsplit(":", 1)
    return client("lambda").get_function(FunctionName=bare_function_name(function), Qualifier=number)


def _key(client: Clients, key: str, _: dict[str, Any]) -> Any:
    # What is deleted stays for some days, and nobody can use it.
    return client("kms").describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"


def _log_group(client: Clients, name: str, _: dict[str, Any]) -> Any:
    groups = client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return [group for group in groups if group["logGroupName"] == name]


def _bucket(client: Clients, name: str, properties: dict[str, Any]) -> Any:
    status = client("s3").get_bucket_versioning(Bucket=name).get("Status")
    return status == properties.get("VersioningConfiguration", {}).get("Status")


def _bucket_policy(client: Clients, bucket: str, _: dict[str, Any]) -> Any:
    return client("s3").get_bucket_policy(Bucket=bucket)


def _scalable_target(client: Clients, _: str, properties: dict[str, Any]) -> Any:
    scaling = client("application-autoscaling")
    given = {"ServiceNamespace": properties["ServiceNamespace"], "ResourceIds": [properties["ResourceId"]]}
    return scaling.describe_scalable_targets(**given)["ScalableTargets"]


def _scaling_policy(client: Clients, _: str, properties: dict[str, Any]) -> Any:
    resource_id, dimension, service = properties["ScalingTargetId"].split("|")
    given = {"ServiceNamespace": service, "ResourceId": resource_id, "ScalableDimension": dimension}
    return client("application-autoscaling").describe_scaling_policies(**given)["ScalingPolicies"]


def _subscription(client: Clients, arn: str, _: dict[str, Any]) -> Any:
    return client("sns").get_subscription_attributes(SubscriptionArn=arn)


def _topic(client: Clients, arn: str, _: dict[str, Any]) -> Any:
    return client("sns").get_topic_attributes(TopicArn=arn)


def _topic_policy(client: Clients, _: str, properties: dict[str, Any]) -> Any:
    sns = client("sns")
    policies = [sns.get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"] for arn in properties["Topics"]]
    return all("__default_statement_ID" not in policy for policy in policies)


CHECKS: dict[str, Callable[[Clients, str, dict[str, Any]], Any]] = {
    "AWS::ApplicationAutoScaling::ScalableTarget": _scalable_target,
    "AWS::ApplicationAutoScaling::ScalingPolicy": _scaling_policy,
    "AWS::CloudWatch::Alarm": _alarm,
    "AWS::CloudWatch::CompositeAlarm": _composite_alarm,
    "AWS::CloudWatch::Dashboard": _dashboard,
    "AWS::CodeBuild::Project": _project,
    "AWS::CodeBuild::ReportGroup": _report_group,
    "AWS::CodeCommit::Repository": _repository,
    "AWS::CodeDeploy::Application": _application,
    "AWS::CodeDeploy::DeploymentConfig": _deployment_config,
    "AWS::CodeDeploy::DeploymentGroup": _deployment_group,
    "AWS::CodePipeline::Pipeline": _pipeline,
    "AWS::ECR::Repository": _image_repository,
    "AWS::Events::Rule": _rule,
    "AWS::IAM::ManagedPolicy": _managed_policy,
    "AWS::IAM::Role": _role,
    "AWS::Lambda::Alias": _alias,
    "AWS::Lambda::EventInvokeConfig": _event_invoke_config,
    "AWS::Lambda::Function": _function,
    "AWS::Lambda::Permission": _permission,
    "AWS::Lambda::Version": _version,
    "AWS::KMS::Key": _key,
    "AWS::Logs::LogGroup": _log_group,
    "AWS::S3::Bucket": _bucket,
    "AWS::S3::BucketPolicy": _bucket_policy,
    "AWS::SNS::Subscription": _subscription,
    "AWS::SNS::Topic": _topic,
    "AWS::SNS::TopicPolicy": _topic_policy,
}


_ASKED = {
    "AWS::Chatbot::MicrosoftTeamsChannelConfiguration": "chats",
    "AWS::Chatbot::SlackChannelConfiguration": "chats",
    "AWS::CodeConnections::Connection": "connections",
}


def existing(deployed: Deployed) -> dict[str, bool]:
    """For every resource that the stack has ever listed, whether its service knows it now."""
    resources = deployed.resolver.resources()
    return {
        logical_id: _exists(deployed, physical_id, resources[logical_id])
        for logical_id, physical_id in deployed.physical_ids.items()
    }


def _exists(deployed: Deployed, physical_id: str, resource: dict[str, Any]) -> bool:
    check = CHECKS.get(resource["Type"])
    if resource["Type"] in _ASKED:
        # The emulator has no such service to ask.
        return physical_id in deployed.emulator.ask(_ASKED[resource["Type"]])
    if check is None:
        raise LookupError(f"{resource['Type']}: judges/existence.py has no check for it")
    try:
        return bool(check(deployed.emulator.client, physical_id, resource["Properties"]))
    except ClientError as error:
        # A refusal or a crash of the emulator is no proof of absence.
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in (400, 404):
            return False
        raise
