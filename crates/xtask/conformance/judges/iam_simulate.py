"""Our evaluator of IAM policies beside another one, over random policies and requests.

The pairs come with our answers from the crate's example `pairs`; the other opinion is the npm package
@cloud-copilot/iam-simulate. A disagreement needs an entry in allowed/iam-simulate.yaml: other words for the same, by
AWS's documentation, in which the package must give our answer. An entry that nothing needs is a finding, and so are
policy elements that no pair reaches.
"""

from __future__ import annotations

import copy
import json
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import yaml

from judges.bench import Bench, Control, Judge, Opinion, Stack
from judges.iam_rewordings import Pair, reworded, statements, tests

_ALLOWED = Path(__file__).with_name("allowed") / "iam-simulate.yaml"
_STRINGS = ("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase")
_ORDERED = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
_OPERATORS = [
    *_STRINGS,
    *("StringLike", "StringNotLike"),
    *(kind + order for kind in ("Numeric", "Date") for order in _ORDERED),
    *("Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"),
]
_SIDES = ("identity", "boundary", "session", "service_control", "resource_control", "resource")
_OFTEN = 5
"""How many pairs must reach a thing, at the least."""


class IamSimulate(Judge):
    """No answer of ours that the other evaluator does not give, beyond the explained ones."""

    name: ClassVar[str] = "iam-simulate"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.allowed: list[dict[str, str]] = yaml.safe_load(_ALLOWED.read_text(encoding="utf-8"))
        self.used: Counter[str] = Counter()

    def subjects(self, stacks: list[Stack]) -> list[Stack]:
        """The pairs as if they were a stack."""
        return [replace(stacks[0], name="random pairs", path=self._folder() / "pairs.jsonl", template={}, spec={})]

    def examine_one(self, stack: Stack) -> Opinion:
        """Both opinions on every pair."""
        pairs = [json.loads(line) for line in stack.path.read_text(encoding="utf-8").splitlines()]
        answers = zip(pairs, self._theirs(pairs), strict=True)
        different = [pair for pair, theirs in answers if theirs != pair["decision"]]
        findings = _unreached(pairs)
        unsettled = self._unsettled(different)
        findings += [
            f"pair {pair['id']} of {stack.path.name}: we say {pair['decision']}, iam-simulate says {theirs}"
            for pair, theirs in zip(unsettled, self._theirs(unsettled), strict=True)
        ]
        note = f"{len(pairs)} pairs, {len(different)} disagreements, all of {len(self.allowed)} explained kinds"
        return Opinion(findings, note)

    def _unsettled(self, different: list[Pair]) -> list[Pair]:
        """The pairs on which no rewording makes both agree, neither one alone nor all together."""
        kinds = [entry["rewording"] for entry in self.allowed]
        tried = [(pair, chosen) for pair in different for chosen in [*([kind] for kind in kinds), kinds]]
        settled: set[int] = set()
        answers = self._theirs([reworded(pair, chosen) for pair, chosen in tried])
        for (pair, chosen), theirs in zip(tried, answers, strict=True):
            if theirs == pair["decision"]:
                settled.add(pair["id"])
                self.used.update(chosen if len(chosen) == 1 else [])
        return [pair for pair in different if pair["id"] not in settled]

    def leftovers(self) -> list[str]:
        """The explanations that explain nothing any more."""
        return [f"needed no more: {entry}" for entry in self.allowed if not self.used[entry["rewording"]]]

    def _theirs(self, pairs: list[Pair]) -> list[str]:
        if not pairs:
            return []
        asked = self.bench.scratch / f"{self.name}-{id(pairs)}.jsonl"
        asked.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), encoding="utf-8")
        command = ["node", "simulate.mjs", str(asked)]
        done = subprocess.run(command, cwd=self._folder(), capture_output=True, text=True, check=False)
        asked.unlink()
        if done.returncode:
            raise RuntimeError(f"node ended with {done.returncode}: {done.stderr}")
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        return [answer.get("decision") or answer["error"] for answer in answers]

    def _folder(self) -> Path:
        if self.bench.iam is None:
            raise RuntimeError("--iam is missing")
        return self.bench.iam

    def controls(self, stack: Stack) -> list[Control]:
        """A wrong answer of ours, one where an explanation is at hand, and pairs that do not reach enough."""
        lines = (self._folder() / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
        pairs = [json.loads(line) for line in lines[:500]]
        directory = self.mutant(stack, "")[1]
        # Nobody says this of a pair in which nothing denies.
        flipped = copy.deepcopy(pairs)
        wrong = next(pair for pair in flipped if pair["decision"] == "Allowed" and '"Deny"' not in json.dumps(pair))
        wrong["decision"] = "ExplicitlyDenied"
        after = {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}
        statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": after}
        excused = copy.deepcopy(wrong) | {"id": 0}
        excused["request"]["context"] = {"aws:CurrentTime": ["1577836801"]}
        excused["policies"] = {"identity": [{"Version": "2012-10-17", "Statement": [statement]}]}
        plain = [pair for pair in pairs if "NotPrincipal" not in json.dumps(pair)]
        broken = {
            "flipped-answer": (flipped, f"pair {wrong['id']} .*we say ExplicitlyDenied"),
            "wrong-where-explained": ([excused], "pair 0 .*we say ExplicitlyDenied"),
            "without-notprincipal": (plain, "reached by 0 pairs: NotPrincipal"),
        }
        found = []
        for name, (changed, complaint) in broken.items():
            path = directory / f"{name}.jsonl"
            path.write_text("".join(json.dumps(pair) + "\n" for pair in changed), encoding="utf-8")
            found.append(Control(replace(stack, name=name, path=path, template={}, spec={}), complaint))
        return found


def _unreached(pairs: list[Pair]) -> list[str]:
    """What too few pairs have: operators in all their forms, elements, sides, callers and services."""
    reached = Counter(thing for pair in pairs for thing in _reached(pair))
    prefixes, suffixes = ("", "ForAllValues:", "ForAnyValue:"), ("", "IfExists")
    wanted = [prefix + name + suffix for name in _OPERATORS for prefix in prefixes for suffix in suffixes]
    wanted += ["Null", "NotAction", "NotResource", "NotPrincipal", "a variable", "a default", "Version 2008-10-17"]
    wanted += [f"{side} policy" for side in _SIDES]
    wanted += [f"by {caller}" for caller in ("user", "role", "root", "service", "anonymous")]
    for service in ("kms", "sts", "s3", "sqs"):
        wanted += [f"{service} in the account", f"{service} across accounts"]
    wanted += ["Allowed", "ImplicitlyDenied", "ExplicitlyDenied"]
    return [f"reached by {reached[thing]} pairs: {thing}" for thing in wanted if reached[thing] < _OFTEN]


def _reached(pair: Pair) -> set[str]:
    request, text = pair["request"], json.dumps(pair["policies"])
    caller = request["principal"]
    kind = "service" if caller.endswith(".amazonaws.com") else "anonymous"
    for name, mark in (("role", ":assumed-role/"), ("user", ":user/"), ("root", ":root")):
        kind = name if mark in caller else kind
    across = "in the account" if f":{request['account']}:" in caller else "across accounts"
    reached = {pair["decision"], f"by {kind}", f"{request['action'].split(':')[0]} {across}"}
    reached.update(operator for _, operator, _, _ in tests(pair))
    reached.update(element for _, statement in statements(pair) for element in statement)
    reached.update(f"{side} policy" for side in pair["policies"])
    marks = {"a variable": "${aws:", "a default": ", '", "Version 2008-10-17": "2008-10-17"}
    return reached | {name for name, mark in marks.items() if mark in text}
