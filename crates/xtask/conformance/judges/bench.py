"""What every judge is given and what it gives back.

A judge examines stacks and returns findings; no finding means that it is content. A control is a stack
broken on purpose: the judge examines it like any other and must find what is wrong.
"""

from __future__ import annotations

import copy
import json
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from template.resolver import Resolver


@dataclass(frozen=True)
class Stack:
    """One template, with the stack file it was made from."""

    name: str
    path: Path
    """The template's file as it would be deployed."""
    template: dict[str, Any]
    """The template in long form, from the JSON that the compiler prints beside the YAML."""
    spec: dict[str, Any]
    """The stack file, for the keys of the functions; judges take nothing else from it."""
    environment: str = ""
    """The environment elsewhere whose own template it is."""

    origin: str = ""
    """The stack that a broken one was made of."""

    @property
    def spec_name(self) -> str:
        """What the stack file is called."""
        return self.origin or self.name

    @property
    def is_played(self) -> bool:
        """Whether its pipeline can be played in one account: it has one, and takes no roles elsewhere."""
        return not self.environment and "ENVIRONMENT_ROLE" not in json.dumps(self.template)

    @property
    def resolver(self) -> Resolver:
        """The template with its references resolved."""
        return Resolver(self.template)

    def text(self) -> str:
        """The template as printed."""
        return self.path.read_text(encoding="utf-8")

    def first(self, resource_type: str) -> str:
        """The logical ID of the first resource of a type."""
        for name, resource in self.template["Resources"].items():
            if resource["Type"] == resource_type:
                return name
        raise LookupError(f"{self.name} has no {resource_type}")

    def broken(self, name: str, template: dict[str, Any], directory: Path) -> Stack:
        """This stack with another template, written as a JSON template file."""
        path = directory / f"{name}.json"
        path.write_text(json.dumps(template, indent=2), encoding="utf-8")
        return replace(self, name=name, path=path, template=template)


@dataclass
class Opinion:
    """What a judge thinks of one stack."""

    findings: list[str] = field(default_factory=list)
    note: str = ""
    """A few words for the line of a judge that is content."""
    remarks: list[str] = field(default_factory=list)
    """What a person should know although it is no finding; printed once for all stacks."""


@dataclass(frozen=True)
class Control:
    """A broken stack, and the complaint that it must provoke."""

    stack: Stack
    complaint: str
    """A regular expression that one of the findings must match."""


@dataclass
class Bench:
    """What judges share in one run."""

    checkov: Path | None
    pipewright: Path | None
    assets: Path
    iam: Path | None = None
    """The folder with random policies and requests, and iam-simulate installed."""
    scratch: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="conformance-")))
    complete: bool = True
    """Whether every stack is being examined: only then is an unused exception a finding."""


class Judge:
    """The base of all judges."""

    name: ClassVar[str]
    together: ClassVar[bool] = False
    """Whether the judge wants all stacks in one call, because it is slow to start."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def subjects(self, stacks: list[Stack]) -> list[Stack]:
        """What the judge looks at: the stacks, unless it says otherwise."""
        return stacks

    def examine(self, stacks: list[Stack]) -> dict[str, Opinion]:
        """One opinion per stack, by the stack's name."""
        return {stack.name: self.examine_one(stack) for stack in stacks}

    def examine_one(self, stack: Stack) -> Opinion:
        """The opinion of a judge that takes stacks one at a time."""
        raise NotImplementedError

    def controls(self, stack: Stack) -> list[Control]:
        """Broken versions of a good stack."""
        raise NotImplementedError

    def leftovers(self) -> list[str]:
        """Exceptions that no stack has needed, once all have been examined."""
        return []

    def mutant(self, stack: Stack, name: str) -> tuple[dict[str, Any], Path]:
        """A copy of the template to break, and the folder to put it into."""
        directory = self.bench.scratch / "controls" / self.name
        directory.mkdir(parents=True, exist_ok=True)
        template = copy.deepcopy(stack.template)
        template["Description"] = f"Broken on purpose: {name}"
        return template, directory
