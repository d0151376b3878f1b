"""`pipewright check` beside cfn-lint: a template that cfn-lint accepts gets no error from us, nor the other way round.

It judges the stacks' templates in both formats and the templates of many styles in `crates/check/templates`. Where one
of the two is wrong about what AWS takes, allowed/agreement.yaml names the page that settles it; an entry that nothing
needs is a finding.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import yaml
from cfnlint.api import lint_file
from cfnlint.config import ManualArgs

from judges.bench import Bench, Control, Judge, Opinion, Stack
from judges.cfn_lint import ONE_AT_A_TIME

_ALLOWED = Path(__file__).with_name("allowed") / "agreement.yaml"
_STYLES = Path(__file__).parents[3] / "check" / "templates"


class Agreement(Judge):
    """No error of either's that the other doesn't have, beyond the explained ones."""

    name: ClassVar[str] = "agreement"
    together: ClassVar[bool] = True

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.used: set[int] = set()
        self.allowed: list[dict[str, str]] = yaml.safe_load(_ALLOWED.read_text(encoding="utf-8")) or []

    def subjects(self, stacks: list[Stack]) -> list[Stack]:
        """The stacks, and the folder of templates of many styles as if it were one more."""
        return [*stacks, replace(stacks[0], name="templates of many styles", path=_STYLES, template={}, spec={})]

    def examine(self, stacks: list[Stack]) -> dict[str, Opinion]:
        """Both opinions on every file; ours from one call."""
        files = {stack.name: _files(stack.path) for stack in stacks}
        ours = self._ours([file for each in files.values() for file in each])
        return {name: self._opinion(each, ours) for name, each in files.items()}

    def _opinion(self, files: list[Path], ours: dict[Path, list[str]]) -> Opinion:
        findings: list[str] = []
        accepted = 0
        for file in files:
            theirs = _theirs(file)
            accepted += not theirs and not ours[file]
            if theirs and ours[file]:
                findings.append(f"{file.name}: refused by both: {theirs[0]}; {ours[file][0]}")
                continue
            for refuses, errors in (("cfn-lint", theirs), ("pipewright", ours[file])):
                findings += [
                    f"{file.name}: only {refuses}: {error}" for error in errors if not self._known(file, refuses, error)
                ]
        return Opinion(
            findings, f"{len(files)} templates, {accepted} accepted by both, {len(files) - accepted} explained"
        )

    def _known(self, file: Path, refuses: str, error: str) -> bool:
        for index, entry in enumerate(self.allowed):
            if entry["template"] == file.name and entry["refuses"] == refuses and error.startswith(f"{entry['code']} "):
                self.used.add(index)
                return True
        return False

    def leftovers(self) -> list[str]:
        """The disagreements that are none any more."""
        return [f"needed no more: {entry}" for index, entry in enumerate(self.allowed) if index not in self.used]

    def _ours(self, files: list[Path]) -> dict[Path, list[str]]:
        command = [str(self.bench.pipewright), "check", "--format", "json", *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"pipewright check ended with {done.returncode}: {done.stderr}")
        errors: dict[Path, list[str]] = {file: [] for file in files}
        for finding in json.loads(done.stdout)["findings"]:
            if finding["severity"] == "error":
                line = finding["place"]["line"] if finding["place"] else "-"
                errors[Path(finding["file"])].append(f"{finding['code']} line {line}: {finding['message']}")
        return errors

    def controls(self, stack: Stack) -> list[Control]:
        """What both must refuse, and what only one of them does, with no page to excuse it."""
        dangling, directory = self.mutant(stack, "dangling")
        dangling["Outputs"] = {"Nobody": {"Value": {"Ref": "Nobody"}}}
        unknown, _ = self.mutant(stack, "unknown-property")
        unknown["Resources"][stack.first("AWS::CodeBuild::Project")]["Properties"]["Servicerole"] = "arn"
        # Only we know the pipeline's providers: the judge must say so, for no page excuses it.
        alone, _ = self.mutant(stack, "unknown-provider")
        stage = alone["Resources"][stack.first("AWS::CodePipeline::Pipeline")]["Properties"]["Stages"][0]
        stage["Actions"][0]["ActionTypeId"]["Provider"] = "CodeComit"
        return [
            Control(stack.broken("dangling", dangling, directory), "refused by both: E.*reference-unknown"),
            Control(stack.broken("unknown-property", unknown, directory), "refused by both: E3002.*property-unknown"),
            Control(stack.broken("unknown-provider", alone, directory), "only pipewright"),
        ]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return [file for file in sorted(path.iterdir()) if file.suffix in (".yaml", ".json")]
    both = [path.with_suffix(".yaml"), path.with_suffix(".json")]
    return [file for file in both if file.exists()]


def _theirs(file: Path) -> list[str]:
    with ONE_AT_A_TIME:
        matches = lint_file(file, config=ManualArgs())
    errors = [match for match in matches if match.rule.id.startswith("E")]
    return [f"{match.rule.id} line {match.linenumber}: {match.message}" for match in errors]
