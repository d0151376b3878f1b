"""release.sh, run for real by bash, with a fake `aws` (and a `sleep` that doesn't) first on its PATH."""

import json
import os
import shlex
import subprocess
import sys

import pytest

TEMPLATE = """version: 0.0
Resources:
  - "Demo":
      Type: AWS::Lambda::Function
      Properties:
        Name: "@NAME@"
        Alias: "@ALIAS@"
        CurrentVersion: "@CURRENT@"
        TargetVersion: "@TARGET@"
"""
KEY = "CodeDeploy/execution-1/demo-api/appspec.yaml"
EXPORTS = "export DEMO_API_VERSION='{}'\nexport DEMO_API_KEY='" + KEY + "'\n"
ARN = "arn:aws:lambda:eu-west-1:111122223333:function:demo-function"


class Release:
    def __init__(self, script, folder):
        self.script, self.folder = script, folder
        self.zip, self.place = folder / "demo api.zip", folder / "state.json"
        self.zip.write_bytes(b"new code")
        self.command(folder / "bin" / "aws", f'exec {sys.executable} {script.parents[1]}/tests/fake_aws.py "$@"')
        self.command(folder / "bin" / "sleep", f'echo "$1" >> {shlex.quote(str(folder))}/pauses')
        self.state = {
            "functions": ["demo-function", ARN],
            "alias": "live",
            "alias_version": "1",
            "versions": ["placeholder"],
            "latest": "placeholder",
            "status": "Successful",
            "status_after_update": "Successful",
            "bucket": str(folder / "s3"),
            "faults": {},
            "intruders": 0,
            "calls": [],
        }
        self.variables = {"BUCKET": "artifacts", "EXECUTION_ID": "execution-1", "COMMIT_ID": "abc123"}

    @staticmethod
    def command(path, text):
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def run(self, name="demo-api", prefix="DEMO_API", function="demo-function", alias="live", zip=None):
        self.place.write_text(json.dumps(self.state))
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        arguments = [name, prefix, function, alias, str(self.zip if zip is None else zip)]
        done = subprocess.run(
            ["bash", str(self.script), *arguments],
            input=TEMPLATE,
            env={"PATH": path, "FAKE_AWS": str(self.place), **self.variables},
            capture_output=True,
            text=True,
            check=False,
        )
        self.state = json.loads(self.place.read_text())
        return done

    def appspec(self):
        return (self.folder / "s3" / "artifacts" / KEY).read_text()

    def called(self, operation):
        return [call for call in self.state["calls"] if " ".join(call[:2]) == operation]


@pytest.fixture
def release(assets, tmp_path):
    return Release(assets / "release" / "release.sh", tmp_path)


def filled(current, target):
    values = {"@NAME@": "demo-function", "@ALIAS@": "live", "@CURRENT@": current, "@TARGET@": target}
    text = TEMPLATE
    for marked, value in values.items():
        text = text.replace(marked, value)
    return text


@pytest.mark.parametrize("function", ["demo-function", ARN])
def test_publishes_and_writes_the_appspec(release, function):
    done = release.run(function=function)
    assert (done.returncode, done.stdout) == (0, EXPORTS.format(2)), done.stderr
    assert release.appspec() == filled("1", "2")
    (published,) = release.called("lambda publish-version")
    assert "commit abc123" in published and release.state["versions"][-1] in published
    assert "version 2 is published" in done.stderr


def test_only_exports_on_stdout_can_be_sourced(release):
    done = release.run()
    shell = f'{done.stdout}\nprintf \'%s %s\' "$DEMO_API_VERSION" "$DEMO_API_KEY"'
    assert subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True).stdout == f"2 {KEY}"


def test_same_code_is_nothing_to_do(release):
    release.run()
    release.state |= {"alias_version": "2", "calls": []}
    done = release.run()
    assert (done.returncode, done.stdout) == (0, EXPORTS.format(2))
    assert "nothing to do" in done.stderr and release.appspec() == filled("2", "2")
    assert not release.called("lambda update-function-code") and len(release.state["versions"]) == 2


def test_same_code_that_never_reached_the_alias_is_offered_again(release):
    release.run()
    done = release.run()
    assert done.stdout == EXPORTS.format(2) and "nothing to do" not in done.stderr


def test_the_same_code_after_a_failed_update_is_sent_again(release):
    release.run()
    release.state |= {"status": "Failed", "calls": []}
    done = release.run()
    assert done.returncode == 0 and len(release.called("lambda update-function-code")) == 1
    assert "did not end well" in done.stderr


