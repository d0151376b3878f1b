"""A pipeline and its environments in other accounts and regions, deployed in the documented order and played for real.

Three accounts of one emulator: the pipeline's template, then each environment's with the pipeline's outputs as
parameters, by the real AWS CLI. The release and the deployer run under the pipeline's roles, take those of the
environments, and leave versions, AppSpecs and deployments there and nowhere else. Whoever else tries is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from botocore.exceptions import ClientError

from judges.bench import Control, Judge, Opinion, Stack
from judges.emulated import Deployed, DeploymentError, Emulator, deploy
from judges.pipeline_run import PipelineRun, UnplayableError
from template.resolver import STACK_NAME

_PRODUCTION = "444455556666"


@dataclass
class _Environment:
    """One environment, as the pipeline's own actions speak of it."""

    name: str
    namespace: str
    wanted: list[dict[str, str]]
    """The UserParameters of its deploy actions."""
    emulator: Emulator

    @property
    def place(self) -> dict[str, str]:
        """Role, external ID, bucket and application, which all its actions share."""
        return self.wanted[0]


class Elsewhere(Judge):
    """Three accounts, two regions, one pipeline."""

    name: ClassVar[str] = "elsewhere"

    def subjects(self, stacks: list[Stack]) -> list[Stack]:
        """The pipelines that take roles of environments elsewhere."""
        self._templates = {stack.name: stack for stack in stacks if stack.environment}
        self._pipelines = [stack for stack in stacks if not stack.environment and not stack.is_played]
        return self._pipelines

    def examine_one(self, stack: Stack) -> Opinion:
        """Deploys everything, then plays the pipeline once."""
        opinion = Opinion()
        with Emulator() as emulator:
            try:
                self._live(emulator, stack, opinion)
            except (DeploymentError, UnplayableError, ClientError) as error:
                opinion.findings.append(str(error))
        return opinion

    def _live(self, emulator: Emulator, stack: Stack, opinion: Opinion) -> None:
        accounts = {name: _PRODUCTION for name in stack.template.get("Parameters", {}) if "Account" in name}
        deployed = deploy(emulator, stack.path, stack.template, accounts)
        found = emulator.client("cloudformation").describe_stacks(StackName=STACK_NAME)["Stacks"][0]["Outputs"]
        outputs = {output["OutputKey"]: output["OutputValue"] for output in found}
        environments = _environments(deployed, stack)
        count = len(deployed.physical_ids)
        for environment in environments:
            own = self._templates[f"{stack.spec_name}.{environment.name}"]
            given = {name: outputs[name] for name in own.template["Parameters"] if name in outputs}
            count += len(deploy(environment.emulator, own.path, own.template, given).physical_ids)
        for environment in environments:
            folder = self.bench.scratch / self.name / stack.name / environment.name
            opinion.findings += _played(deployed, stack, environment, folder)
        opinion.findings += _strangers(deployed, environments)
        opinion.note = f"{count} resources in {len(environments) + 1} accounts, {len(environments)} released into"

    def controls(self, _stack: Stack) -> list[Control]:
        """A pipeline that says another external ID, and one whose release may not take the role."""
        controls = []
        for pipeline in self._pipelines[:1]:
            other, directory = self.mutant(pipeline, "other-external-id")
            silent, _ = self.mutant(pipeline, "no-right-to-take")
            for resource in other["Resources"].values():
                for variable in resource["Properties"].get("Environment", {}).get("EnvironmentVariables", []):
                    if variable["Name"] == "ENVIRONMENT_EXTERNAL_ID":
                        variable["Value"] = "another"
            text = json.dumps(silent).replace('sts:AssumeRole", "Resource"', 'sts:TagSession", "Resource"')
            for name, template in (("other-external-id", other), ("no-right-to-take", json.loads(text))):
                broken = pipeline.broken(name, template, directory)
                controls.append(Control(replace(broken, origin=pipeline.name), "AccessDenied"))
        return controls


