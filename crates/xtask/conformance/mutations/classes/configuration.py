"""Mistakes in the actions of a pipeline: their types and configurations."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from yaml.nodes import MappingNode, Node, ScalarNode

from mutations.registry import Mutation, change, mutation
from mutations.template import Template, known, literal, own_text, walk
from mutations.text import entries, entry, get, put_before, removed, within, written
from mutations.words import misspelled

_AREA = "pipeline"

REQUIRED: dict[str, dict[str, set[str]]] = {
    "Source": {
        "CodeCommit": {"RepositoryName", "BranchName"},
        "CodeStarSourceConnection": {"ConnectionArn", "FullRepositoryId", "BranchName"},
        "S3": {"S3Bucket", "S3ObjectKey"},
        "ECR": {"RepositoryName"},
        "GitHub": {"Owner", "Repo", "Branch", "OAuthToken"},
    },
    "Build": {"CodeBuild": {"ProjectName"}, "ECRBuildAndPublish": {"ECRRepositoryName"}},
    "Test": {"CodeBuild": {"ProjectName"}, "DeviceFarm": {"App", "AppType", "DevicePoolArn", "ProjectId", "TestType"}},
    "Invoke": {"Lambda": {"FunctionName"}, "StepFunctions": {"StateMachineArn"}, "InspectorScan": {"InspectorRunMode"}},
    "Deploy": {
        "CloudFormation": {"ActionMode", "StackName"},
        "CloudFormationStackSet": {"StackSetName", "TemplatePath"},
        "CloudFormationStackInstances": {"StackSetName", "Regions"},
        "CodeDeploy": {"ApplicationName", "DeploymentGroupName"},
        "CodeDeployToECS": {"ApplicationName", "DeploymentGroupName"},
        "ECS": {"ClusterName", "ServiceName"},
        "EKS": {"ClusterName"},
        "EC2": {"InstanceTagKey", "InstanceType"},
        "ElasticBeanstalk": {"ApplicationName", "EnvironmentName"},
        "Lambda": {"FunctionName"},
        "S3": {"BucketName", "Extract"},
        "AppConfig": {"Application", "Environment", "ConfigurationProfile", "InputArtifactConfigurationPath"},
        "ServiceCatalog": {"ProductId"},
    },
    "Approval": {"Manual": set()},
}
"""The configuration keys that each action type must have, by category and provider."""

_WRONG = {
    "ActionMode": "CREATE_OR_UPDATE",
    "OutputArtifactFormat": "ZIP",
    "PollForSourceChanges": "sometimes",
    "DetectChanges": "sometimes",
    "Extract": "maybe",
    "Capabilities": "CAPABILITY_ALL",
    "PermissionModel": "SELF",
    "InspectorRunMode": "SourceScan",
    "InputType": "File",
    "BatchEnabled": "maybe",
    "CombineArtifacts": "maybe",
    "DeployStrategy": "Canary10Percent",
    "InstanceType": "t3.micro",
    "OrganizationsAutoDeployment": "Enable",
    "CannedACL": "bucket-owner",
    "RegistryType": "secret",
}


@dataclass(frozen=True)
class Action:
    """An action of a pipeline, wherever it stands in the Stages."""

    node: MappingNode
    category: str
    owner: str
    provider: str

    @property
    def configuration(self) -> Node | None:
        """Its configuration."""
        return get(self.node, "Configuration")

    @property
    def named(self) -> str:
        """Its name, for a person."""
        return literal(get(self.node, "Name")) or "?"


def actions(template: Template, root: Node | None = None) -> list[Action]:
    """Every action, in the order of the text."""
    found = []
    for pipeline in [None] if root is not None else template.of("AWS::CodePipeline::Pipeline"):
        for node in walk(root if root is not None else pipeline.properties):
            kind = get(node, "ActionTypeId")
            if kind is not None:
                parts = [literal(get(kind, part)) or "" for part in ("Category", "Owner", "Provider")]
                found.append(Action(node, *parts))
    return found


@mutation(_AREA, "provider misspelled")
def provider(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A provider of AWS's that isn't one."""
    there = {name for providers in REQUIRED.values() for name in providers}
    for action in actions(template):
        node = known(get(action.node, "ActionTypeId"), "Provider")
        if action.owner in ("AWS", "ThirdParty") and node is not None:
            slip = misspelled(rng, node.value, there.__contains__) or f"{node.value}X"
            yield change(f"provider {node.value} -> {slip}", written(template.text, node, slip))


@mutation(_AREA, "category, owner or version wrong")
def action_type(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A provider under a category, owner or version that it hasn't."""
    for action in actions(template):
        kind = get(action.node, "ActionTypeId")
        if action.owner != "AWS":
            continue
        others = [name for name, providers in REQUIRED.items() if action.provider not in providers]
        wrong = {"Category": rng.choice(others), "Owner": "ThirdParty", "Version": "2"}
        for part, value in wrong.items():
            node = known(kind, part)
            if node is not None and rng.random() < 0.5:
                yield change(f"{action.provider}: {part} {value}", written(template.text, node, value))


@mutation(_AREA, "configuration key misspelled")
def key(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A key that the action type doesn't know."""
    for action in actions(template):
        if action.provider not in REQUIRED.get(action.category, {}) or action.owner == "Custom":
            continue
        for each in entries(action.configuration):
            slip = misspelled(rng, each.key.value)
            yield slip and change(
                f"{action.provider}: {each.key.value} -> {slip}", written(template.text, each.key, slip)
            )


@mutation(_AREA, "configuration key dropped")
def missing(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A key that the action can't do without."""
    for action in actions(template):
        for name in sorted(REQUIRED.get(action.category, {}).get(action.provider, set())):
            found = entry(action.configuration, name)
            if found:
                edit = removed(found)
                whole = entry(action.node, "Configuration")
                yield change(f"{action.provider}: no {name}", edit or (whole and removed(whole)))


@mutation(_AREA, "configuration value wrong")
def value(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A value that its key doesn't take."""
    for action in actions(template):
        for each in entries(action.configuration):
            wrong = _WRONG.get(each.key.value)
            if wrong and literal(each.value) and action.owner == "AWS":
                yield change(f"{each.key.value}: {wrong}", written(template.text, each.value, wrong))
            text = own_text(each.value)
            if text is None or text.style in ("|", ">"):
                continue
            if each.key.value == "TemplatePath":
                yield change("TemplatePath without its artifact", within(template.text, text, "::", "/"))
            if each.key.value == "EnvironmentVariables":
                yield change("EnvironmentVariables: broken JSON", within(template.text, text, "]", ""))
                yield change("EnvironmentVariables: no such type", within(template.text, text, "PLAINTEXT", "PLAIN"))
            if each.key.value == "ParameterOverrides":
                yield change("ParameterOverrides: broken JSON", within(template.text, text, ":", ""))


@mutation(_AREA, "configuration value too long")
def long(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """1,001 characters where 1,000 are the most."""
    for action in actions(template):
        for name in ("UserParameters", "CustomData", "FunctionName", "ProjectName"):
            node = known(action.configuration, name)
            if isinstance(node, ScalarNode) and "#{" not in node.value:
                yield change(f"{name} of 1,001 characters", written(template.text, node, "a" * 1001))
        if (
            action.provider == "Manual"
            and entries(action.configuration)
            and not entry(action.configuration, "CustomData")
        ):
            first = entries(action.configuration)[0]
            yield change("CustomData of 1,001 characters", put_before(first, ("CustomData", f'"{"a" * 1001}"')))
