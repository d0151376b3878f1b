"""A stack deployed to the emulator by the real AWS CLI: what the deploying judges have in common."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import boto3
from botocore.config import Config

from template.attributes import REGION, name_of, tells_name
from template.resolver import STACK_NAME, Resolver, dummies

AWS_CLI = Path(sys.executable).with_name("aws")
INLINE_LIMIT = 51_200


class DeploymentError(Exception):
    """The AWS CLI could not do what it was asked for."""


class Emulator:
    """One emulator process, empty at first, gone at the end."""

    region = REGION

    def elsewhere(self, account: str, region: str) -> Emulator:
        """The same emulator for the administrator of another account, in a region."""
        role = f"arn:aws:iam::{account}:role/administrator"
        found = self.client("sts").assume_role(RoleArn=role, RoleSessionName="conformance")["Credentials"]
        there = self.under(found)
        there.region = region
        return there

    def under(self, taken: dict[str, str]) -> Emulator:
        """The same emulator for whoever has these credentials of a role."""
        there = Emulator()
        there.endpoint, there.region = self.endpoint, self.region
        there.environment = credentials(taken["AccessKeyId"], taken["SecretAccessKey"], taken["SessionToken"])
        return there

    def __enter__(self) -> Emulator:
        """Starts it and waits for its address."""
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "emulator"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        greeting = json.loads(self._process.stdout.readline())
        self.endpoint: str = greeting["endpoint"]
        self.environment = credentials(greeting["access_key_id"], greeting["secret_access_key"])
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """Closes its standard input, at which it stops."""
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def variables(self, identity: dict[str, str], region: str = REGION) -> dict[str, str]:
        """The environment of a program that talks to the emulator, and of nothing else."""
        return identity | {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_DEFAULT_REGION": region,
            "AWS_REGION": region,
            "AWS_EC2_METADATA_DISABLED": "true",
            # No configuration of whoever runs this may leak in.
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_PAGER": "",
            "HOME": os.environ.get("HOME", "/"),
            "PATH": f"{AWS_CLI.parent}{os.pathsep}{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
        }

    @functools.cache  # noqa: B019 - an emulator lives as long as its judge's work on one stack
    def client(self, service: str) -> Any:
        """The administrator's client of a service."""
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=self.region,
            aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=self.environment.get("AWS_SESSION_TOKEN"),
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
        )

    def aws(self, *arguments: str) -> str:
        """Runs the AWS CLI as the administrator."""
        environment = self.variables(self.environment, self.region) | {"AWS_MAX_ATTEMPTS": "1"}
        command = [sys.executable, str(AWS_CLI), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode:
            raise DeploymentError(f"aws {' '.join(arguments[:2])}: {(done.stderr or done.stdout).strip()[-1500:]}")
        return done.stdout

    def ask(self, path: str, data: str | None = None) -> Any:
        """Calls the emulator's back door."""
        body = None if data is None else data.encode()
        with urllib.request.urlopen(f"{self.endpoint}/emulator/{path}", body, timeout=60) as answer:
            return json.load(answer)


def credentials(access_key_id: str, secret_access_key: str, session_token: str | None = None) -> dict[str, str]:
    """Credentials as the environment variables of every AWS tool."""
    found = {"AWS_ACCESS_KEY_ID": access_key_id, "AWS_SECRET_ACCESS_KEY": secret_access_key}
    return found | ({"AWS_SESSION_TOKEN": session_token} if session_token else {})


@dataclass
class Deployed:
    """A stack that is deployed in an emulator."""

    emulator: Emulator
    template: dict[str, Any]
    physical_ids: dict[str, str] = field(default_factory=dict)
    """By logical ID, as `list-stack-resources` says."""

    @property
    def resolver(self) -> Resolver:
        """The template resolved with the names of what really exists."""
        resources = self.template["Resources"]
        names = {
            logical_id: name_of(resources[logical_id]["Type"], physical_id)
            for logical_id, physical_id in self.physical_ids.items()
            if tells_name(resources[logical_id]["Type"])
        }
        return Resolver(self.template, names)


def _template_bucket(emulator: Emulator) -> str:
    """Where the AWS CLI uploads a template that is too large to be sent inline."""
    name, s3 = "templates-over-the-inline-limit", emulator.client("s3")
    if name not in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": emulator.region})
    return name


def deploy(emulator: Emulator, path: Path, template: dict[str, Any], given: dict[str, str] | None = None) -> Deployed:
    """`aws cloudformation deploy`, with dummies for the parameters that have no default and are not given."""
    arguments = ["cloudformation", "deploy", "--stack-name", STACK_NAME, "--template-file", str(path)]
    named = any("RoleName" in resource.get("Properties", {}) for resource in template["Resources"].values())
    capability = "CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"
    arguments += ["--capabilities", capability, "--no-fail-on-empty-changeset"]
    overrides = [f"{name}={value}" for name, value in (dummies(template) | (given or {})).items()]
    if overrides:
        arguments += ["--parameter-overrides", *overrides]
    if path.stat().st_size > INLINE_LIMIT:
        arguments += ["--s3-bucket", _template_bucket(emulator)]
    emulator.aws(*arguments)
    listed = json.loads(
        emulator.aws("cloudformation", "list-stack-resources", "--stack-name", STACK_NAME, "--output", "json")
    )
    physical_ids = {item["LogicalResourceId"]: item["PhysicalResourceId"] for item in listed["StackResourceSummaries"]}
    return Deployed(emulator, template, physical_ids)
