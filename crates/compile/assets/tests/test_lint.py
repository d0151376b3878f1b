"""The linters over the scripts, each with a bad script that it must complain of; and what the templates rely on."""

import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(sys.executable).parent
BAD_PYTHON, BAD_SHELL = "import os\n", '#!/bin/sh\nrm -rf $1/"*"\n'


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)


def test_ruff(assets):
    done = run(TOOLS / "ruff", "check", "--no-cache", assets)
    assert done.returncode == 0, done.stdout
    done = run(TOOLS / "ruff", "format", "--no-cache", "--check", assets)
    assert done.returncode == 0, done.stdout


def test_ruff_complains(assets):
    done = run(TOOLS / "ruff", "check", "--no-cache", "--config", assets / "ruff.toml", "-", input=BAD_PYTHON)
    assert done.returncode == 1 and "F401" in done.stdout


SCRIPTS = ["release/release.sh", "release/release-image.sh", "release/prune.sh", "release/abroad.sh", "image/image.sh"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_shellcheck(assets, script):
    done = run(TOOLS / "shellcheck", "--enable=quote-safe-variables", assets / script)
    assert done.returncode == 0, done.stdout


def test_shellcheck_complains():
    done = run(TOOLS / "shellcheck", "-", input=BAD_SHELL)
    assert done.returncode == 1 and "SC2086" in done.stdout


PLACEHOLDERS = [("python3", "index.py", "import index, json; print(json.dumps(index.handler({}, None)))")]
PLACEHOLDERS += [("node", "index.js", "require('./index.js').handler({}).then(r => console.log(JSON.stringify(r)))")]


@pytest.mark.parametrize(("language", "name", "caller"), PLACEHOLDERS)
def test_the_placeholder_says_that_nothing_is_deployed_yet(assets, language, name, caller):
    if language == "node" and run("sh", "-c", "command -v node").returncode:
        pytest.skip("no node here")
    flag = {"python3": "-c", "node": "-e"}[language]
    done = run(language, *(["-B"] if language == "python3" else []), flag, caller, cwd=assets / "placeholder")
    assert "No release has been deployed yet." in done.stdout and "503" in done.stdout, done.stderr
    assert (assets / "placeholder" / name).exists()


HEREDOCS = [
    ("release/buildspec.yaml.hbs", "END_OF_RELEASE_SH", "release/release.sh"),
    ("release/buildspec.yaml.hbs", "END_OF_RELEASE_IMAGE_SH", "release/release-image.sh"),
    ("release/buildspec.yaml.hbs", "END_OF_PRUNE_SH", "release/prune.sh"),
    ("release/buildspec.yaml.hbs", "END_OF_ABROAD_SH", "release/abroad.sh"),
    ("release/buildspec.yaml.hbs", "END_OF_APPSPEC", "release/appspec.yaml.hbs"),
    ("image/buildspec.yaml.hbs", "END_OF_IMAGE_SH", "image/image.sh"),
    ("build/buildspec.yaml.hbs", "END_OF_PACKAGE_PY", "build/package.py"),
]


@pytest.mark.parametrize(("template", "terminator", "content"), HEREDOCS)
def test_no_text_ends_its_own_here_document(assets, template, terminator, content):
    lines = [line.strip() for line in (assets / template).read_text().splitlines()]
    assert lines.count(terminator) == 1 and any(line.endswith(f"<<'{terminator}'") for line in lines)
    assert terminator not in (assets / content).read_text()


VERBATIM = [
    "release/release.sh",
    "release/abroad.sh",
    "image/image.sh",
    "build/package.py",
    "deployer/deployer.py",
    "deployer/abroad.py",
]


@pytest.mark.parametrize("name", VERBATIM)
def test_verbatim_text_survives_a_yaml_block(assets, name):
    """A literal block keeps neither tabs at a line's start nor anything that isn't printable."""
    text = (assets / name).read_text()
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert all(line == line.rstrip() and not line.startswith("\t") for line in text.splitlines())
    assert all(char.isprintable() or char == "\n" for char in text)


SIZES = [("release/release.sh", 5000), ("build/package.py", 2300), ("deployer/deployer.py", 9300)]


@pytest.mark.parametrize(("name", "most"), SIZES)
def test_the_template_can_afford_it(assets, name, most):
    """AWS takes 51,200 bytes without a bucket, and every line of these is indented besides."""
    assert len((assets / name).read_bytes()) <= most
