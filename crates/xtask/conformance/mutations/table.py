"""What a campaign has shown, as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mutations.campaign import Mutant


@dataclass
class Row:
    """A class, and who found how many of its mistakes."""

    name: str
    area: str
    harmless: bool = False
    count: int = 0
    ours: int = 0
    theirs: int = 0
    theirs_alone: int = 0

    def share(self, found: int) -> str:
        """In per cent, never rounded up to all of them."""
        return f"{int(found * 1000 / self.count) / 10:.1f}" if self.count else "-"


@dataclass
class Result:
    """A mutant, and what the judges newly report."""

    mutant: Mutant
    ours: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)


def rows(results: Iterable[Result]) -> list[Row]:
    """One row per class, in the order of the classes."""
    found: dict[str, Row] = {}
    for result in results:
        group = result.mutant.group
        row = found.setdefault(group.name, Row(group.name, group.area, group.harmless))
        row.count += 1
        row.ours += bool(result.ours)
        row.theirs += bool(result.theirs)
        row.theirs_alone += bool(result.theirs) and not result.ours
    return list(found.values())


def total(table: list[Row]) -> Row:
    """All mistakes together."""
    whole = Row("all", "")
    for row in [row for row in table if not row.harmless]:
        whole.count += row.count
        whole.ours += row.ours
        whole.theirs += row.theirs
        whole.theirs_alone += row.theirs_alone
    return whole


def text(table: list[Row]) -> str:
    """For a terminal."""
    lines = [f"{'class':<46}{'count':>6}{'ours %':>8}{'cfn-lint %':>12}"]
    for row in [*table, total(table)]:
        lines.append(f"{row.name:<46}{row.count:>6}{row.share(row.ours):>8}{row.share(row.theirs):>12}")
    return "\n".join(lines)


_HEAD = """\
# Which mistakes are found

{count:,} mistakes of {classes} classes, each made in one place of a valid template (those of `stacks/` and those in
`crates/check/templates/`), and who reports an error or a warning that the template had not before:
`pipewright check`, and cfn-lint {version} with its default rules.

    cargo xtask mutations --count {asked} --seed {seed}

makes this page. It fails where fewer than 95 % of a class are found, where cfn-lint alone finds a mistake and no
reason is written, and where anything is reported of a change that is no mistake.
"""


def markdown(table: list[Row], asked: int, seed: int, version: str, reasons: dict[str, str]) -> str:
    """For the documentation."""
    whole = total(table)
    classes = sum(not row.harmless for row in table)
    lines = [_HEAD.format(count=whole.count, classes=classes, version=version, asked=asked, seed=seed)]
    lines.append(f"**All together: {whole.share(whole.ours)} % against {whole.share(whole.theirs)} %.**")
    noted = [row.name for row in table if row.name in reasons]
    area = None
    for row in table:
        if row.area != area:
            area = row.area
            what = "change that is none" if row.harmless else "mistake"
            lines += ["", f"## {area}", "", f"| {what} | count | pipewright % | cfn-lint % |", "|---|---:|---:|---:|"]
        mark = f"[^{1 + noted.index(row.name)}]" if row.name in noted else ""
        lines.append(f"| {row.name}{mark} | {row.count} | {row.share(row.ours)} | {row.share(row.theirs)} |")
    lines.append("")
    lines += [f"[^{number}]: {' '.join(reasons[name].split())}" for number, name in enumerate(noted, start=1)]
    return "\n".join(lines).rstrip() + "\n"
