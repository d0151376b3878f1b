"""The real `aws cloudformation deploy` against the emulator: created, changed, deleted.

In between, every resource of the template must exist, both in the stack's own list and in its service. A
deployed function must keep serving the version that its alias has been moved to meanwhile; what the
template retains must be there after the deletion, and nothing else.
"""

from __future__ import annotations

import copy
import json
from typing import Any, ClassVar

from judges.bench import Control, Judge, Opinion, Stack
from judges.emulated import INLINE_LIMIT, Deployed, DeploymentError, Emulator, deploy
from judges.existence import existing
from template.attributes import bare_function_name
from template.resolver import STACK_NAME

_RETAINING = ("Retain", "RetainExceptOnCreate")


class Deployment(Judge):
    """The template deploys, updates and goes away as promised."""

    name: ClassVar[str] = "deployment"

    def examine_one(self, stack: Stack) -> Opinion:
        """Goes through a stack's life."""
        opinion = Opinion()
        with Emulator() as emulator:
            try:
                self._live(emulator, stack, opinion)
            except (DeploymentError, LookupError) as error:
                opinion.findings.append(str(error))
        return opinion

    def _live(self, emulator: Emulator, stack: Stack, opinion: Opinion) -> None:
        if stack.name == "default" and stack.path.stat().st_size > INLINE_LIMIT:
            opinion.findings.append(f"{stack.path.stat().st_size} bytes: over what is deployed without a bucket")
        opinion.findings += _unfrozen(stack)
        created = deploy(emulator, stack.path, stack.template)
        opinion.findings += _status(emulator, "CREATE_COMPLETE") + _missing(created) + _outputs(created)
        shifted = _shift_aliases(created)

        template = changed(stack.template)
        path = self.mutant(stack, "")[1] / f"{stack.name}-changed.json"
        path.write_text(json.dumps(template), encoding="utf-8")
        updated = deploy(emulator, path, template)
        opinion.findings += _status(emulator, "UPDATE_COMPLETE") + _missing(updated)
        opinion.findings += _changes(updated) + _stayed(updated, shifted)

        emulator.aws("cloudformation", "delete-stack", "--stack-name", STACK_NAME)
        emulator.aws("cloudformation", "wait", "stack-delete-complete", "--stack-name", STACK_NAME)
        left = existing(updated)
        opinion.findings += _wrongly_left(template, left)
        count = len(created.physical_ids)
        opinion.note = f"{count} resources created, changed, deleted; {sum(left.values())} retained"

    def controls(self, stack: Stack) -> list[Control]:
        """A type that nobody has, a distrustful role, an unknown configuration, an alias that an update moves."""
        controls = []
        unknown, directory = self.mutant(stack, "unknown-type")
        unknown["Resources"]["Thing"] = {"Type": "AWS::Nonsense::Thing"}
        controls.append(Control(stack.broken("unknown-type", unknown, directory), "AWS::Nonsense::Thing"))

        distrust, _ = self.mutant(stack, "distrust")
        pipeline = stack.template["Resources"][stack.first("AWS::CodePipeline::Pipeline")]["Properties"]
        role = _logical_id(pipeline["RoleArn"])
        trust = distrust["Resources"][role]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
        trust["Principal"] = {"Service": "lambda.amazonaws.com"}
        controls.append(Control(stack.broken("distrust", distrust, directory), "not authorized to perform AssumeRole"))

        dangling, _ = self.mutant(stack, "no-such-configuration")
        group = dangling["Resources"][stack.first("AWS::CodeDeploy::DeploymentGroup")]["Properties"]
        group["DeploymentConfigName"] = "Nobody.Made.This"
        controls.append(Control(stack.broken("no-such-configuration", dangling, directory), "Nobody.Made.This"))

        described, _ = self.mutant(stack, "described-alias")
        described["Resources"][stack.first("AWS::Lambda::Alias")]["Properties"]["Description"] = "live traffic"
        controls.append(Control(stack.broken("described-alias", described, directory), "not frozen"))
        return controls


def _unfrozen(stack: Stack) -> list[str]:
    """Properties that would let an update publish a version or move an alias past every gate."""
    frozen = {
        "AWS::Lambda::Alias": {"Name", "FunctionName", "FunctionVersion"},
        "AWS::Lambda::Version": {"FunctionName"},
    }
    findings = []
    for name, resource in stack.template["Resources"].items():
        properties = set(resource.get("Properties", {}))
        if resource["Type"] in frozen and properties != frozen[resource["Type"]]:
            findings.append(f"{name}: not frozen, it has {', '.join(sorted(properties))}")
    return findings


