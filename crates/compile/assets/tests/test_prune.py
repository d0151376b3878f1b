"""prune.sh, run for real by bash, with a fake `aws` first on its PATH."""

import json
import os
import subprocess
import sys

import pytest

# The queries are put to the answers by the library that the AWS CLI has for it.
AWS = """
import json, os, pathlib, sys
import jmespath
place = pathlib.Path(os.environ["FAKE_AWS"])
state = json.loads(place.read_text())
operation, given = sys.argv[2], dict(zip(sys.argv[3::2], sys.argv[4::2]))
state["calls"].append([operation, given])
place.write_text(json.dumps(state))
if operation in state["faults"] or given.get("--qualifier") in state["faults"]:
    sys.exit(254)
if operation != "delete-function":
    found = jmespath.search(given["--query"], state["answers"][operation])
    print("\\t".join(found))
"""
WEIGHED = {"FunctionVersion": "3", "RoutingConfig": {"AdditionalVersionWeights": {"5": 0.1}}}


class Prune:
    def __init__(self, script, folder):
        self.script, self.folder, self.place = script, folder, folder / "state.json"
        (folder / "aws.py").write_text(AWS)
        (folder / "aws").write_text(f'#!/bin/sh\nexec {sys.executable} {folder}/aws.py "$@"\n')
        (folder / "aws").chmod(0o755)
        self.versions, self.aliases, self.faults = ["$LATEST", *map(str, range(1, 13))], [], []

    def run(self, function="shop-cart", keep="4"):
        answers = {
            "list-versions-by-function": {"Versions": [{"Version": version} for version in self.versions]},
            "list-aliases": {"Aliases": self.aliases},
        }
        self.place.write_text(json.dumps({"answers": answers, "faults": self.faults, "calls": []}))
        done = subprocess.run(
            ["bash", str(self.script), "cart", function, keep],
            env={"PATH": f"{self.folder}:{os.environ['PATH']}", "FAKE_AWS": str(self.place)},
            capture_output=True,
            text=True,
            check=False,
        )
        calls = json.loads(self.place.read_text())["calls"]
        deleted = [given for operation, given in calls if operation == "delete-function"]
        assert all(given["--function-name"] == function for given in deleted)
        return done, [given["--qualifier"] for given in deleted]


@pytest.fixture
def prune(assets, tmp_path):
    return Prune(assets / "release" / "prune.sh", tmp_path)


def test_the_newest_stay(prune):
    done, deleted = prune.run()
    assert done.returncode == 0 and done.stdout == ""
    assert deleted == ["8", "7", "6", "5", "4", "3", "2", "1"]


def test_versions_that_aliases_name_or_weigh_stay(prune):
    prune.aliases = [{"FunctionVersion": "1"}, WEIGHED, {"FunctionVersion": "12"}]
    done, deleted = prune.run()
    assert deleted == ["8", "7", "6", "4", "2"]
    assert "cart: version 5 stays: an alias names it" in done.stderr


def test_versions_are_numbers_and_no_texts(prune):
    prune.versions = ["$LATEST", "9", "10", "100"]
    assert prune.run(keep="2")[1] == ["9"]


@pytest.mark.parametrize("versions", [["$LATEST"], ["$LATEST", "1"], ["$LATEST", "1", "2", "3", "4"]])
def test_there_is_nothing_to_delete(prune, versions):
    prune.versions = versions
    done, deleted = prune.run()
    assert (done.returncode, deleted) == (0, [])


@pytest.mark.parametrize("operation", ["list-versions-by-function", "list-aliases"])
def test_what_is_not_known_stays(prune, operation):
    prune.faults = [operation]
    done, deleted = prune.run()
    assert (done.returncode, deleted) == (0, [])
    assert "old versions stay" in done.stderr


def test_a_version_that_cannot_be_deleted_fails_no_release(prune):
    prune.faults = ["7"]
    done, deleted = prune.run()
    assert done.returncode == 0 and len(deleted) == 8
    assert "cart: version 7 stays" in done.stderr


@pytest.mark.parametrize(("function", "keep"), [("", "4"), ("shop cart", "4"), ("shop-cart", "0"), ("shop-cart", "")])
def test_nothing_is_deleted_by_mistake(prune, function, keep):
    done, deleted = prune.run(function, keep)
    assert done.returncode == 1 and deleted == []
