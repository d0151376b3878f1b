"""The parts for environments elsewhere: the deployer's, joined as the compiler does, and the release's."""

import importlib.util
import json
import os
import subprocess
import sys

import aws_world
import pytest

ROLE = "arn:aws:iam::444455556666:role/shop-production-deployer"
THERE = {"role": ROLE, "externalId": "shop/production", "region": "us-east-1", "bucket": "there", "application": "away"}


class Session:
    """What boto3 gives for the keys of a role."""

    def __init__(self, *keys, region_name):
        self.keys, self.region = keys, region_name

    def client(self, service, config):
        return ("there", self.keys, self.region, service)


class Sts:
    def __init__(self, asked):
        self.asked = asked

    def assume_role(self, **asked):
        self.asked.append(asked)
        return {"Credentials": {"AccessKeyId": "id", "SecretAccessKey": "secret", "SessionToken": "token"}}


@pytest.fixture
def deployer(assets, tmp_path, monkeypatch):
    monkeypatch.setenv("BUCKET", "here")
    monkeypatch.setenv("APPLICATION", "home")
    both = [(assets / "deployer" / name).read_text() for name in ("deployer.py", "abroad.py")]
    path = tmp_path / "index.py"
    path.write_text("\n\n".join(both))
    spec = importlib.util.spec_from_file_location("index", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.asked = []
    monkeypatch.setattr(module, "at_home", lambda service: Sts(module.asked) if service == "sts" else ("home", service))
    monkeypatch.setattr(module.boto3, "Session", Session)

    def seen(*_):
        clients = module.client("lambda"), module.client("codepipeline")
        return *clients, os.environ["BUCKET"], module.group(want())

    monkeypatch.setattr(module, "work_at_home", seen)
    return module


def want(**more):
    return aws_world.SimpleNamespace(group="api", **more)


def test_elsewhere_everything_but_the_pipeline_is_asked_under_the_role(deployer):
    there, pipeline, bucket, group = deployer.work(want(**THERE), {"job": "job-1"})
    assert there == ("there", ("id", "secret", "token"), "us-east-1", "lambda")
    assert pipeline == ("home", "codepipeline")
    assert (bucket, group["applicationName"]) == ("there", "away")
    assert deployer.asked == [{"RoleArn": ROLE, "RoleSessionName": "job-1", "ExternalId": "shop/production"}]


def test_a_warm_start_comes_home_again(deployer):
    deployer.work(want(**THERE), {"job": "job-1"})
    here, _, bucket, group = deployer.work(want(), {"job": "job-2"})
    assert here == ("home", "lambda")
    assert (bucket, group["applicationName"]) == ("here", "home")
    assert len(deployer.asked) == 1


@pytest.mark.parametrize("answer", ["echo id secret token", "exit 254"])
def test_the_release_goes_under_the_role_or_not_at_all(assets, tmp_path, answer):
    aws = tmp_path / "aws"
    aws.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\n{answer}\n')
    aws.chmod(0o755)
    environment = {"ENVIRONMENT_ROLE": ROLE, "ENVIRONMENT_EXTERNAL_ID": "x/y", "ENVIRONMENT_REGION": "us-east-1"}
    shown = "import json, os, sys; print(json.dumps([dict(os.environ), sys.stdin.read()]))"
    done = subprocess.run(
        ["bash", assets / "release" / "abroad.sh", sys.executable, "-c", shown],
        input="template",
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "EXECUTION_ID": "execution-1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    asked = (tmp_path / "asked").read_text()
    assert f"--role-arn {ROLE} --external-id x/y --role-session-name execution-1" in asked
    if answer.startswith("exit"):
        assert done.returncode == 254 and not done.stdout
        return
    variables, template = json.loads(done.stdout)
    assert template == "template"
    keys = [variables[f"AWS_{name}"] for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN", "REGION")]
    assert keys == ["id", "secret", "token", "us-east-1"]