BUSY = ["ResourceConflictException", "TooManyRequestsException", "ThrottlingException"]


@pytest.mark.parametrize("operation", ["lambda update-function-code", "lambda publish-version", "lambda get-alias"])
def test_waits_while_the_function_is_busy(release, operation):
    release.state["faults"] = {operation: list(BUSY)}
    done = release.run()
    assert (done.returncode, done.stdout) == (0, EXPORTS.format(2)), done.stderr
    assert (release.folder / "pauses").read_text().split() == ["1", "2", "4"]


def test_does_not_wait_for_ever(release):
    release.state["faults"] = {"lambda publish-version": BUSY * 10}
    done = release.run()
    assert done.returncode == 1 and done.stdout == ""
    assert len(release.called("lambda publish-version")) == 10
    assert "no version of this code could be published" in done.stderr


def test_other_errors_are_not_retried(release):
    release.state["faults"] = {"lambda update-function-code": ["CodeStorageExceededException"]}
    done = release.run()
    assert done.returncode == 1 and done.stdout == "" and "CodeStorageExceededException" in done.stderr
    assert len(release.called("lambda update-function-code")) == 1 and not (release.folder / "s3").exists()


@pytest.mark.parametrize(("intruders", "status"), [(1, 0), (2, 0), (3, 1)])
def test_somebody_elses_code_between_update_and_publish(release, intruders, status):
    release.state["intruders"] = intruders
    done = release.run()
    assert done.returncode == status and "somebody else's code" in done.stderr
    assert done.stdout == ("" if status else EXPORTS.format(2))
    assert all("somebody" not in version for version in release.state["versions"])


@pytest.mark.parametrize(("size", "by_s3"), [(50 * 1024 * 1024, False), (50 * 1024 * 1024 + 1, True)])
def test_a_big_zip_goes_through_s3(release, size, by_s3):
    with release.zip.open("wb") as file:
        file.truncate(size)
    done = release.run()
    assert (done.returncode, done.stdout) == (0, EXPORTS.format(2)), done.stderr
    uploaded = release.folder / "s3" / "artifacts" / "Release" / "execution-1" / "demo-api.zip"
    assert uploaded.exists() == by_s3
    (updated,) = release.called("lambda update-function-code")
    assert ("Release/execution-1/demo-api.zip" in updated) == by_s3


def test_an_update_that_fails(release):
    release.state["status_after_update"] = "Failed"
    done = release.run()
    assert done.returncode == 1 and done.stdout == "" and "told by the fake" in done.stderr
    assert not release.called("lambda publish-version")


def test_unknown_alias(release):
    done = release.run(alias="other")
    assert done.returncode == 1 and done.stdout == ""
    assert "Cannot find alias" in done.stderr and "aws lambda create-alias" in done.stderr
    assert not release.called("lambda update-function-code")


def test_unknown_function(release):
    done = release.run(function="other")
    assert done.returncode == 1 and "Function not found: other" in done.stderr and "deploy the stack" in done.stderr


def test_an_alias_that_points_to_latest(release):
    release.state["alias_version"] = "$LATEST"
    done = release.run()
    assert done.returncode == 1 and "aws lambda update-alias" in done.stderr


def test_a_missing_zip(release):
    done = release.run(zip=release.folder / "none.zip")
    assert done.returncode == 1 and "the Build action must leave one demo-api.zip" in done.stderr


AWKWARD = ["", "a b", "x'y", "$(touch pwned)", "a\nb", "@TARGET@", "&"]


@pytest.mark.parametrize("value", AWKWARD)
@pytest.mark.parametrize("which", ["name", "prefix", "function", "alias"])
def test_awkward_arguments_are_refused(release, which, value):
    done = release.run(**{which: value})
    assert done.returncode == 1 and done.stdout == "" and "expected" in done.stderr and not release.state["calls"]


@pytest.mark.parametrize("which", ["BUCKET", "EXECUTION_ID", "COMMIT_ID"])
@pytest.mark.parametrize("value", [None, *AWKWARD])
def test_awkward_variables_are_refused(release, which, value):
    release.variables[which] = value
    release.variables = {key: text for key, text in release.variables.items() if text is not None}
    done = release.run()
    assert done.returncode == 1 and done.stdout == "" and which in done.stderr and not release.state["calls"]
