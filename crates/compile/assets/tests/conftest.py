"""What the tests of the embedded scripts share: where the scripts are, and the fixtures."""

import importlib.util
import json
from pathlib import Path

import aws_world
import pytest

ASSETS = Path(__file__).resolve().parent.parent


@pytest.fixture
def assets():
    return ASSETS


@pytest.fixture
def world(monkeypatch, capfd, caplog):
    """A fresh deployer in a fresh AWS. Whatever it does, every invocation gives one result and gives nothing away."""
    monkeypatch.setenv("BUCKET", aws_world.BUCKET)
    monkeypatch.setenv("APPLICATION", aws_world.APPLICATION)
    spec = importlib.util.spec_from_file_location("deployer", ASSETS / "deployer" / "deployer.py")
    deployer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(deployer)
    caplog.set_level(0)
    world = aws_world.World(deployer)
    monkeypatch.setattr(deployer, "client", world.client)
    yield world
    stdout, stderr = capfd.readouterr()
    assert not aws_world.leaks(stdout + stderr + caplog.text)
    decisions = [json.loads(line) for line in stdout.splitlines()]
    assert [d["job"] for d in decisions if d["status"] != "swallowed"] == world.invoked
    assert len(world.answers) + world.undelivered == len(world.invoked)
