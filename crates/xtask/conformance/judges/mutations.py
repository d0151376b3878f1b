"""A sample of the mutation campaign: of mistakes made one at a time, ours and cfn-lint's shares found.

`cargo xtask mutations` is the campaign itself; what it is, the package `mutations` says.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from judges.bench import Control, Judge, Opinion, Stack

_SILENT = '#!/bin/sh\necho \'{"version": 1, "findings": [], "suppressed": []}\'\n'
_LOUD = """#!/usr/bin/env python3
import json, pathlib, sys
# The broken templates' names begin with their numbers.
broken = [name for name in sys.argv[4:] if pathlib.Path(name).name[0].isdigit()]
findings = [{"code": "x", "severity": "error", "file": name} for name in broken]
print(json.dumps({"version": 1, "findings": findings, "suppressed": []}))
"""


class Mutations(Judge):
    """Nearly all of the sample found, and nothing missed that cfn-lint finds."""

    name: ClassVar[str] = "mutations"

    def subjects(self, stacks: list[Stack]) -> list[Stack]:
        """One campaign over all templates."""
        return [replace(stacks[0], name="sample", path=stacks[0].path.parent, template={}, spec={})]

    def examine_one(self, stack: Stack) -> Opinion:
        """Runs the sample; a control is a program to run it with."""
        control = stack.path.is_file()
        program = stack.path if control else self.bench.pipewright
        templates = Path(stack.spec["templates"]) if control else stack.path
        command = [sys.executable, "-m", "mutations", "--sample"]
        command += ["--templates", str(templates), "--pipewright", str(program)]
        command += ["--count", "24"] if control else []
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
        lines = (done.stdout + done.stderr).splitlines()
        if done.returncode:
            return Opinion([line for line in lines if line.strip()])
        return Opinion([], next((" ".join(line.split()) for line in lines if line.startswith("all ")), "no sum"))

    def controls(self, stack: Stack) -> list[Control]:
        """A program that finds nothing, and one that finds something everywhere."""
        directory = self.mutant(stack, "")[1]
        found = []
        for name, text, complaint in (
            ("finds-nothing", _SILENT, "found, less than"),
            ("finds-anything", _LOUD, "nothing wrong"),
        ):
            program = directory / name
            program.write_text(text, encoding="utf-8")
            program.chmod(0o755)
            found.append(
                Control(replace(stack, name=name, path=program, spec={"templates": str(stack.path.parent)}), complaint)
            )
        return found
