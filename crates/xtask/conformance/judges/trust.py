"""Who may assume the roles, and who may publish to the topics: what the other judges of policies do not read.

Every role that a resource hands to a service must let that service in, with the condition keys that AWS
documents for it, and where it documents them must keep the same service out when it acts for a stranger.
Every topic that a rule or alarm publishes to must let it, and must not be encrypted with the AWS managed
key, which lets no service in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from judges.bench import Control, Judge, Opinion, Stack
from template.attributes import ACCOUNT, PARTITION, REGION
from template.evaluation import allows
from template.resolver import Resolver

_STRANGER = "999999999999"


@dataclass(frozen=True)
class _Use:
    """A service that acts for a resource with a role or on a topic."""

    by: str
    service: str
    target: str
    source: str | None
    """The ARN in aws:SourceArn, where AWS documents that the service sends it."""

    def context(self) -> dict[str, str]:
        return {"aws:SourceArn": self.source, "aws:SourceAccount": ACCOUNT} if self.source else {}

    def strangers_context(self) -> dict[str, str]:
        return {"aws:SourceArn": self.source.replace(ACCOUNT, _STRANGER), "aws:SourceAccount": _STRANGER}


def _arn(service: str, resource: str) -> str:
    return f"arn:{PARTITION}:{service}:{REGION}:{ACCOUNT}:{resource}"


def _uses(resolver: Resolver) -> Iterator[_Use]:
    for name, resource in resolver.resources().items():
        properties = resource["Properties"]
        match resource["Type"]:
            case "AWS::CodeBuild::Project":
                source = resolver.get_att(name, "Arn")
                yield _Use(name, "codebuild", properties["ServiceRole"], source)
            case "AWS::CodeDeploy::DeploymentGroup":
                group = f"{properties['ApplicationName']}/{resolver.ref(name)}"
                yield _Use(
                    name, "codedeploy", properties["ServiceRoleArn"], _arn("codedeploy", f"deploymentgroup:{group}")
                )
            # For these two AWS's own trust policies carry no condition, and nothing says which keys come.
            case "AWS::CodePipeline::Pipeline":
                yield _Use(name, "codepipeline", properties["RoleArn"], None)
            case "AWS::Lambda::Function":
                yield _Use(name, "lambda", properties["Role"], None)
            case "AWS::Events::Rule":
                for target in properties.get("Targets", []):
                    # "You can't use Condition blocks in Amazon SNS topic policies for EventBridge", says its guide
                    # (eb-use-resource-based): only with a role does it say whom it acts for.
                    source = resolver.get_att(name, "Arn") if "RoleArn" in target else None
                    yield _Use(name, "events", target.get("RoleArn", target["Arn"]), source)
            case "AWS::CloudWatch::Alarm":
                for action in properties.get("AlarmActions", []) + properties.get("OKActions", []):
                    yield _Use(name, "cloudwatch", action, resolver.get_att(name, "Arn"))


class Trust(Judge):
    """The services get in, and strangers do not."""

    name: ClassVar[str] = "trust"

    def examine_one(self, stack: Stack) -> Opinion:
        """Evaluates trust and topic policies for each use."""
        resolver = stack.resolver
        roles = {
            resolver.get_att(name, "Arn"): properties["AssumeRolePolicyDocument"]
            for name, properties in resolver.of_type("AWS::IAM::Role").items()
        }
        findings: list[str] = []
        uses = list(_uses(resolver))
        for use in uses:
            if use.target in roles:
                findings += _judge(use, roles[use.target], "sts:AssumeRole")
            elif use.target.startswith(_arn("sns", "")):
                findings += _judge_topic(use, resolver)
        return Opinion(findings, f"{len(uses)} uses by services")

    def controls(self, stack: Stack) -> list[Control]:
        """The wrong service, another resource's ARN, no condition, a topic that nobody may publish to."""
        controls = []
        for name, statement, complaint in [
            ("wrong-service", {"Principal": {"Service": "ec2.amazonaws.com"}}, "codebuild.* not let in"),
            (
                "wrong-source",
                {"Condition": {"ArnLike": {"aws:SourceArn": _arn("codebuild", "project/other")}}},
                "not let in",
            ),
            ("no-condition", {"Condition": {}}, "strangers"),
        ]:
            template, directory = self.mutant(stack, name)
            project = template["Resources"][stack.first("AWS::CodeBuild::Project")]["Properties"]
            role = template["Resources"][project["ServiceRole"]["Fn::GetAtt"][0]]["Properties"]
            role["AssumeRolePolicyDocument"]["Statement"][0] |= statement
            controls.append(Control(stack.broken(name, template, directory), complaint))
        template, directory = self.mutant(stack, "closed-topic")
        template["Resources"]["Closed"] = {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": "alias/aws/sns"}}
        rule = template["Resources"][stack.first("AWS::Events::Rule")]["Properties"]
        rule["Targets"] = [{"Id": "closed", "Arn": {"Ref": "Closed"}}]
        closed = stack.broken("closed-topic", template, directory)
        return [*controls, Control(closed, "not let in"), Control(closed, "managed key")]


def _judge(use: _Use, document: dict[str, Any], action: str) -> list[str]:
    service = f"{use.service}.amazonaws.com"
    if not allows(document, service, action, use.target, use.context()):
        return [f"{use.by}: {service} is not let in by {use.target}"]
    if use.source and allows(document, service, action, use.target, use.strangers_context()):
        return [f"{use.by}: {service} is let in by {use.target} on behalf of strangers too"]
    return []


def _judge_topic(use: _Use, resolver: Resolver) -> list[str]:
    documents = [
        properties["PolicyDocument"]
        for properties in resolver.of_type("AWS::SNS::TopicPolicy").values()
        if use.target in properties["Topics"]
    ]
    topics = {resolver.ref(name): properties for name, properties in resolver.of_type("AWS::SNS::Topic").items()}
    if use.target not in topics:
        # Somebody else's topic has somebody else's policy.
        return []
    findings = _judge(use, documents[0] if documents else {"Statement": []}, "sns:Publish")
    if topics[use.target].get("KmsMasterKeyId") == "alias/aws/sns":
        findings.append(f"{use.by}: {use.target} is encrypted with the AWS managed key, which lets no service in")
    return findings
