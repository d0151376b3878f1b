"""What `Ref` and `Fn::GetAtt` return for each resource type, and where its name comes from.

From the "Return values" section of each type's page in the CloudFormation template reference. Only the
types that our templates have: a type or attribute that is missing here is an error for whoever asks.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from template.intrinsics import UnresolvableError

ACCOUNT = "123456789012"
REGION = "eu-central-1"
PARTITION = "aws"


@dataclass(frozen=True)
class Identity:
    """The name property of a type and the spelling of its references.

    The spellings are format strings over `name`, `id` (a UUID), `account`, `region`, `partition`, and the
    resource's own properties; `function` is the bare name in a FunctionName property, `path` where IAM puts a role.
    """

    name_property: str | None
    ref: str = "{name}"
    attributes: dict[str, str] = field(default_factory=dict)


def _arn(service: str, resource: str, *, account: str = "{account}", region: str = "{region}") -> str:
    return f"arn:{{partition}}:{service}:{region}:{account}:{resource}"


_VERSION = _arn("lambda", "function:{function}:{version}")
_ALIAS = _arn("lambda", "function:{function}:{Name}")
_ECR_HOST = "{account}.dkr.ecr.{region}.amazonaws.com/{name}"
_GIT_HOST = "git-codecommit.{region}.amazonaws.com/v1/repos/{name}"
_TOPIC = _arn("sns", "{name}")
_IAM_POLICY = _arn("iam", "policy/{name}", region="")
_SECRET = _arn("secretsmanager", "secret:{name}-Ab12Cd")
_REPORT_GROUP = _arn("codebuild", "report-group/{name}")
_SLACK = _arn("chatbot", "chat-configuration/slack-channel/{name}", region="")
_TEAMS = _arn("chatbot", "chat-configuration/microsoft-teams-channel/{name}", region="")
_CONNECTION = _arn("codeconnections", "connection/{id}")

_SCALABLE_TARGET = "{ResourceId}|{ScalableDimension}|{ServiceNamespace}"

IDENTITIES: dict[str, Identity] = {
    "AWS::ApplicationAutoScaling::ScalableTarget": Identity(None, _SCALABLE_TARGET, {"Id": _SCALABLE_TARGET}),
    "AWS::ApplicationAutoScaling::ScalingPolicy": Identity("PolicyName"),
    "AWS::Chatbot::MicrosoftTeamsChannelConfiguration": Identity("ConfigurationName", _TEAMS, {"Arn": _TEAMS}),
    "AWS::Chatbot::SlackChannelConfiguration": Identity("ConfigurationName", _SLACK, {"Arn": _SLACK}),
    "AWS::CloudWatch::Alarm": Identity("AlarmName", attributes={"Arn": _arn("cloudwatch", "alarm:{name}")}),
    "AWS::CloudWatch::CompositeAlarm": Identity("AlarmName", attributes={"Arn": _arn("cloudwatch", "alarm:{name}")}),
    "AWS::CloudWatch::Dashboard": Identity("DashboardName"),
    "AWS::CodeBuild::Project": Identity("Name", attributes={"Arn": _arn("codebuild", "project/{name}")}),
    "AWS::CodeBuild::ReportGroup": Identity("Name", _REPORT_GROUP, {"Arn": _REPORT_GROUP}),
    "AWS::CodeCommit::Repository": Identity(
        "RepositoryName",
        "{id}",
        {
            "Arn": _arn("codecommit", "{name}"),
            "Name": "{name}",
            "CloneUrlHttp": f"https://{_GIT_HOST}",
            "CloneUrlSsh": f"ssh://{_GIT_HOST}",
        },
    ),
    "AWS::CodeConnections::Connection": Identity(
        "ConnectionName", _CONNECTION, {"ConnectionArn": _CONNECTION, "OwnerAccountId": "{account}"}
    ),
    "AWS::CodeDeploy::Application": Identity("ApplicationName"),
    "AWS::CodeDeploy::DeploymentConfig": Identity("DeploymentConfigName"),
    "AWS::CodeDeploy::DeploymentGroup": Identity("DeploymentGroupName"),
    "AWS::CodePipeline::Pipeline": Identity("Name", attributes={"Version": "1"}),
    "AWS::ECR::Repository": Identity(
        "RepositoryName", attributes={"Arn": _arn("ecr", "repository/{name}"), "RepositoryUri": _ECR_HOST}
    ),
    "AWS::Events::Rule": Identity("Name", attributes={"Arn": _arn("events", "rule/{name}")}),
    "AWS::IAM::ManagedPolicy": Identity("ManagedPolicyName", _IAM_POLICY, {"PolicyArn": _IAM_POLICY}),
    "AWS::IAM::Role": Identity(
        "RoleName", attributes={"Arn": _arn("iam", "role{path}{name}", region=""), "RoleId": "AROA{id}"}
    ),
    "AWS::KMS::Alias": Identity("AliasName"),
    "AWS::KMS::Key": Identity(None, "{id}", {"Arn": _arn("kms", "key/{id}"), "KeyId": "{id}"}),
    "AWS::Lambda::Alias": Identity(None, _ALIAS, {"AliasArn": _ALIAS}),
    "AWS::Lambda::EventInvokeConfig": Identity(None),
    "AWS::Lambda::Function": Identity("FunctionName", attributes={"Arn": _arn("lambda", "function:{name}")}),
    "AWS::Lambda::Permission": Identity(None),
    "AWS::Lambda::Version": Identity(None, _VERSION, {"Version": "{version}", "FunctionArn": _VERSION}),
    "AWS::Logs::LogGroup": Identity("LogGroupName", attributes={"Arn": _arn("logs", "log-group:{name}:*")}),
    "AWS::S3::Bucket": Identity(
        "BucketName",
        attributes={
            "Arn": _arn("s3", "{name}", account="", region=""),
            "DomainName": "{name}.s3.amazonaws.com",
            "RegionalDomainName": "{name}.s3.{region}.amazonaws.com",
        },
    ),
    "AWS::S3::BucketPolicy": Identity(None, "{Bucket}"),
    "AWS::SecretsManager::Secret": Identity("Name", _SECRET, {"Id": _SECRET}),
    "AWS::SNS::Subscription": Identity(None, "{TopicArn}:{id}", {"Arn": "{TopicArn}:{id}"}),
    "AWS::SNS::Topic": Identity("TopicName", _TOPIC, {"TopicArn": _TOPIC, "TopicName": "{name}"}),
    "AWS::SNS::TopicPolicy": Identity(None, attributes={"Id": "{name}"}),
    "AWS::SSM::Parameter": Identity("Name", attributes={"Type": "String", "Value": "{Value}"}),
}


def bare_function_name(name_or_arn: str) -> str:
    """The function's name, without the ARN and the qualifier around it."""
    if not name_or_arn.startswith("arn:"):
        return name_or_arn.split(":")[0]
    return name_or_arn.split(":")[6]


