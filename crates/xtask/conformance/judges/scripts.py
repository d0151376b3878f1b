"""The embedded scripts: linted as files, linted as they stand in the templates, and tested; and the kit beside them.

ruff and shellcheck look at the source files and at what each template really holds of them, after rendering;
pytest runs the scripts' own tests, and those of the sample application and of the sample hook.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar

import yaml

from judges.bench import Control, Judge, Opinion, Stack

_TOOLS = Path(sys.executable).parent
_OWN_FOLDER = Path(__file__).parents[1]


def _run(tool: str, *arguments: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(_TOOLS / tool), *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _folder(name: str, path: Path) -> Stack:
    """A folder of scripts, in the place of a stack."""
    return Stack(name, path, {}, {})


class _ScriptJudge(Judge):
    def subjects(self, stacks: list[Stack]) -> list[Stack]:
        """The folders with scripts, and the stacks with what is embedded in them."""
        return [*self.folders(), *stacks]

    def folders(self) -> list[Stack]:
        """The folders that the judge looks at."""
        raise NotImplementedError

    def unpack(self, stack: Stack) -> Path:
        """A folder to unpack a template's scripts into."""
        folder = self.bench.scratch / self.name / stack.name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def broken(self, name: str, file: str, text: str) -> Stack:
        """A folder with one bad file."""
        folder = self.bench.scratch / "controls" / self.name / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
        return _folder(name, folder)


class Ruff(_ScriptJudge):
    """No finding in any Python of ours."""

    name: ClassVar[str] = "ruff"

    def folders(self) -> list[Stack]:
        """Scripts, sample application, and this suite."""
        assets = self.bench.assets
        return [
            _folder("embedded scripts", assets),
            _folder("kit", assets.parents[2] / "kit"),
            _folder("conformance suite", _OWN_FOLDER),
        ]

    def examine_one(self, stack: Stack) -> Opinion:
        """Checks rules and layout of a folder, or of the Python that a template holds."""
        if not stack.template:
            return _ruff(stack.path)
        folder = self.unpack(stack)
        for logical_id, properties in stack.resolver.of_type("AWS::Lambda::Function").items():
            code = properties.get("Code", {}).get("ZipFile")
            if code is not None and properties["Runtime"].startswith("python"):
                (folder / f"{logical_id}.py").write_text(code, encoding="utf-8")
        # The verbatim text is held to the rules of its source.
        return _ruff(folder, "--config", str(self.bench.assets / "ruff.toml"))

    def controls(self, _stack: Stack) -> list[Control]:
        """An unused import, and a line that is badly laid out."""
        return [
            Control(self.broken("unused-import", "bad.py", "import os\n"), "F401"),
            Control(self.broken("layout", "bad.py", "x = {  'a':1 }\n"), "would be reformatted"),
        ]


def _ruff(folder: Path, *options: str) -> Opinion:
    files = _run("ruff", "check", "--no-cache", "--show-files", folder).stdout.split()
    findings = []
    if files:
        checked = _run("ruff", "check", "--no-cache", "--quiet", "--output-format", "concise", *options, folder)
        formatted = _run("ruff", "format", "--no-cache", "--diff", *options, folder)
        findings += checked.stdout.splitlines() if checked.returncode else []
        findings += (formatted.stdout + formatted.stderr).splitlines() if formatted.returncode else []
    return Opinion(findings, f"{len(files)} files")