def _environments(deployed: Deployed, stack: Stack) -> list[_Environment]:
    """The environments that the deployed pipeline's actions name, in their order."""
    emulator = deployed.emulator
    pipeline = emulator.client("codepipeline").get_pipeline(name=stack.spec["name"])["pipeline"]
    found: dict[str, _Environment] = {}
    for action in (action for stage in pipeline["stages"] for action in stage["actions"]):
        text = action["configuration"].get("UserParameters", "")
        if '"role"' not in text:
            continue
        wanted = json.loads(text)
        name = wanted["application"].removeprefix(f"{stack.spec['name']}-")
        if name not in found:
            there = emulator.elsewhere(wanted["role"].split(":")[4], wanted["region"])
            namespace = wanted["version"].removeprefix("#{").split(".")[0]
            found[name] = _Environment(name, namespace, [], there)
        found[name].wanted.append(wanted)
    return list(found.values())


def _played(deployed: Deployed, stack: Stack, environment: _Environment, folder: Path) -> list[str]:
    run = PipelineRun(deployed, stack, folder, namespace=environment.namespace)
    execution, result = run.release(large=1)
    if not result.succeeded:
        return [f"{environment.name}: the release failed: {result.output.strip()[-1500:]}"]
    findings = []
    client = environment.emulator.client
    for function in run.functions:
        version = result.variables.get(f"{function.prefix}_VERSION")
        versions = client("lambda").list_versions_by_function(FunctionName=function.name)["Versions"]
        if version != "2" or "2" not in [known["Version"] for known in versions]:
            findings.append(f"{function.key}: version {version!r} was released, not 2")
        key = f"CodeDeploy/{execution}/{function.key}/appspec.yaml"
        text = client("s3").get_object(Bucket=environment.place["bucket"], Key=key)["Body"].read().decode()
        if 'TargetVersion: "2"' not in text:
            findings.append(f"{function.key}: the AppSpec says {text}")
    for action in run.deploy_actions():
        findings += _deployed(run, environment, action, result.variables)
    return findings


def _deployed(
    run: PipelineRun, environment: _Environment, action: dict[str, Any], exported: dict[str, str]
) -> list[str]:
    parameters = run.parameters(action, exported)
    wanted, client = json.loads(parameters), environment.emulator.client
    first = run.invoke(parameters)
    token = next((result.get("continuationToken") for result in first.results), None)
    group = {"applicationName": wanted["application"], "deploymentGroupName": wanted["group"]}
    deployments = client("codedeploy").list_deployments(**group)["deployments"]
    if not token or len(deployments) != 1:
        return [f"{wanted['group']}: {len(deployments)} deployments: {first.text[-800:]}"]
    run.deployed.emulator.ask(f"deployments/{deployments[0]}", "Succeeded")
    done = run.invoke(parameters, token)
    if [result["operation"] for result in done.results] != ["PutJobSuccessResult"] or "continuationToken" in done.text:
        return [f"{wanted['group']}: no final success: {done.text[-800:]}"]
    alias = client("lambda").get_alias(FunctionName=wanted["function"], Name=wanted["alias"])
    return [] if alias["FunctionVersion"] == "2" else [f"{wanted['group']}: the alias is at {alias['FunctionVersion']}"]


def _strangers(deployed: Deployed, environments: list[_Environment]) -> list[str]:
    """Every role of the pipeline's template at every role of the environments, with its external ID and without."""
    findings = []
    for environment in environments:
        deployer = environment.place["role"]
        targets = {deployer: "DeployerRole", deployer.replace("-deployer", "-release"): f"{environment.namespace}Role"}
        for logical_id, resource in deployed.template["Resources"].items():
            if resource["Type"] != "AWS::IAM::Role":
                continue
            for target, right in targets.items():
                for external_id in (environment.place["externalId"], "another", None):
                    is_right = logical_id == right and external_id == environment.place["externalId"]
                    if _takes(deployed, logical_id, target, external_id) != is_right:
                        what = "is kept out of" if is_right else "gets into"
                        findings.append(f"{logical_id} with {external_id} {what} {target}")
    return findings


def _takes(deployed: Deployed, logical_id: str, target: str, external_id: str | None) -> bool:
    emulator = deployed.emulator
    arn = emulator.client("iam").get_role(RoleName=deployed.physical_ids[logical_id])["Role"]["Arn"]
    taken = emulator.client("sts").assume_role(RoleArn=arn, RoleSessionName="stranger")["Credentials"]
    its = emulator.under(taken)
    more = {"ExternalId": external_id} if external_id else {}
    try:
        its.client("sts").assume_role(RoleArn=target, RoleSessionName="stranger", **more)
    except ClientError as error:
        if "AccessDenied" not in str(error):
            raise
        return False
    return True
