"""cfn-lint with all its rules, informational ones included: shapes, enums, references, IAM actions."""

from __future__ import annotations

import threading
from typing import ClassVar

from cfnlint.api import lint_file
from cfnlint.config import ManualArgs

from judges.bench import Control, Judge, Opinion, Stack
from template.attributes import REGION

# The library keeps its schemas and its rules in module-wide state.
ONE_AT_A_TIME = threading.Lock()


class CfnLint(Judge):
    """Zero findings of any severity."""

    name: ClassVar[str] = "cfn-lint"

    def examine_one(self, stack: Stack) -> Opinion:
        """Lints the file as it would be deployed."""
        with ONE_AT_A_TIME:
            matches = lint_file(stack.path, config=ManualArgs(regions=[REGION], include_checks=["I"]))
        findings = [f"{match.rule.id} line {match.linenumber}: {match.message}" for match in matches]
        return Opinion(findings, "0 findings")

    def controls(self, stack: Stack) -> list[Control]:
        """A text where a number belongs, and a reference that dangles."""
        wrong_type, directory = self.mutant(stack, "wrong-type")
        project = stack.first("AWS::CodeBuild::Project")
        wrong_type["Resources"][project]["Properties"]["TimeoutInMinutes"] = "an hour"
        dangling, _ = self.mutant(stack, "dangling")
        dangling["Resources"][project]["Properties"]["ServiceRole"] = {"Fn::GetAtt": ["Nobody", "Arn"]}
        return [
            Control(stack.broken("wrong-type", wrong_type, directory), "E3012"),
            Control(stack.broken("dangling", dangling, directory), "E1010"),
        ]