def _logical_id(reference: Any) -> str:
    return reference["Fn::GetAtt"][0] if "Fn::GetAtt" in reference else reference["Ref"]


def _status(emulator: Emulator, expected: str) -> list[str]:
    found = emulator.client("cloudformation").describe_stacks(StackName=STACK_NAME)["Stacks"][0]["StackStatus"]
    return [] if found == expected else [f"the stack is {found} instead of {expected}"]


def _missing(deployed: Deployed) -> list[str]:
    expected = deployed.resolver.resources()
    findings = [f"{name}: not among the stack's resources" for name in expected.keys() - deployed.physical_ids.keys()]
    here = existing(deployed)
    return findings + [f"{name}: its service does not know it" for name, exists in here.items() if not exists]


def _outputs(deployed: Deployed) -> list[str]:
    expected = {
        name
        for name, output in deployed.template.get("Outputs", {}).items()
        if "Condition" not in output or deployed.resolver.condition(output["Condition"])
    }
    stack = deployed.emulator.client("cloudformation").describe_stacks(StackName=STACK_NAME)["Stacks"][0]
    found = {output["OutputKey"] for output in stack.get("Outputs", []) if output["OutputValue"]}
    return [f"output {name} has no value" for name in sorted(expected - found)]


def changed(template: dict[str, Any]) -> dict[str, Any]:
    """The template with the kind of change that people make: retention, time-outs, memory, descriptions."""
    new = copy.deepcopy(template)
    for resource in new["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Logs::LogGroup":
            properties["RetentionInDays"] = 7
        elif resource["Type"] == "AWS::CodeBuild::Project":
            properties["TimeoutInMinutes"] = 17
        elif resource["Type"] == "AWS::Lambda::Function":
            properties["MemorySize"] = 1024
        elif resource["Type"] in ("AWS::IAM::Role", "AWS::Events::Rule"):
            properties["Description"] = "changed"
    return new


def _changes(deployed: Deployed) -> list[str]:
    findings = []
    client = deployed.emulator.client
    for logical_id, resource in deployed.resolver.resources().items():
        name = deployed.physical_ids[logical_id]
        arrived = True
        if resource["Type"] == "AWS::Logs::LogGroup":
            groups = client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
            arrived = [group["retentionInDays"] for group in groups if group["logGroupName"] == name] == [7]
        elif resource["Type"] == "AWS::CodeBuild::Project":
            project = client("codebuild").batch_get_projects(names=[name])["projects"][0]
            arrived = project["timeoutInMinutes"] == 17
        elif resource["Type"] == "AWS::Lambda::Function":
            arrived = client("lambda").get_function_configuration(FunctionName=name)["MemorySize"] == 1024
        if not arrived:
            findings.append(f"{logical_id}: the change has not arrived")
    return findings


def _aliases(deployed: Deployed) -> list[tuple[str, str]]:
    found = deployed.resolver.of_type("AWS::Lambda::Alias").values()
    return [(bare_function_name(alias["FunctionName"]), alias["Name"]) for alias in found]


def _shift_aliases(deployed: Deployed) -> dict[tuple[str, str], str]:
    """Does to every alias of the stack what a deployment would have done by the time of the next update."""
    client = deployed.emulator.client("lambda")
    shifted = {}
    for function, alias in _aliases(deployed):
        client.update_function_code(FunctionName=function, ZipFile=b"another version")
        version = client.publish_version(FunctionName=function)["Version"]
        client.update_alias(FunctionName=function, Name=alias, FunctionVersion=version)
        shifted[function, alias] = version
    return shifted


def _stayed(deployed: Deployed, shifted: dict[tuple[str, str], str]) -> list[str]:
    client = deployed.emulator.client("lambda")
    findings = []
    for (function, alias), version in shifted.items():
        found = client.get_alias(FunctionName=function, Name=alias)["FunctionVersion"]
        if found != version:
            findings.append(f"the update moved {function}:{alias} from version {version} back to {found}")
        code = client.get_function(FunctionName=function)["Configuration"]["CodeSha256"]
        if code != client.get_function(FunctionName=function, Qualifier=version)["Configuration"]["CodeSha256"]:
            findings.append(f"the update replaced the code of {function} by the template's")
    return findings


def _wrongly_left(template: dict[str, Any], left: dict[str, bool]) -> list[str]:
    findings = []
    for logical_id, exists in left.items():
        retains = template["Resources"][logical_id].get("DeletionPolicy") in _RETAINING
        if exists and not retains:
            findings.append(f"{logical_id}: still there after the deletion of the stack")
        if retains and not exists:
            findings.append(f"{logical_id}: retained, but gone")
    return findings
