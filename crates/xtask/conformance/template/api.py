"""What CloudFormation would send to each service's own API to create a resource.

Property names are matched to the members of the operation's input shape without regard to case, which is
nearly all that differs (`BuildSpec` is `buildspec`, `ServiceRole` is `serviceRole`). What differs more is
spelled out per type below. A property that the shape has no member for stays as it is, so that whoever
validates the result sees it.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import botocore.session
from botocore.model import ListShape, MapShape, Shape, StructureShape


@dataclass(frozen=True)
class Call:
    """One request to a service."""

    service: str
    operation: str
    parameters: dict[str, Any]


@functools.cache
def _session() -> botocore.session.Session:
    return botocore.session.get_session()


@functools.cache
def input_shape(service: str, operation: str) -> StructureShape:
    """The shape that the service demands of an operation's input."""
    return _session().get_service_model(service).operation_model(operation).input_shape


def adapt(shape: Shape, value: Any) -> Any:
    """The value with its keys spelled as the shape spells them."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        members = {name.lower(): name for name in shape.members}
        adapted = {}
        for key, item in value.items():
            member = members.get(key.lower())
            adapted[member or key] = adapt(shape.members[member], item) if member else item
        return adapted
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [adapt(shape.member, item) for item in value]
    if isinstance(shape, MapShape) and isinstance(value, list):
        # CloudFormation has a list of tags where some services have a map.
        return {item["Key"]: item["Value"] for item in value}
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {key: adapt(shape.value, item) for key, item in value.items()}
    if shape.type_name == "blob" and isinstance(value, str):
        return value.encode()
    return value


def _call(service: str, operation: str, parameters: dict[str, Any]) -> Call:
    return Call(service, operation, adapt(input_shape(service, operation), parameters))


def _without(properties: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if key not in names}


def _only(properties: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if key in names}


def _pipeline(name: str, properties: dict[str, Any]) -> list[Call]:
    pipeline = {"Name": name} | _without(
        properties, "Tags", "RestartExecutionOnUpdate", "DisableInboundStageTransitions", "ArtifactStores"
    )
    if "ArtifactStores" in properties:
        pipeline["ArtifactStores"] = {
            store["Region"]: {key.lower(): value for key, value in store["ArtifactStore"].items()}
            for store in properties["ArtifactStores"]
        }
    return [_call("codepipeline", "CreatePipeline", {"Pipeline": pipeline} | _only(properties, "Tags"))]


def _scalable_target(_: str, properties: dict[str, Any]) -> list[Call]:
    return [_call("application-autoscaling", "RegisterScalableTarget", properties)]


def _scaling_policy(name: str, properties: dict[str, Any]) -> list[Call]:
    keys = ("ResourceId", "ScalableDimension", "ServiceNamespace")
    target = dict(zip(keys, properties["ScalingTargetId"].split("|"), strict=True))
    parameters = {"PolicyName": name} | target | _without(properties, "ScalingTargetId")
    return [_call("application-autoscaling", "PutScalingPolicy", parameters)]


def _project(name: str, properties: dict[str, Any]) -> list[Call]:
    parameters = {"Name": name} | _without(properties, "Triggers", "Visibility", "ResourceAccessRole")
    return [_call("codebuild", "CreateProject", parameters)]


def _report_group(name: str, properties: dict[str, Any]) -> list[Call]:
    return [_call("codebuild", "CreateReportGroup", {"Name": name} | _without(properties, "DeleteReports"))]


def _repository(name: str, properties: dict[str, Any]) -> list[Call]:
    parameters = {"RepositoryName": name} | _without(properties, "Code", "Triggers")
    return [_call("codecommit", "CreateRepository", parameters)]


def _connection(name: str, properties: dict[str, Any]) -> list[Call]:
    return [_call("codeconnections", "CreateConnection", {"ConnectionName": name} | properties)]


def _application(name: str, properties: dict[str, Any]) -> list[Call]:
    return [_call("codedeploy", "CreateApplication", {"ApplicationName": name} | properties)]


def _deployment_config(name: str, properties: dict[str, Any]) -> list[Call]:
    return [_call("codedeploy", "CreateDeploymentConfig", {"DeploymentConfigName": name} | properties)]


def _deployment_group(name: str, properties: dict[str, Any]) -> list[Call]:
    parameters = {"DeploymentGroupName": name} | _without(properties, "Deployment")
    return [_call("codedeploy", "CreateDeploymentGroup", parameters)]


def _image_repository(name: str, properties: dict[str, Any]) -> list[Call]:
    moving = "ImageTagMutabilityExclusionFilters"
    others = ("LifecyclePolicy", "RepositoryPolicyText", "EmptyOnDelete", moving)
    parameters = {"RepositoryName": name} | _without(properties, *others)
    if moving in properties:
        # CloudFormation says the list's name again before each of its members.
        members = {f"{moving[:-1]}Type": "FilterType", f"{moving[:-1]}Value": "Filter"}
        parameters[moving] = [{members[key]: tags[key] for key in tags} for tags in properties[moving]]
    calls = [_call("ecr", "CreateRepository", parameters)]
    if "LifecyclePolicy" in properties:
        calls.append(_call("ecr", "PutLifecyclePolicy", {"repositoryName": name} | properties["LifecyclePolicy"]))
    if "RepositoryPolicyText" in properties:
        policy = {"repositoryName": name, "policyText": json.dumps(properties["RepositoryPolicyText"])}
        calls.append(_call("ecr", "SetRepositoryPolicy", policy))
    return calls


def _function(name: str, properties: dict[str, Any]) -> list[Call]:
    others = ("ReservedConcurrentExecutions", "RuntimeManagementConfig", "RecursiveLoop")
    return [_call("lambda", "CreateFunction", {"FunctionName": name} | _without(properties, *others))]


def _version(_name: str, properties: dict[str, Any]) -> list[Call]:
    return [_call("lambda", "PublishVersion", _only(properties, "FunctionName", "Description", "CodeSha256"))]


def _alias(_name: str, properties: dict[str, Any]) -> list[Call]:
    parameters = _without(properties, "ProvisionedConcurrencyConfig")
    weights = parameters.get("RoutingConfig", {}).get("AdditionalVersionWeights")
    if weights is not None:
        by_version = {weight["FunctionVersion"]: weight["FunctionWeight"] for weight in weights}
        parameters = parameters | {"RoutingConfig": {"AdditionalVersionWeights": by_version}}
    return [_call("lambda", "CreateAlias", parameters)]


def _event_invoke_config(_name: str, properties: dict[str, Any]) -> list[Call]:
    return [_call("lambda", "PutFunctionEventInvokeConfig", properties)]


def _permission(name: str, properties: dict[str, Any]) -> list[Call]:
    return [_call("lambda", "AddPermission", {"StatementId": name} | properties)]


def _topic(name: str, properties: dict[str, Any]) -> list[Call]:
    attributes = _without(properties, "TopicName", "Tags", "Subscription")
    parameters = {"Name": name, "Attributes": attributes} | _only(properties, "Tags")
    return [_call("sns", "CreateTopic", parameters)]


def _key(_name: str, properties: dict[str, Any]) -> list[Call]:
    policy = {"Policy": json.dumps(properties["KeyPolicy"])}
    tags = {"Tags": [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in properties.get("Tags", [])]}
    return [_call("kms", "CreateKey", _only(properties, "Description") | policy | tags)]


def _topic_policy(_name: str, properties: dict[str, Any]) -> list[Call]:
    document = json.dumps(properties["PolicyDocument"])
    return [
        _call("sns", "SetTopicAttributes", {"TopicArn": topic, "AttributeName": "Policy", "AttributeValue": document})
        for topic in properties["Topics"]
    ]


def _subscription(_name: str, properties: dict[str, Any]) -> list[Call]:
    named = ("TopicArn", "Protocol", "Endpoint")
    attributes = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in _without(properties, *named, "Region").items()
    }
    parameters = _only(properties, *named) | ({"Attributes": attributes} if attributes else {})
    return [_call("sns", "Subscribe", parameters)]


def _rule(name: str, properties: dict[str, Any]) -> list[Call]:
    rule = {"Name": name} | _without(properties, "Targets")
    if isinstance(rule.get("EventPattern"), dict):
        rule["EventPattern"] = json.dumps(rule["EventPattern"])
    calls = [_call("events", "PutRule", rule)]
    if "Targets" in properties:
        calls.append(_call("events", "PutTargets", {"Rule": name, "Targets": properties["Targets"]}))
    return calls


def _alarm(name: str, properties: dict[str, Any]) -> list[Call]:
    return [_call("cloudwatch", "PutMetricAlarm", {"AlarmName": name} | properties)]


# The members that go by other names than the properties.
_CHAT = {
    "SlackWorkspaceId": "SlackTeamId",
    "TeamsTenantId": "TenantId",
    "TeamsChannelId": "ChannelId",
    "GuardrailPolicies": "GuardrailPolicyArns",
    "UserRoleRequired": "UserAuthorizationRequired",
}


def _chat(operation: str) -> Callable[[str, dict[str, Any]], list[Call]]:
    def calls(name: str, properties: dict[str, Any]) -> list[Call]:
        named = {_CHAT.get(key, key): value for key, value in properties.items()}
        return [_call("chatbot", operation, {"ConfigurationName": name} | named)]

    return calls


def _composite_alarm(name: str, properties: dict[str, Any]) -> list[Call]:
    return [_call("cloudwatch", "PutCompositeAlarm", {"AlarmName": name} | properties)]


def _dashboard(name: str, properties: dict[str, Any]) -> list[Call]:
    return [_call("cloudwatch", "PutDashboard", {"DashboardName": name} | properties)]


def _log_group(name: str, properties: dict[str, Any]) -> list[Call]:
    group = {"logGroupName": name} | _without(properties, "RetentionInDays")
    calls = [_call("logs", "CreateLogGroup", group)]
    if "RetentionInDays" in properties:
        days = properties["RetentionInDays"]
        calls.append(_call("logs", "PutRetentionPolicy", {"logGroupName": name, "retentionInDays": days}))
    return calls


def _role(name: str, properties: dict[str, Any]) -> list[Call]:
    role = {"RoleName": name} | _without(properties, "Policies", "ManagedPolicyArns")
    role["AssumeRolePolicyDocument"] = json.dumps(role["AssumeRolePolicyDocument"])
    calls = [_call("iam", "CreateRole", role)]
    for policy in properties.get("Policies", []):
        document = json.dumps(policy["PolicyDocument"])
        parameters = {"RoleName": name, "PolicyName": policy["PolicyName"], "PolicyDocument": document}
        calls.append(_call("iam", "PutRolePolicy", parameters))
    for arn in properties.get("ManagedPolicyArns", []):
        calls.append(_call("iam", "AttachRolePolicy", {"RoleName": name, "PolicyArn": arn}))
    return calls


def _managed_policy(name: str, properties: dict[str, Any]) -> list[Call]:
    policy = {"PolicyName": name} | _only(properties, "Description", "Path", "Tags")
    policy["PolicyDocument"] = json.dumps(properties["PolicyDocument"])
    return [_call("iam", "CreatePolicy", policy)]


MAPPED: dict[str, Callable[[str, dict[str, Any]], list[Call]]] = {
    "AWS::ApplicationAutoScaling::ScalableTarget": _scalable_target,
    "AWS::ApplicationAutoScaling::ScalingPolicy": _scaling_policy,
    "AWS::Chatbot::MicrosoftTeamsChannelConfiguration": _chat("CreateMicrosoftTeamsChannelConfiguration"),
    "AWS::Chatbot::SlackChannelConfiguration": _chat("CreateSlackChannelConfiguration"),
    "AWS::CloudWatch::Alarm": _alarm,
    "AWS::CloudWatch::CompositeAlarm": _composite_alarm,
    "AWS::CloudWatch::Dashboard": _dashboard,
    "AWS::CodeBuild::Project": _project,
    "AWS::CodeBuild::ReportGroup": _report_group,
    "AWS::CodeCommit::Repository": _repository,
    "AWS::CodeConnections::Connection": _connection,
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
    "AWS::SNS::Subscription": _subscription,
    "AWS::SNS::Topic": _topic,
    "AWS::SNS::TopicPolicy": _topic_policy,
}

# Their properties are spread over many operations with names of their own; cfn-lint knows these types well.
UNMAPPED = {"AWS::S3::Bucket", "AWS::S3::BucketPolicy"}
