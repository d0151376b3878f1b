"""Choosing the mutations of a campaign: by chance, but by a seed, so that the same command makes the same mistakes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from mutations.registry import Mutation, MutationClass, classes
from mutations.template import Template
from mutations.text import Edit, applied


@dataclass(frozen=True)
class Mutant:
    """A template with one mistake, as a file."""

    group: MutationClass
    template: Template
    says: str
    text: str
    path: Path


def chosen(templates: list[Template], count: int, seed: int, folder: Path, only: str = "") -> list[Mutant]:
    """As many mutants as wanted, all classes about equally often, written into the folder."""
    groups = [group for group in classes() if only in group.name]
    pools = {group.name: _candidates(group, templates, seed) for group in groups}
    quotas = _quotas({name: len(pool) for name, pool in pools.items()}, count)
    mutants = []
    for group in groups:
        for template, mutation in pools[group.name][: quotas[group.name]]:
            path = folder / f"{len(mutants):04}-{group.name.replace(' ', '-').replace('/', '')}{template.path.suffix}"
            text = applied(template.text, list(mutation.edits))
            path.write_bytes(text.encode())
            mutants.append(Mutant(group, template, mutation.says, text, path))
    return mutants


def _candidates(group: MutationClass, templates: list[Template], seed: int) -> list[tuple[Template, Mutation]]:
    """Every mutation of a class, each template in turn, in an order of chance."""
    rows = []
    for template in templates:
        # What an unknown macro makes of a template isn't known, so nothing in it is certainly wrong.
        if template.opaque and not group.harmless:
            continue
        rng = random.Random(f"{seed}/{group.name}/{template.name}")
        made: dict[tuple[Edit, ...], Mutation] = {}
        for maker in group.makers:
            for mutation in maker(template, rng):
                if mutation and _changes(template, mutation):
                    made.setdefault(mutation.edits, mutation)
        row = [(template, mutation) for mutation in made.values()]
        rng.shuffle(row)
        rows.append(row)
    random.Random(f"{seed}/{group.name}").shuffle(rows)
    return [row[turn] for turn in range(max(map(len, rows), default=0)) for row in rows if turn < len(row)]


def _changes(template: Template, mutation: Mutation) -> bool:
    return any(template.text[edit.start : edit.end] != edit.text for edit in mutation.edits)


def _quotas(available: dict[str, int], count: int) -> dict[str, int]:
    """The count shared equally; what one class can't use goes to the others."""
    quotas = dict.fromkeys(available, 0)
    while count > 0:
        open_ones = [name for name in available if quotas[name] < available[name]]
        if not open_ones:
            break
        share = max(count // len(open_ones), 1)
        # Too few for all: some, evenly spread.
        turns = min(count, len(open_ones))
        for name in [open_ones[turn * len(open_ones) // turns] for turn in range(turns)]:
            more = min(share, available[name] - quotas[name])
            quotas[name] += more
            count -= more
    return quotas