def identity(resource_type: str) -> Identity:
    """The identity of a type, or a complaint that nobody has described it yet."""
    try:
        return IDENTITIES[resource_type]
    except KeyError:
        raise UnresolvableError(f"{resource_type}: its return values are not in template/attributes.py") from None


def resource_id(*parts: str) -> str:
    """A UUID that is always the same for the same resource."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(parts)))


def reference(
    resource_type: str,
    name: str,
    properties: dict[str, Any],
    attribute: str | None = None,
    version: str = "1",
    place: tuple[str, str] = (ACCOUNT, REGION),
) -> str:
    """The value of `Ref` (no attribute) or of `Fn::GetAtt` for a resource called `name`, in an account and region."""
    known = identity(resource_type)
    if attribute is not None and attribute not in known.attributes:
        raise UnresolvableError(f"{resource_type} returns no attribute {attribute}")
    fields = {
        **properties,
        "name": name,
        "path": properties.get("Path", "/"),
        "id": resource_id(resource_type, name),
        "account": place[0],
        "region": place[1],
        "partition": PARTITION,
        "version": version,
        "function": bare_function_name(str(properties.get("FunctionName", ""))),
    }
    return (known.ref if attribute is None else known.attributes[attribute]).format(**fields)


def tells_name(resource_type: str) -> bool:
    """Whether a physical ID says what the resource is called, where that stands nowhere else."""
    known = identity(resource_type)
    return known.name_property is None or "{name}" in known.ref


def name_of(resource_type: str, physical_id: str) -> str:
    """The name inside a physical ID, which for some types is an ARN."""
    return physical_id.replace("/", ":").rsplit(":", 1)[-1] if _is_arn_of_name(resource_type) else physical_id


def _is_arn_of_name(resource_type: str) -> bool:
    spelling = identity(resource_type).ref
    return spelling.startswith("arn:") and spelling.endswith("{name}")