class Shellcheck(_ScriptJudge):
    """No finding in any shell script or buildspec command of ours."""

    name: ClassVar[str] = "shellcheck"

    def subjects(self, stacks: list[Stack]) -> list[Stack]:
        """Also the templates, but for those of environments elsewhere: no build is in them."""
        return super().subjects([stack for stack in stacks if not stack.environment])

    def folders(self) -> list[Stack]:
        """The scripts."""
        return [_folder("embedded scripts", self.bench.assets)]

    def examine_one(self, stack: Stack) -> Opinion:
        """Checks a folder's scripts, or the commands of a template's buildspecs."""
        folder = self._unpacked(stack) if stack.template else stack.path
        files = sorted(folder.rglob("*.sh"))
        if not files:
            return Opinion(["there is no script to check"])
        checked = _run("shellcheck", "--format", "gcc", *files)
        return Opinion(checked.stdout.splitlines() if checked.returncode else [], f"{len(files)} scripts")

    def _unpacked(self, stack: Stack) -> Path:
        folder = self.unpack(stack)
        for logical_id, properties in stack.resolver.of_type("AWS::CodeBuild::Project").items():
            text = properties.get("Source", {}).get("BuildSpec", "")
            if "\n" in text:
                (folder / f"{logical_id}.sh").write_text(_as_script(yaml.safe_load(text)), encoding="utf-8")
        return folder

    def controls(self, stack: Stack) -> list[Control]:
        """An unquoted variable in a file, and one in a template's buildspec."""
        template, directory = self.mutant(stack, "unquoted-command")
        project = template["Resources"][stack.first("AWS::CodeBuild::Project")]["Properties"]
        spec = {"version": 0.2, "phases": {"build": {"commands": ["rm -r $UNQUOTED"]}}}
        project["Source"]["BuildSpec"] = yaml.safe_dump(spec)
        return [
            Control(self.broken("unquoted-file", "bad.sh", "#!/bin/sh\nrm -rf $1\n"), "SC2086"),
            Control(stack.broken("unquoted-command", template, directory), "SC2086"),
        ]


def _as_script(buildspec: dict[str, Any]) -> str:
    shell = buildspec.get("env", {}).get("shell", "sh")
    lines = [f"#!/bin/{shell}"]
    # CodeBuild sets these, and the agent exports what the commands assign.
    lines += ["# shellcheck disable=SC2034,SC2154,SC1090,SC1091"]
    for phase in buildspec.get("phases", {}).values():
        lines += phase.get("commands", []) + phase.get("finally", [])
    return "\n".join(lines) + "\n"


class Hadolint(_ScriptJudge):
    """No finding in the Dockerfile of the build image."""

    name: ClassVar[str] = "hadolint"

    def subjects(self, _stacks: list[Stack]) -> list[Stack]:
        """Only the kit: no template holds a Dockerfile."""
        return self.folders()

    def folders(self) -> list[Stack]:
        """The kit's build image."""
        return [_folder("build image", self.bench.assets.parents[2] / "kit" / "image")]

    def examine_one(self, stack: Stack) -> Opinion:
        """Checks a folder's Dockerfile."""
        checked = _run("hadolint", "--no-color", stack.path / "Dockerfile")
        lines = (checked.stdout + checked.stderr).splitlines()
        return Opinion(lines if checked.returncode else [], "1 file")

    def controls(self, _stack: Stack) -> list[Control]:
        """A base image without a tag."""
        return [Control(self.broken("no-tag", "Dockerfile", "FROM debian\n"), "DL3006")]


class Pytest(_ScriptJudge):
    """Every test of the scripts and of the sample application passes."""

    name: ClassVar[str] = "pytest"

    def subjects(self, _stacks: list[Stack]) -> list[Stack]:
        """Only folders: what a template holds is run by other judges."""
        return self.folders()

    def folders(self) -> list[Stack]:
        """The scripts' tests, and those of the sample application and the sample hook."""
        assets = self.bench.assets
        return [
            _folder("embedded scripts", assets / "tests"),
            _folder("sample application", assets.parents[2] / "kit" / "sample"),
            _folder("hooks", assets.parents[2] / "kit" / "hooks"),
            _folder("conformance suite", _OWN_FOLDER / "tests"),
        ]

    def examine_one(self, stack: Stack) -> Opinion:
        """Runs a folder's tests."""
        done = _run("python", "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", stack.path, folder=stack.path)
        lines = done.stdout.strip().splitlines() or [done.stderr]
        failed = [line for line in lines if re.match(r"FAILED|ERROR", line)]
        summary = lines[-1].split(" in ")[0]
        return Opinion((failed or [lines[-1]]) if done.returncode else [], summary)

    def controls(self, _stack: Stack) -> list[Control]:
        """A test that fails, and a folder without any test."""
        return [
            Control(self.broken("failing-test", "test_bad.py", "def test_bad():\n    assert False\n"), "test_bad"),
            Control(self.broken("no-test", "nothing.py", ""), "no tests ran"),
        ]
