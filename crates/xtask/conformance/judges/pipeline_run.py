"""Plays CodePipeline for a deployed stack: its release action, then its deployer invocations.

Everything is taken from what is deployed: the pipeline's actions, the project's buildspec and variables, the
deployer's code, and the roles that they really have. The administrator assumes a role in the place of the
service that would.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import uuid
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from judges.bench import Stack
from judges.codebuild_host import BuildResult, action_environment, plain, run_build
from judges.emulated import Deployed, credentials
from template.attributes import bare_function_name

_HOST = Path(__file__).with_name("lambda_host.py")
# Bytes that Lambda does not take directly.
_TOO_LARGE = 51 << 20
COMMIT_ID = "0123456789abcdef0123456789abcdef01234567"
SECRET = "artifact-credentials-that-nobody-may-log"


class UnplayableError(Exception):
    """The pipeline has no release or no deployer, or one that cannot be played."""


@dataclass
class Function:
    """One function that the pipeline releases."""

    key: str
    """What its AppSpec and its deployment group are called: its key in the stack file, after its environment's."""
    package: str
    """Its key in the stack file, which is also the zip's name."""
    prefix: str
    name: str
    alias: str


@dataclass
class Invocation:
    """How one invocation of the deployer ended."""

    job: str
    output: str
    results: list[dict[str, Any]]
    """The job results that arrived."""

    @property
    def text(self) -> str:
        """Everything that was said, in one piece."""
        return self.output + json.dumps(self.results)


