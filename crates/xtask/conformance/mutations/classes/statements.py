"""Mistakes in the names that policies use: actions, services, condition keys, principals."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from yaml.nodes import MappingNode, ScalarNode

from mutations.registry import Mutation, change, mutation
from mutations.template import Resource, Template, call, known, literal, walk
from mutations.text import entries, entry, get, items, written
from mutations.words import misspelled

_AREA = "iam"
_ACTION = re.compile(r"([a-z0-9-]+):([A-Za-z0-9]+)", re.IGNORECASE)
_OPERATORS = {
    "StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "ArnLike", "ArnEquals", "ArnNotLike", "Bool",
    "NumericLessThan", "IpAddress", "NotIpAddress", "BoolIfExists", "DateGreaterThan", "Null", "ArnNotEquals",
}  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """A statement of a policy, and where it stands."""

    resource: Resource
    document: MappingNode
    node: MappingNode
    trust: bool
    identity: bool

    def literals(self, *names: str) -> Iterator[ScalarNode]:
        """The texts given under these keys."""
        for name in names:
            for item in items(get(self.node, name)):
                if literal(item) is not None:
                    yield item


def statements(template: Template) -> Iterator[Statement]:
    """Every statement of every policy."""
    for resource in template.resources:
        if resource.kind.startswith("AWS::Serverless::") or resource.properties is None:
            continue
        for node in walk(resource.properties):
            for each in entries(node):
                given = get(each.value, "Statement")
                if each.key.value.endswith(("Document", "Policy", "PolicyText")) and given is not None:
                    trust = each.key.value == "AssumeRolePolicyDocument"
                    identity = resource.kind.startswith("AWS::IAM::") and not trust
                    for item in items(given):
                        if isinstance(item, MappingNode) and entry(item, "Effect"):
                            yield Statement(resource, each.value, item, trust, identity)


@cache
def _catalogue() -> dict[str, set[str]]:
    text = files("cfnlint.data.AdditionalSpecs").joinpath("Policies.json").read_text(encoding="utf-8")
    return {service: {action.lower() for action in told["Actions"]} for service, told in json.loads(text).items()}


@mutation(_AREA, "service of an action misspelled")
def service(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """An action of a service that there isn't."""
    for statement in statements(template):
        for node in statement.literals("Action", "NotAction"):
            match = _ACTION.match(node.value)
            slip = match and misspelled(rng, match[1], _catalogue().__contains__)
            if slip and match[1].lower() in _catalogue():
                wrong = slip + node.value[len(match[1]) :]
                yield change(f"{node.value} -> {wrong}", written(template.text, node, wrong))


@mutation(_AREA, "action misspelled")
def action(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """An action that the service hasn't."""
    for statement in statements(template):
        for node in statement.literals("Action", "NotAction"):
            match = _ACTION.fullmatch(node.value)
            there = _catalogue().get(match[1].lower(), set()) if match else set()
            if match and match[2].lower() in there:
                slip = misspelled(rng, match[2], lambda word, there=there: word.lower() in there)
                yield slip and change(f"{node.value} -> {slip}", written(template.text, node, f"{match[1]}:{slip}"))


@mutation(_AREA, "condition key misspelled")
def condition_key(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A key of AWS's own, or of a service, that there isn't."""
    for statement in statements(template):
        for operator in entries(get(statement.node, "Condition")):
            for each in entries(operator.value):
                prefix, _, name = each.key.value.partition(":")
                if prefix not in ("aws", "s3", "kms", "iam", "sns", "ecs") or "/" in name or ":" in name:
                    continue
                slip = misspelled(rng, name)
                yield slip and change(
                    f"{each.key.value} -> {slip}", written(template.text, each.key, f"{prefix}:{slip}")
                )


@mutation(_AREA, "condition operator misspelled")
def operator(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A comparison that IAM doesn't know."""
    for statement in statements(template):
        for each in entries(get(statement.node, "Condition")):
            if each.key.value in _OPERATORS:
                slip = misspelled(rng, each.key.value, _OPERATORS.__contains__)
                yield slip and change(f"{each.key.value} -> {slip}", written(template.text, each.key, slip))


@mutation(_AREA, "principal misspelled")
def principal(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A service principal that there isn't."""
    for statement in statements(template):
        for item in items(get(statement.node, "Principal", "Service")):
            text = literal(item)
            if not text or not text.endswith(".amazonaws.com") or call(item):
                continue
            name = text.removesuffix(".amazonaws.com")
            slip = misspelled(rng, name)
            yield slip and change(f"{text} -> {slip}", written(template.text, item, f"{slip}.amazonaws.com"))
            if rng.random() < 0.4:
                wrong = rng.choice([f"{name}.amazonaw.com", f"{name}.aws.amazon.com", f"{name}.amazonaws", name])
                yield change(f"{text} -> {wrong}", written(template.text, item, wrong))


@mutation(_AREA, "effect or version wrong")
def effect(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """`Alow`, or a policy language that there isn't."""
    seen = set()
    for statement in statements(template):
        node = known(statement.node, "Effect")
        if node is not None:
            slip = misspelled(rng, node.value)
            yield slip and change(f"Effect {slip}", written(template.text, node, slip))
        version = known(statement.document, "Version")
        if version is not None and id(version) not in seen:
            seen.add(id(version))
            wrong = rng.choice(["2012-10-18", "2012-17-10", "2021-10-17"])
            yield change(f"Version {wrong}", written(template.text, version, wrong))
