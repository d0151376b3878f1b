"""The release script and the deployer, run for real from the template's text under the template's roles.

The release must publish the next version of each function from its zip and store an AppSpec that names it;
the deployer must create the right CodeDeploy deployment from that, report it as in progress, as succeeded
once it is, and then find nothing to do. Permissions are enforced throughout.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any, ClassVar

import yaml
from botocore.exceptions import BotoCoreError, ClientError

from judges.bench import Control, Judge, Opinion, Stack
from judges.codebuild_host import BuildResult
from judges.emulated import DeploymentError, Emulator, deploy
from judges.pipeline_run import SECRET, Function, Invocation, PipelineRun, UnplayableError
from template.attributes import bare_function_name


class ReleaseAndDeploy(Judge):
    """Version 2 is published, and CodeDeploy is told to shift to it."""

    name: ClassVar[str] = "release-and-deploy"

    def subjects(self, stacks: list[Stack]) -> list[Stack]:
        """Those whose pipeline can be played in one account."""
        return [stack for stack in stacks if stack.is_played]

    def examine_one(self, stack: Stack) -> Opinion:
        """Deploys the stack and plays its pipeline once."""
        opinion = Opinion()
        with Emulator() as emulator:
            try:
                deployed = deploy(emulator, stack.path, stack.template)
                run = PipelineRun(deployed, stack, self.bench.scratch / self.name / stack.name)
                run.create_existing_functions()
                execution, result = run.release()
                opinion.findings += check_release(run, execution, result)
                if not opinion.findings:
                    for action in run.deploy_actions():
                        opinion.findings += _check_deployment(run, action, result.variables)
                opinion.note = f"{len(run.functions)} released, {len(run.deploy_actions())} deployed"
            except (DeploymentError, UnplayableError) as error:
                opinion.findings.append(str(error))
        return opinion

    def controls(self, stack: Stack) -> list[Control]:
        """A release that forgets the AppSpec, a deployer that reports success too early, one that logs."""
        controls = []
        forgets, directory = self.mutant(stack, "no-appspec")
        for resource in forgets["Resources"].values():
            source = resource.get("Properties", {}).get("Source", {})
            if "CodeDeploy/" in json.dumps(source):
                text = json.dumps(source["BuildSpec"]).replace("aws_retry s3api put-object", "true")
                source["BuildSpec"] = json.loads(text)
        controls.append(Control(stack.broken("no-appspec", forgets, directory), "no AppSpec"))
        for name, body, complaint in [
            ("early-success", _EARLY, "in progress"),
            ("logs-the-event", "print(event)\n" + _EARLY, "logged the event"),
            ("silent", "pass", "0 job results"),
        ]:
            template, _ = self.mutant(stack, name)
            for resource in template["Resources"].values():
                code = resource.get("Properties", {}).get("Code", {})
                if "put_job_success_result" in json.dumps(code):
                    indented = body.replace("\n", "\n    ")
                    code["ZipFile"] = f"import boto3\n\ndef handler(event, context):\n    {indented}\n"
            controls.append(Control(stack.broken(name, template, directory), complaint))
        return controls


_EARLY = 'boto3.client("codepipeline").put_job_success_result(jobId=event["CodePipeline.job"]["id"])'


def check_release(run: PipelineRun, execution: str, result: BuildResult) -> list[str]:
    """What is wrong with a release."""
    if not result.succeeded:
        return [f"the release failed: {result.output.strip()[-1500:]}"]
    return [finding for function in run.functions for finding in _check_function(run, execution, function, result)]


def _check_function(run: PipelineRun, execution: str, function: Function, result: BuildResult) -> list[str]:
    client = run.deployed.emulator.client
    findings = []
    version = result.variables.get(f"{function.prefix}_VERSION", "")
    key = result.variables.get(f"{function.prefix}_KEY", "")
    versions = client("lambda").list_versions_by_function(FunctionName=bare_function_name(function.name))["Versions"]
    published = {item["Version"]: item["CodeSha256"] for item in versions}
    if version != str(run.rounds + 1):
        findings.append(f"{function.key}: the release exports version {version!r}, not {run.rounds + 1}")
    if published.get(version) != _code(run, function):
        findings.append(f"{function.key}: version {version} does not have the code of this round")
    if key != f"CodeDeploy/{execution}/{function.key}/appspec.yaml":
        findings.append(f"{function.key}: the AppSpec's key is {key!r}")
    return findings + _check_appspec(run, function, key, version)


def _code(run: PipelineRun, function: Function) -> str:
    if run.runs_image(function):
        client = run.deployed.emulator.client("lambda")
        return client.get_function(FunctionName=function.name)["Code"]["ImageUri"].partition("@sha256:")[2]
    zipped = run.package(function.package).read_bytes()
    return base64.b64encode(hashlib.sha256(zipped).digest()).decode()


def _check_appspec(run: PipelineRun, function: Function, key: str, version: str) -> list[str]:
    try:
        text = run.deployed.emulator.client("s3").get_object(Bucket=run.bucket, Key=key)["Body"].read().decode()
    except (ClientError, BotoCoreError) as error:
        return [f"{function.key}: no AppSpec is at {key!r}: {error}"]
    targets = [target for resource in yaml.safe_load(text)["Resources"] for target in resource.values()]
    expected = {
        "Name": bare_function_name(function.name),
        "Alias": function.alias,
        "CurrentVersion": "1",
        "TargetVersion": version,
    }
    if [target["Properties"] for target in targets] != [expected]:
        return [f"{function.key}: the AppSpec says {targets}, expected {expected}"]
    return []


def _check_deployment(run: PipelineRun, action: dict[str, Any], exported: dict[str, str]) -> list[str]:
    wanted = json.loads(run.parameters(action, exported))
    parameters = json.dumps(wanted)
    first = run.invoke(parameters)
    findings = _one_result(first)
    token = next((result.get("continuationToken") for result in first.results), None)
    if not token:
        return [*findings, f"{action['name']}: not reported as in progress: {first.text[-800:]}"]
    created, complaints = _created(run, wanted)
    findings += complaints
    if created is None:
        return findings
    waiting = run.invoke(parameters, token)
    if not any(result.get("continuationToken") for result in waiting.results):
        findings.append(f"{action['name']}: reported before the deployment was over: {waiting.text[-800:]}")
    run.deployed.emulator.ask(f"deployments/{created}", "Succeeded")
    done = run.invoke(parameters, token)
    findings += _one_result(waiting) + _one_result(done) + _final(action, done)
    again = run.invoke(parameters)
    findings += _one_result(again) + _final(action, again)
    if len(_deployments(run, wanted)) != 1:
        findings.append(f"{action['name']}: deployed again although there was nothing to do")
    return findings


def _deployments(run: PipelineRun, wanted: dict[str, str]) -> list[str]:
    application = run.deployer["Environment"]["Variables"]["APPLICATION"]
    listed = run.deployed.emulator.client("codedeploy").list_deployments(
        applicationName=application, deploymentGroupName=wanted["group"]
    )
    return listed["deployments"]


def _created(run: PipelineRun, wanted: dict[str, str]) -> tuple[str | None, list[str]]:
    found = _deployments(run, wanted)
    if len(found) != 1:
        return None, [f"{wanted['group']}: {len(found)} deployments instead of one"]
    info = run.deployed.emulator.client("codedeploy").get_deployment(deploymentId=found[0])["deploymentInfo"]
    head = run.deployed.emulator.client("s3").head_object(Bucket=run.bucket, Key=wanted["key"])
    location = {"bucket": run.bucket, "key": wanted["key"], "bundleType": "YAML", "version": head["VersionId"]}
    found_location = {name: info["revision"].get("s3Location", {}).get(name) for name in location}
    if found_location != location:
        return found[0], [f"{wanted['group']}: the revision is {info['revision']}, expected {location}"]
    return found[0], []


def _one_result(invocation: Invocation) -> list[str]:
    findings = []
    if len(invocation.results) != 1 or invocation.results[0]["jobId"] != invocation.job:
        findings.append(f"{len(invocation.results)} job results for one job: {invocation.text[-800:]}")
    if SECRET in invocation.output:
        findings.append("the deployer logged the event")
    return findings


def _final(action: dict[str, Any], invocation: Invocation) -> list[str]:
    if any(
        result["operation"] == "PutJobSuccessResult" and not result.get("continuationToken")
        for result in invocation.results
    ):
        return []
    return [f"{action['name']}: no final success: {invocation.text[-800:]}"]