@dataclass
class PipelineRun:
    """One pipeline, ready to be played any number of times."""

    deployed: Deployed
    stack: Stack
    folder: Path
    aws: Path | None = None
    """A folder with another `aws` than the installed one."""
    namespace: str = ""
    """Of the release to be played; the first one's otherwise."""
    functions: list[Function] = field(default_factory=list)
    rounds: int = 0

    def __post_init__(self) -> None:
        """Looks up everything in what is deployed."""
        resolver = self.deployed.resolver
        pipelines = list(resolver.of_type("AWS::CodePipeline::Pipeline").values())
        client = self.deployed.emulator.client("codepipeline")
        self.actions = [
            action
            for pipeline in pipelines
            for stage in client.get_pipeline(name=pipeline["Name"])["pipeline"]["stages"]
            for action in stage["actions"]
        ]
        self.release_action = self._release_action()
        project_name = self.release_action["configuration"]["ProjectName"]
        found = self.deployed.emulator.client("codebuild").batch_get_projects(names=[project_name])["projects"]
        self.project = found[0]
        self.release_role: str = self.project["serviceRole"].rsplit("/", 1)[1]
        self._environment = plain(self.project["environment"].get("environmentVariables", []))
        self._environment |= action_environment(self.release_action["configuration"])
        self.functions = self._functions()
        self.bucket: str = self._environment["BUCKET"]
        self.deployer: dict[str, Any] = {}
        if actions := self.deploy_actions():
            deployer = actions[0]["configuration"]["FunctionName"]
            self.deployer = self.deployed.emulator.client("lambda").get_function_configuration(FunctionName=deployer)
            self.deployer_role: str = self.deployer["Role"].rsplit("/", 1)[1]
            self._deployer_folder = self._unpack_deployer()

    def deploy_actions(self) -> list[dict[str, Any]]:
        """The actions that invoke the deployer for what the first release has published: none, where CodePipeline or
        CloudFormation shift all traffic."""
        found = [
            action
            for action in self.actions
            if action["actionTypeId"]["provider"] == "Lambda"
            and '"group"' in action["configuration"].get("UserParameters", "")
        ]
        if not found and self._needs_a_deployer():
            raise UnplayableError("no action of the pipeline invokes a deployer")
        wanted = self.namespace or next(map(_namespace, found), "")
        return [action for action in found if _namespace(action) == wanted]

    def _needs_a_deployer(self) -> bool:
        actions = [action for stage in self.stack.spec["stages"] for action in [stage, *stage.get("actions", [])]]
        return any(
            action["deploy"].get("engine", "codedeploy") == "codedeploy" for action in actions if "deploy" in action
        )

    def namespaces(self) -> list[str]:
        """Of every release whose versions are deployed: one for each environment."""
        deploys = [action for action in self.actions if action["actionTypeId"]["category"] in ("Deploy", "Invoke")]
        return [name for name in dict.fromkeys(map(_namespace, deploys)) if name]

    def _release_action(self) -> dict[str, Any]:
        # The one whose variables the deployer is given, or else other actions that deploy.
        given = next(map(_namespace, self.deploy_actions()), "")
        namespace = self.namespace or given or next(iter(self.namespaces()), "")
        for action in self.actions:
            if namespace and action.get("namespace") == namespace:
                return action
        raise UnplayableError("no action has the namespace of the released versions")

    def _functions(self) -> list[Function]:
        keys = {re.sub(r"[^A-Z0-9]", "_", key.upper()): key for key in self.stack.spec["functions"]}
        wanted = [json.loads(action["configuration"]["UserParameters"]) for action in self.deploy_actions()]
        groups = {item["function"]: item["group"] for item in wanted}
        return [
            Function(
                groups.get(bare_function_name(value), self._key(value, keys[name.removesuffix("_FUNCTION")])),
                keys[name.removesuffix("_FUNCTION")],
                name.removesuffix("_FUNCTION"),
                value,
                alias,
            )
            for name, value in self._environment.items()
            if name.endswith("_FUNCTION")
            for alias in [self._environment[name.removesuffix("_FUNCTION") + "_ALIAS"]]
        ]

    def _key(self, function: str, package: str) -> str:
        """What a function that nothing deploys is called where it is: a hook, in an environment or in none."""
        own, prefix = bare_function_name(function), f"{self.stack.spec['name']}-"
        return own.removeprefix(prefix) if own.startswith(prefix) and own.endswith(f"-{package}") else package

    def _unpack_deployer(self) -> Path:
        template = self.deployed.resolver
        for logical_id, properties in template.of_type("AWS::Lambda::Function").items():
            if self.deployed.physical_ids[logical_id] == self.deployer["FunctionName"]:
                folder = self.folder / "deployer"
                folder.mkdir(parents=True, exist_ok=True)
                (folder / "index.py").write_text(properties["Code"]["ZipFile"], encoding="utf-8")
                return folder
        raise UnplayableError("the deployer's code is not in the template")

    def create_existing_functions(self) -> None:
        """Creates the functions that the stack expects to exist, with version 1 behind their aliases."""
        client = self.deployed.emulator.client("lambda")
        for function in self.functions:
            try:
                client.get_alias(FunctionName=function.name, Name=function.alias)
            except client.exceptions.ResourceNotFoundException:
                name = bare_function_name(function.name)
                role = self.deployed.emulator.client("iam").create_role(
                    RoleName=f"{name}-role", AssumeRolePolicyDocument=_LAMBDA_TRUST
                )["Role"]["Arn"]
                client.create_function(
                    FunctionName=name,
                    Runtime="python3.13",
                    Handler="index.handler",
                    Role=role,
                    Code={"ZipFile": zipped(b"existing")},
                    Publish=True,
                )
                client.create_alias(FunctionName=name, Name=function.alias, FunctionVersion="1")

    def release(self, large: int = 0) -> tuple[str, BuildResult]:
        """Runs the release action on new code, under the project's role; returns the execution's ID too.

        So many of the zips are too large to be handed to Lambda directly.
        """
        self.rounds += 1
        execution = str(uuid.uuid4())
        for folder in self.inputs().values():
            folder.mkdir(parents=True, exist_ok=True)
        packaged = [function for function in self.functions if not self.runs_image(function)]
        for index, function in enumerate(packaged):
            padding = _TOO_LARGE if index < large else 0
            self.package(function.package).write_bytes(zipped(f"round {self.rounds}".encode(), padding))
        variables = {"codepipeline.PipelineExecutionId": execution}
        for action in self.actions:
            if action["actionTypeId"]["category"] == "Source":
                revision = _REVISIONS.get(action["actionTypeId"]["provider"], "CommitId")
                variables[f"{action.get('namespace')}.{revision}"] = COMMIT_ID
        variables |= self._images()
        environment = {name: _resolved(value, variables) for name, value in self._environment.items()}
        as_role = self.deployed.emulator.variables(self._assume(self.project["serviceRole"]))
        if self.aws:
            as_role["PATH"] = f"{self.aws}{os.pathsep}{as_role['PATH']}"
        primary, *others = self.inputs().items()
        folders = {f"CODEBUILD_SRC_DIR_{name}": str(folder) for name, folder in others}
        buildspec = self.project["source"]["buildspec"]
        return execution, run_build(buildspec, environment | folders | as_role, primary[1])

    def runs_image(self, function: Function) -> bool:
        """Whether it runs a container image, and has no package."""
        return f"{function.prefix}_IMAGE" in self._environment

    def image(self) -> bytes:
        """What the image's digest is of in this round."""
        layer = {"digest": f"sha256:{self.rounds:064x}", "size": 1}
        manifest = {"schemaVersion": 2, "mediaType": _MANIFEST, "config": layer, "layers": [layer]}
        return json.dumps(manifest).encode()

    def _images(self) -> dict[str, str]:
        """Pushes what the pipeline's images would be in this round; what each of their actions exports."""
        exported = {}
        ecr = self.deployed.emulator.client("ecr")
        namespaces = re.findall(r"#\{([^}]+)\.IMAGE_URI\}", "\n".join(self._environment.values()))
        for name in sorted(set(namespaces)):
            action = next(action for action in self.actions if action.get("namespace") == name)
            project = self.deployed.emulator.client("codebuild").batch_get_projects(
                names=[action["configuration"]["ProjectName"]]
            )["projects"][0]
            uri = plain(project["environment"]["environmentVariables"])["REPOSITORY_URI"]
            manifest = {"imageManifest": self.image().decode(), "imageManifestMediaType": _MANIFEST}
            pushed = ecr.put_image(repositoryName=uri.partition("/")[2], imageTag=f"round-{self.rounds}", **manifest)
            exported[f"{name}.IMAGE_URI"] = f"{uri}@{pushed['image']['imageId']['imageDigest']}"
        return exported

    def inputs(self) -> dict[str, Path]:
        """The folders of the release's input artifacts by name, that of the primary one first."""
        names = [artifact["name"] for artifact in self.release_action["inputArtifacts"]]
        primary = self.release_action["configuration"].get("PrimarySource", names[0])
        folders = {primary: self.folder / "release"}
        return folders | {name: self.folder / f"release-{name}" for name in names if name != primary}

    def package(self, key: str) -> Path:
        """Where the release finds a function's package: in the output of the build that lists it, or in the first."""
        inputs = self.inputs()
        outputs = {artifact["name"]: action for action in self.actions for artifact in action["outputArtifacts"]}
        for name, folder in inputs.items():
            if f"{key}.zip" in self._files(outputs[name], name):
                return folder / f"{key}.zip"
        return next(iter(inputs.values())) / f"{key}.zip"

    def _files(self, action: dict[str, Any], artifact: str) -> list[str]:
        project = action["configuration"]["ProjectName"]
        client = self.deployed.emulator.client("codebuild")
        text = client.batch_get_projects(names=[project])["projects"][0]["source"].get("buildspec", "")
        artifacts = (yaml.safe_load(text) if "\n" in text else {}).get("artifacts", {})
        # Of several outputs, CodeBuild takes each by its name.
        named = (
            artifacts.get("secondary-artifacts", {}) if len(action["outputArtifacts"]) > 1 else {artifact: artifacts}
        )
        return named.get(artifact, {}).get("files", [])

    def parameters(self, action: dict[str, Any], exported: dict[str, str]) -> str:
        """The UserParameters of a deployer's action once the release has exported its variables."""
        variables = {f"{self.release_action['namespace']}.{name}": value for name, value in exported.items()}
        return _resolved(action["configuration"]["UserParameters"], variables)

    def invoke(self, parameters: str, token: str | None = None) -> Invocation:
        """Invokes the deployer with a new job, under its own role."""
        job = str(uuid.uuid4())
        data: dict[str, Any] = {
            "actionConfiguration": {
                "configuration": {"FunctionName": self.deployer["FunctionName"], "UserParameters": parameters}
            },
            "inputArtifacts": [],
            "outputArtifacts": [],
            "artifactCredentials": {"accessKeyId": "ASIA", "secretAccessKey": SECRET, "sessionToken": SECRET},
        }
        if token is not None:
            data["continuationToken"] = token
        event = {"CodePipeline.job": {"id": job, "accountId": "123456789012", "data": data}}
        environment = self.deployed.emulator.variables(self._assume(self.deployer["Role"]))
        environment |= self.deployer.get("Environment", {}).get("Variables", {})
        self.deployed.emulator.ask("jobs")
        done = subprocess.run(
            [sys.executable, str(_HOST), str(self._deployer_folder), self.deployer["Handler"]],
            input=json.dumps(event),
            env=environment | {"AWS_LAMBDA_FUNCTION_NAME": self.deployer["FunctionName"]},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=self.deployer["Timeout"] + 30,
        )
        return Invocation(job, done.stdout, self.deployed.emulator.ask("jobs"))

    def _assume(self, role_arn: str) -> dict[str, str]:
        sts = self.deployed.emulator.client("sts")
        found = sts.assume_role(RoleArn=role_arn, RoleSessionName="conformance")["Credentials"]
        return credentials(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])


_LAMBDA_TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)


_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"

# What a source says of the revision that it fetched; the others say which commit.
# https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
_REVISIONS = {"S3": "VersionId", "ECR": "ImageDigest"}


def _namespace(action: dict[str, Any]) -> str:
    """The namespace of the release whose version an action deploys."""
    found = re.search(r"#\{([^.}]+)\.[A-Z0-9_]+_VERSION\}", json.dumps(action["configuration"]))
    return found[1] if found else ""


def _resolved(text: str, variables: dict[str, str]) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] not in variables:
            raise UnplayableError(f"nobody exports #{{{match[1]}}}")
        return variables[match[1]]

    return re.sub(r"#\{([^}]+)\}", replace, text)


def zipped(content: bytes, padding: int = 0) -> bytes:
    """A zip with one file, and with so many bytes more."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("index.py", content)
        if padding:
            archive.writestr("padding", b"\0" * padding)
    return stream.getvalue()
