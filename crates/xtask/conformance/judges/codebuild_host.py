"""Runs a CodeBuild project's inline buildspec as CodeBuild would, on this machine.

All phases run in one shell, one command after the other; a command that fails ends its phase and the
build. What CodeBuild's agent does around the commands (artifacts, logs, reports) is not done here.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_PHASES = ("install", "pre_build", "build", "post_build")


@dataclass
class BuildResult:
    """How a build ended."""

    succeeded: bool
    output: str
    variables: dict[str, str]
    """The exported variables."""


def run_build(buildspec: str, environment: dict[str, str], source: Path) -> BuildResult:
    """Runs the buildspec's commands in the source folder."""
    parsed: dict[str, Any] = yaml.safe_load(buildspec)
    if parsed["version"] != 0.2:
        raise ValueError(f"buildspec version {parsed['version']}: only 0.2 runs all commands in one shell")
    settings = parsed.get("env", {})
    shell = settings.get("shell", "sh")
    names = settings.get("exported-variables", [])
    work = source.with_name(f"{source.name}-commands")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    script = _script(parsed, names, work)
    variables = settings.get("variables", {}) | environment | {"CODEBUILD_SRC_DIR": str(source)}
    done = subprocess.run(
        [shell, str(script)],
        cwd=source,
        env={name: str(value) for name, value in variables.items()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )
    exported = work / "exported"
    values = exported.read_text(encoding="utf-8").split("\0") if exported.exists() else []
    return BuildResult(done.returncode == 0, done.stdout, dict(zip(names, values, strict=False)))


def _script(parsed: dict[str, Any], names: list[str], work: Path) -> Path:
    lines = []
    for phase in _PHASES:
        for index, command in enumerate(parsed.get("phases", {}).get(phase, {}).get("commands", [])):
            file = work / f"{phase}-{index}"
            file.write_text(command + "\n", encoding="utf-8")
            # No `||` here: it would switch off an errexit that the command sets itself.
            lines += [f". {file}", "status=$?", 'test "$status" -eq 0 || exit "$status"']
    lines += [f"printf '%s\\0' \"${{{name}-}}\" >> {work}/exported" for name in names]
    script = work / "script"
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return script


def action_environment(configuration: dict[str, str]) -> dict[str, str]:
    """The variables that a pipeline's CodeBuild action adds to those of its project."""
    return plain(json.loads(configuration.get("EnvironmentVariables", "[]")))


def plain(variables: list[dict[str, str]]) -> dict[str, str]:
    """Plain variables by name; a secret has no place in a release."""
    strange = [item["name"] for item in variables if item.get("type", "PLAINTEXT") != "PLAINTEXT"]
    if strange:
        raise ValueError(f"not plain: {', '.join(strange)}")
    return {item["name"]: item["value"] for item in variables}
