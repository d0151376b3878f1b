"""Mistakes in event rules: patterns, schedules, targets."""

from __future__ import annotations

import random
from collections.abc import Iterator

from yaml.nodes import Node, ScalarNode

from mutations.registry import Mutation, change, mutation
from mutations.template import Resource, Template, known, literal, walk
from mutations.text import entries, entry, get, items, put_before, removed, start, within, written
from mutations.words import misspelled

_AREA = "events"
_TOP = {"source", "detail-type", "detail", "account", "region", "resources", "id", "time", "version"}
_FILTERS = {"prefix", "suffix", "anything-but", "numeric", "exists", "wildcard", "cidr", "equals-ignore-case"}
_SERVICES = {
    "aws.codepipeline",
    "aws.codebuild",
    "aws.codedeploy",
    "aws.codecommit",
    "aws.ecr",
    "aws.s3",
    "aws.cloudwatch",
}
_DETAIL = {
    "aws.codepipeline": {"pipeline", "state", "stage", "action", "execution-id"},
    "aws.codebuild": {"build-status", "project-name"},
    "aws.codedeploy": {"state", "application", "deploymentGroup"},
    "aws.codecommit": {"event", "referenceType", "referenceName", "destinationReference"},
    "aws.ecr": {"action-type", "image-tag", "repository-name", "result"},
}


def _rules(template: Template) -> list[Resource]:
    return template.of("AWS::Events::Rule")


def _patterns(template: Template) -> Iterator[tuple[Resource, Node]]:
    for rule in _rules(template):
        pattern = get(rule.properties, "EventPattern")
        if pattern is not None:
            yield rule, pattern


@mutation(_AREA, "event pattern key misspelled")
def top(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A key of the event's envelope that no event has."""
    for _, pattern in _patterns(template):
        for each in entries(pattern):
            slip = misspelled(rng, each.key.value, _TOP.__contains__) if each.key.value in _TOP else None
            yield slip and change(f"{each.key.value} -> {slip}", written(template.text, each.key, slip))


@mutation(_AREA, "event detail key misspelled")
def detail(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A key that the events of the developer tools don't have."""
    for _, pattern in _patterns(template):
        sources = [literal(item) for item in items(get(pattern, "source"))]
        there = _DETAIL.get(sources[0] or "") if len(sources) == 1 else None
        for each in entries(get(pattern, "detail")) if there else []:
            slip = misspelled(rng, each.key.value, there.__contains__) if each.key.value in there else None
            yield slip and change(f"detail {each.key.value} -> {slip}", written(template.text, each.key, slip))


@mutation(_AREA, "event source misspelled")
def source(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A service that sends no events."""
    for _, pattern in _patterns(template):
        for item in items(get(pattern, "source")):
            if literal(item) in _SERVICES:
                for _ in range(2):
                    slip = misspelled(rng, item.value.removeprefix("aws."))
                    yield slip and change(f"source aws.{slip}", written(template.text, item, f"aws.{slip}"))
                yield change("a source without aws.", written(template.text, item, item.value.replace("aws.", "")))


@mutation(_AREA, "event detail type misspelled")
def detail_type(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A detail type that the service doesn't send."""
    for _, pattern in _patterns(template):
        sources = [literal(item) for item in items(get(pattern, "source"))]
        for item in items(get(pattern, "detail-type")):
            text = literal(item)
            if text and len(sources) == 1 and sources[0] in _SERVICES:
                slips = [misspelled(rng, text), text.replace("State Change", "State Changed"), text.lower()]
                for slip in [slip for slip in slips if slip and slip != text][:2]:
                    yield change(f"detail-type {slip}", written(template.text, item, slip))


@mutation(_AREA, "event state that there isn't")
def state(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A state, status or event misspelled in the detail of a developer tool's event."""
    for _, pattern in _patterns(template):
        sources = [literal(item) for item in items(get(pattern, "source"))]
        if len(sources) != 1 or sources[0] not in _DETAIL:
            continue
        for name in ("state", "build-status", "event", "referenceType"):
            for item in items(get(pattern, "detail", name)):
                text = literal(item)
                slip = misspelled(rng, text) if text else None
                yield slip and change(f"{name} {slip}", written(template.text, item, slip))


@mutation(_AREA, "event filter misspelled")
def matcher(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A way of matching that EventBridge doesn't know, or a value that is no list."""
    for _, pattern in _patterns(template):
        for node in walk(pattern):
            for each in entries(node):
                if each.key.value in _FILTERS and len(node.value) == 1:
                    slip = misspelled(rng, each.key.value, _FILTERS.__contains__)
                    yield slip and change(f"filter {slip}", written(template.text, each.key, slip))
        for each in entries(pattern):
            listed = items(each.value)
            if each.key.value in ("source", "detail-type") and len(listed) == 1 and each.value is not listed[0]:
                text = literal(listed[0])
                if text and each.value.flow_style:
                    raw = template.text[start(each.value) : each.value.end_mark.index]
                    yield change(f"{each.key.value}: no list", within(template.text, each.value, raw, f'"{text}"'))


@mutation(_AREA, "schedule wrong")
def schedule(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """An expression that EventBridge refuses."""
    for rule in template.of("AWS::Events::Rule", "AWS::Scheduler::Schedule"):
        node = known(rule.properties, "ScheduleExpression")
        if node is None:
            continue
        text = node.value
        wrong = []
        if text.startswith("rate("):
            number, unit = text[5:-1].split()
            plural = unit if unit.endswith("s") else unit + "s"
            wrong = [f"rate(1 {plural})", f"rate({number} fortnights)", f"rate(0 {plural})", f"rate({number}{unit})"]
            wrong.append("rate(5 minute)")
        elif text.startswith("cron("):
            fields = text[5:-1].split()
            wrong = [
                f"cron({' '.join(fields[:5])})",
                f"cron({' '.join(['99', *fields[1:]])})",
                text.replace("cron", "crom"),
            ]
            wrong.append(f"cron({' '.join([*fields[:2], '*', fields[3], '*', fields[5]])})")
        for slip in wrong:
            if slip != text:
                yield change(f"schedule {slip}", written(template.text, node, slip))


@mutation(_AREA, "target's role dropped")
def role(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A pipeline, a project, a state machine or a stream that EventBridge may not reach."""
    for rule in _rules(template):
        for target in items(get(rule.properties, "Targets")):
            found = entry(target, "RoleArn")
            arn = entry(target, "Arn")
            text = arn and template.text[start(arn.value) : arn.value.end_mark.index]
            if found and text and any(word in text for word in (":codepipeline:", "Stream", "stateMachine")):
                yield change("no RoleArn", removed(found))


@mutation(_AREA, "rule that can't be")
def rule_shape(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """Neither pattern nor schedule, two targets of one ID, a pattern that is empty."""
    for rule in _rules(template):
        for name in ("EventPattern", "ScheduleExpression"):
            found = entry(rule.properties, name)
            yield found and change(f"no {name}", removed(found))
        ids = [known(target, "Id") for target in items(get(rule.properties, "Targets"))]
        there = [node for node in ids if isinstance(node, ScalarNode)]
        if len(there) > 1:
            yield change("one ID twice", written(template.text, there[1], there[0].value))
        for target in items(get(rule.properties, "Targets"))[:1]:
            if entry(target, "Input") is None and entry(target, "InputTransformer") is None and entries(target):
                first = entries(target)[0]
                yield change(
                    "input that is no JSON", put_before(first, ("Input", rng.choice(['"{\\"a\\": }"', '"{a: 1}"'])))
                )
