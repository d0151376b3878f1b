"""image.sh, run for real by bash, with a fake `aws`, `docker` and `sleep` first on its PATH."""

import json
import os
import subprocess
import sys

import pytest

DIGEST = "sha256:" + "0123456789abcdef" * 4
MANIFEST = '{"schemaVersion": 2, "layers": []}'
URI = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/atlas/tools"
# The queries are put to the answers by the library that the AWS CLI has for it.
FAKE = """
import fcntl, json, os, pathlib, sys
import jmespath
place = pathlib.Path(os.environ["FAKE"])
# The two ends of a pipe run at once.
lock = place.with_suffix(".lock").open("w")
fcntl.flock(lock, fcntl.LOCK_EX)
state = json.loads(place.read_text())
program, arguments = sys.argv[1], sys.argv[2:]
state["calls"].append([program, *arguments])
key = f"{program} {arguments[1] if program == 'aws' else arguments[0]}"
answers = state["answers"].get(key, [{}])
answer = answers.pop(0) if len(answers) > 1 else answers[0]
place.write_text(json.dumps(state))
if isinstance(answer, str):
    sys.exit(answer)
if "--query" in arguments:
    found = jmespath.search(arguments[arguments.index("--query") + 1], answer)
    print("\\t".join(map(str, found)) if isinstance(found, list) else found)
"""


def scanned(status="COMPLETE", **counts):
    return {"imageScanStatus": {"status": status}, "imageScanFindings": {"findingSeverityCounts": counts}}


class Image:
    def __init__(self, script, folder):
        self.script, self.folder, self.place = script, folder, folder / "state.json"
        (folder / "fake.py").write_text(FAKE)
        for program in ("aws", "docker"):
            (folder / program).write_text(f'#!/bin/sh\nexec {sys.executable} {folder}/fake.py {program} "$@"\n')
        (folder / "sleep").write_text("#!/bin/sh\n")
        for program in ("aws", "docker", "sleep"):
            (folder / program).chmod(0o755)
        image = {"images": [{"imageId": {"imageDigest": DIGEST}, "imageManifest": MANIFEST}]}
        self.answers = {"aws batch-get-image": [image], "aws describe-image-scan-findings": [scanned()]}

    def run(self, *severities, uri=URI):
        self.place.write_text(json.dumps({"answers": self.answers, "calls": []}))
        done = subprocess.run(
            ["bash", str(self.script), uri, "tools/Dockerfile", "tools", *(severities or ("critical", "high"))],
            env={
                "PATH": f"{self.folder}:{os.environ['PATH']}",
                "FAKE": str(self.place),
                "EXECUTION_ID": "7e1f-22",
                "CODEBUILD_BUILD_NUMBER": "5",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        self.calls = json.loads(self.place.read_text())["calls"]
        return done

    @property
    def moved(self):
        return [call for call in self.calls if call[:3] == ["aws", "ecr", "put-image"]]


@pytest.fixture
def image(assets, tmp_path):
    return Image(assets / "image" / "image.sh", tmp_path)


def refused(image, done, *words):
    assert done.returncode == 1, done.stderr
    assert not done.stdout
    assert not image.moved
    for word in words:
        assert word in done.stderr


def test_an_image_that_passes_becomes_the_current_one(image):
    done = image.run()
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"export IMAGE_DIGEST='{DIGEST}'\nexport IMAGE_URI='{URI}@{DIGEST}'\n"
    docker = [call[1:] for call in image.calls if call[0] == "docker"]
    assert ["build", "--file", "tools/Dockerfile", "--tag", f"{URI}:7e1f-22-5", "tools"] in docker
    assert ["push", f"{URI}:7e1f-22-5"] in docker
    [call] = image.moved
    given = dict(zip(call[3::2], call[4::2], strict=True))
    assert given == {
        "--repository-name": "atlas/tools",
        "--image-tag": "current",
        "--image-digest": DIGEST,
        "--image-manifest": MANIFEST,
    }


@pytest.mark.parametrize(
    ("counts", "severities", "passes"),
    [
        ({"HIGH": 1}, ("critical", "high"), False),
        ({"CRITICAL": 2}, ("critical",), False),
        ({"HIGH": 1, "MEDIUM": 7}, ("critical",), True),
        ({"MEDIUM": 1}, ("critical", "high", "medium"), False),
        ({"LOW": 1}, ("critical", "high", "medium", "low"), False),
        ({"INFORMATIONAL": 3, "UNDEFINED": 1}, ("critical", "high", "medium", "low"), True),
    ],
)
def test_the_worst_finding_decides(image, counts, severities, passes):
    image.answers["aws describe-image-scan-findings"] = [scanned(**counts)]
    done = image.run(*severities)
    assert (done.returncode == 0) == passes, done.stderr
    assert bool(image.moved) == passes


def test_the_scan_is_waited_for(image):
    absent = "An error occurred (ScanNotFoundException)"
    image.answers["aws describe-image-scan-findings"] = [absent, scanned("IN_PROGRESS"), scanned("PENDING"), scanned()]
    assert image.run().returncode == 0
    assert [call[2] for call in image.calls].count("describe-image-scan-findings") == 4


def test_a_repository_under_enhanced_scanning_is_judged_too(image):
    image.answers["aws describe-image-scan-findings"] = [scanned("ACTIVE", CRITICAL=1)]
    refused(image, image.run(), "1 findings of severity critical")


@pytest.mark.parametrize("status", ["FAILED", "UNSUPPORTED_IMAGE", "FINDINGS_UNAVAILABLE"])
def test_what_cannot_be_scanned_does_not_pass(image, status):
    image.answers["aws describe-image-scan-findings"] = [scanned(status)]
    refused(image, image.run(), status)


def test_a_scan_that_does_not_come_does_not_pass(image):
    image.answers["aws describe-image-scan-findings"] = ["An error occurred (ScanNotFoundException)"]
    refused(image, image.run(), "scanOnPush=true")


def test_findings_that_cannot_be_read_do_not_pass(image):
    image.answers["aws describe-image-scan-findings"] = ["An error occurred (AccessDeniedException)"]
    refused(image, image.run(), "AccessDeniedException")


@pytest.mark.parametrize("key", ["docker build", "docker push", "docker login", "aws batch-get-image"])
def test_nothing_is_current_that_is_not_pushed(image, key):
    image.answers[key] = ["broken"]
    done = image.run()
    assert done.returncode
    assert not image.moved
    assert not done.stdout


def test_the_same_image_is_current_already(image):
    image.answers["aws put-image"] = ["An error occurred (ImageAlreadyExistsException)"]
    assert image.run().returncode == 0


def test_a_tag_that_may_not_move_is_said(image):
    image.answers["aws put-image"] = ["An error occurred (ImageTagAlreadyExistsException)"]
    done = image.run()
    assert done.returncode == 1
    assert not done.stdout
    assert "has to be an exception" in done.stderr


def test_nothing_strange_reaches_the_shell(image):
    done = image.run(uri="x/y'; rm -rf /; '")
    assert done.returncode == 1
    assert not image.calls
