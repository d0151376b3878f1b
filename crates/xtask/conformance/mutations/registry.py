"""What a mutation is, and the classes that there are."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mutations.template import Template
from mutations.text import Edit

HARMLESS = "nothing wrong"
"""The area of the changes that nobody should report."""


@dataclass(frozen=True)
class Mutation:
    """One mistake."""

    says: str
    """What was done, for a person."""
    edits: tuple[Edit, ...]


Maker = Callable[[Template, random.Random], Iterable[Mutation | None]]


@dataclass(frozen=True)
class MutationClass:
    """A kind of mistake."""

    name: str
    area: str
    makers: tuple[Maker, ...]

    @property
    def harmless(self) -> bool:
        """Whether it holds no mistakes."""
        return self.area == HARMLESS


_AREAS = ["template", "pipeline", "codebuild", "codedeploy", "lambda", "events", "iam", HARMLESS]
_MAKERS: dict[tuple[str, str], list[Maker]] = {}


def mutation(area: str, name: str) -> Callable[[Maker], Maker]:
    """Registers a function that makes every mutation of a class that a template allows."""

    def register(maker: Maker) -> Maker:
        _MAKERS.setdefault((area, name), []).append(maker)
        return maker

    return register


def change(says: str, *edits: Edit | None) -> Mutation | None:
    """A mutation, unless one of its edits can't be made."""
    made = tuple(edit for edit in edits if edit is not None)
    return Mutation(says, made) if len(made) == len(edits) else None


def classes() -> list[MutationClass]:
    """All classes, area by area."""
    # Importing them registers them.
    from mutations.classes import ALL

    assert ALL, "no class was imported"
    found = [MutationClass(name, area, tuple(makers)) for (area, name), makers in _MAKERS.items()]
    return sorted(found, key=lambda group: _AREAS.index(group.area))
