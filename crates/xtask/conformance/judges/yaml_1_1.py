"""PyYAML, which like CloudFormation reads YAML 1.1: every value must survive the printing.

The YAML template is compared with the JSON template of the same stack, key by key and type by type.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from judges.bench import Control, Judge, Opinion, Stack
from template.reading import read_yaml


class Yaml11(Judge):
    """The YAML says exactly what the JSON says."""

    name: ClassVar[str] = "pyyaml"

    def examine_one(self, stack: Stack) -> Opinion:
        """Reads the YAML and looks for the first differences."""
        try:
            read = read_yaml(stack.text())
        except Exception as error:
            return Opinion([f"PyYAML cannot read it: {error}"])
        count = [0]
        return Opinion(_differences("", stack.template, read, count), f"{count[0]} values equal")

    def controls(self, stack: Stack) -> list[Control]:
        """A string that nobody quoted, and a key that stands there twice."""
        directory = self.mutant(stack, "")[1]
        unquoted = directory / "unquoted.yaml"
        unquoted.write_text("Metadata: {country: no}\n", encoding="utf-8")
        twice = directory / "twice.yaml"
        twice.write_text("Metadata: {a: b}\nMetadata: {a: c}\n", encoding="utf-8")
        country = {"Metadata": {"country": "no"}}
        return [
            Control(replace(stack, name="unquoted", path=unquoted, template=country), "country.*'no'.*False"),
            Control(replace(stack, name="twice", path=twice, template={}), "duplicate key"),
        ]


def _differences(path: str, expected: Any, read: Any, count: list[int]) -> list[str]:
    if type(expected) is not type(read):
        return [f"{path or '/'}: JSON has {expected!r}, YAML 1.1 reads {read!r}"]
    if isinstance(expected, dict):
        findings = [f"{path}: only the JSON has {key!r}" for key in expected.keys() - read.keys()]
        findings += [f"{path}: only the YAML has {key!r}" for key in read.keys() - expected.keys()]
        for key in expected.keys() & read.keys():
            findings += _differences(f"{path}/{key}", expected[key], read[key], count)
        return findings
    if isinstance(expected, list):
        findings = [] if len(expected) == len(read) else [f"{path}: {len(expected)} items against {len(read)}"]
        for index, (left, right) in enumerate(zip(expected, read, strict=False)):
            findings += _differences(f"{path}/{index}", left, right, count)
        return findings
    count[0] += 1
    return [] if expected == read else [f"{path}: JSON has {expected!r}, YAML 1.1 reads {read!r}"]
