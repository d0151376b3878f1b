"""checkov's security rules: no failed check, and a written reason for every skipped one.

checkov lives in a virtual environment of its own, because its pins clash with the others'. It is slow to
start, so all templates go through one run.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, ClassVar

from judges.bench import Control, Judge, Opinion, Stack


class Checkov(Judge):
    """Zero failed checks beyond the skips that the template's Metadata explains."""

    name: ClassVar[str] = "checkov"
    together: ClassVar[bool] = True

    def examine(self, stacks: list[Stack]) -> dict[str, Opinion]:
        """Runs checkov once and deals its results out to the stacks."""
        # From a folder of their own, by bare names: checkov puts a file's path into its resources, and forty letters
        # and slashes in a row look like a secret to it.
        folder = self.bench.scratch / self.name / "files"
        folder.mkdir(parents=True, exist_ok=True)
        names = {stack.name: f"{stack.name}{stack.path.suffix}" for stack in stacks}
        for stack in stacks:
            shutil.copyfile(stack.path, folder / names[stack.name])
        results = self._run(folder, list(names.values()))
        opinions = {}
        for stack in stacks:
            mine = [result for result in results if result["file_path"] == f"/{names[stack.name]}"]
            opinions[stack.name] = self._opinion(stack, mine)
        return opinions

    def _run(self, folder: Path, names: list[str]) -> list[dict[str, Any]]:
        if self.bench.checkov is None:
            raise RuntimeError("--checkov is missing")
        command = [str(self.bench.checkov), "--skip-download", "--framework", "cloudformation", "--compact"]
        command += ["--output", "json"]
        for name in names:
            command += ["--file", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
        try:
            report = json.loads(done.stdout)
        except json.JSONDecodeError:
            raise RuntimeError(f"checkov printed no report: {done.stderr.strip()[-500:]}") from None
        results = report["results"]
        if report["summary"]["parsing_errors"]:
            raise RuntimeError(f"checkov could not parse: {results.get('parsing_errors')}")
        return results["passed_checks"] + results["failed_checks"] + results["skipped_checks"]

    def _opinion(self, stack: Stack, results: list[dict[str, Any]]) -> Opinion:
        if not results:
            return Opinion(["checkov had nothing to say about this file, not even a passed check"])
        findings = [
            f"{result['check_id']} {result['resource']}: {result['check_name']}"
            for result in results
            if result["check_result"]["result"] == "FAILED"
        ]
        findings += _unexplained_skips(stack)
        skipped = sum(result["check_result"]["result"] == "SKIPPED" for result in results)
        return Opinion(findings, f"0 failed, {skipped} skipped with a reason")

    def controls(self, stack: Stack) -> list[Control]:
        """A public bucket, and a skip that gives no reason."""
        public, directory = self.mutant(stack, "public-bucket")
        bucket = stack.first("AWS::S3::Bucket")
        public["Resources"][bucket]["Properties"].pop("PublicAccessBlockConfiguration", None)
        unexplained, _ = self.mutant(stack, "unexplained-skip")
        unexplained["Resources"][bucket]["Metadata"] = {"checkov": {"skip": [{"id": "CKV_AWS_18", "comment": " "}]}}
        return [
            Control(stack.broken("public-bucket", public, directory), "CKV_AWS_5[3-6]"),
            Control(stack.broken("unexplained-skip", unexplained, directory), "CKV_AWS_18.*no reason"),
        ]


def _unexplained_skips(stack: Stack) -> list[str]:
    findings = []
    for name, resource in stack.template["Resources"].items():
        for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", []):
            if len(skip.get("comment", "").split()) < 3:
                findings.append(f"{skip.get('id')} {name}: skipped for no reason")
    return findings
