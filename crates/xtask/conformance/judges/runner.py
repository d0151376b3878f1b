"""Runs the judges over the stacks, two at a time, and prints one line for each.

Work is cut into (judge, stacks) units so that the two cores stay busy; the lines come out in order.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from judges.bench import Control, Judge, Opinion, Stack


@dataclass(frozen=True)
class Verdict:
    """One line of the output, and what stands below it when it failed."""

    judge: str
    subject: str
    findings: list[str]
    note: str
    remarks: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The line, aligned with the others."""
        state = "ok  " if not self.findings else "FAIL"
        note = self.note if not self.findings else f"{len(self.findings)} findings"
        lines = [f"{self.judge:<20}{self.subject:<28}{state} ({note})"]
        return "\n    ".join([*lines, *self.findings, *self.remarks])


def _guarded(judge: Judge, stacks: list[Stack]) -> dict[str, Opinion]:
    try:
        return judge.examine(stacks)
    except Exception:
        return {stack.name: Opinion([traceback.format_exc()]) for stack in stacks}


def run(judges: list[Judge], stacks: list[Stack]) -> Iterator[Verdict]:
    """All verdicts, in the order of the judges and the stacks."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        plans = [_Plan(judge, stacks, pool) for judge in judges]
        for plan in plans:
            yield from plan.verdicts()


class _Plan:
    """One judge's share of the work, already submitted."""

    def __init__(self, judge: Judge, stacks: list[Stack], pool: ThreadPoolExecutor) -> None:
        self.judge = judge
        self.stacks = judge.subjects(stacks)
        self.controls: list[Control] = []
        self.failure: str | None = None
        self.leftovers: list[str] = []
        try:
            self.controls = judge.controls(stacks[0])
        except Exception:
            self.failure = traceback.format_exc()
        everyone = self.stacks + [control.stack for control in self.controls]
        units = [everyone] if judge.together else [[stack] for stack in everyone]
        self.futures: list[Future[dict[str, Opinion]]] = [pool.submit(_guarded, judge, unit) for unit in units]

    def verdicts(self) -> Iterator[Verdict]:
        """Waits for the work, and yields the stacks' lines and then the control's."""
        opinions: dict[str, Opinion] = {}
        waiting = list(self.futures)
        said: set[str] = set()
        for stack in self.stacks:
            while stack.name not in opinions:
                opinions |= waiting.pop(0).result()
            opinion = opinions[stack.name]
            remarks = tuple(remark for remark in opinion.remarks if remark not in said)
            said.update(remarks)
            yield Verdict(self.judge.name, stack.name, opinion.findings, opinion.note, remarks)
        for future in waiting:
            opinions |= future.result()
        if self.judge.bench.complete:
            self.leftovers = self.judge.leftovers()
        yield self._control_verdict(opinions)

    def _control_verdict(self, opinions: dict[str, Opinion]) -> Verdict:
        findings = self.leftovers + ([self.failure] if self.failure else [])
        complaints = []
        for control in self.controls:
            name = control.stack.name
            heard = [finding for finding in opinions[name].findings if re.search(control.complaint, finding)]
            if heard:
                complaints.append(name)
            else:
                findings.append(f"{name}: no complaint about {control.complaint}: {opinions[name].findings}")
        if not self.controls and not findings:
            findings.append("there is no broken input for this judge")
        note = f"complained about: {', '.join(complaints)}"
        return Verdict(self.judge.name, "negative control", findings, note)
