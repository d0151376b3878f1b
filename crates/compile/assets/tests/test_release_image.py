"""release-image.sh, run for real by bash, with the fake `aws` of release.sh's tests."""

import pytest
from test_release import ARN, AWKWARD, BUSY, EXPORTS, KEY, Release, filled

REPOSITORY = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/studio-image"
FIRST, SECOND = (f"{REPOSITORY}@sha256:{digit * 64}" for digit in "1a")


class ImageRelease(Release):
    def run(self, image=FIRST, **arguments):
        return super().run(zip=image, **arguments)


@pytest.fixture
def release(assets, tmp_path):
    return ImageRelease(assets / "release" / "release-image.sh", tmp_path)


@pytest.mark.parametrize("function", ["demo-function", ARN])
def test_publishes_by_digest_and_writes_the_appspec(release, function):
    done = release.run(function=function)
    assert (done.returncode, done.stdout) == (0, EXPORTS.format(2)), done.stderr
    assert release.appspec() == filled("1", "2") and KEY in done.stdout
    (updated,) = release.called("lambda update-function-code")
    assert updated[updated.index("--image-uri") + 1] == FIRST
    (published,) = release.called("lambda publish-version")
    assert "commit abc123" in published and release.state["versions"][-1] in published


def test_the_same_image_is_nothing_to_do(release):
    release.run()
    release.state |= {"alias_version": "2", "calls": []}
    done = release.run()
    assert (done.returncode, done.stdout) == (0, EXPORTS.format(2))
    assert "nothing to do" in done.stderr and release.appspec() == filled("2", "2")
    assert not release.called("lambda update-function-code") and len(release.state["versions"]) == 2


def test_another_image_is_another_version(release):
    release.run()
    release.state["alias_version"] = "2"
    done = release.run(image=SECOND)
    assert done.stdout == EXPORTS.format(3) and release.appspec() == filled("2", "3")


def test_the_same_image_after_a_failed_update_is_sent_again(release):
    release.run()
    release.state |= {"status": "Failed", "calls": []}
    done = release.run()
    assert done.returncode == 0 and len(release.called("lambda update-function-code")) == 1
    assert "did not end well" in done.stderr


@pytest.mark.parametrize("operation", ["lambda update-function-code", "lambda publish-version", "lambda get-alias"])
def test_waits_while_the_function_is_busy(release, operation):
    release.state["faults"] = {operation: list(BUSY)}
    done = release.run()
    assert (done.returncode, done.stdout) == (0, EXPORTS.format(2)), done.stderr
    assert (release.folder / "pauses").read_text().split() == ["1", "2", "4"]


def test_an_update_that_fails(release):
    release.state["status_after_update"] = "Failed"
    done = release.run()
    assert done.returncode == 1 and done.stdout == "" and "told by the fake" in done.stderr
    assert not release.called("lambda publish-version")


def test_somebody_elses_image_between_update_and_look(release):
    release.state["intruders"] = 1
    done = release.run()
    assert done.returncode == 1 and done.stdout == "" and "has another image" in done.stderr
    assert not release.called("lambda publish-version")


def test_an_alias_that_points_to_latest(release):
    release.state["alias_version"] = "$LATEST"
    done = release.run()
    assert done.returncode == 1 and "aws lambda update-alias" in done.stderr
    assert not release.called("lambda update-function-code")


@pytest.mark.parametrize("image", [f"{REPOSITORY}:latest", REPOSITORY, f"{FIRST}0", *AWKWARD])
def test_anything_but_a_digest_is_refused(release, image):
    done = release.run(image=image)
    assert done.returncode == 1 and "image is" in done.stderr and not release.state["calls"]
