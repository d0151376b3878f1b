"""Mistakes in deployment groups and configurations."""

from __future__ import annotations

import random
from collections.abc import Iterator

from yaml.nodes import ScalarNode

from mutations.registry import Mutation, change, mutation
from mutations.template import Resource, Template, call, known
from mutations.text import get, items, written
from mutations.words import misspelled

_AREA = "codedeploy"
_BUILT_IN = "CodeDeployDefault."
_OF_PLATFORM = {
    "Lambda": ["LambdaAllAtOnce", "LambdaCanary10Percent5Minutes", "LambdaLinear10PercentEvery2Minutes"],
    "ECS": ["ECSAllAtOnce", "ECSCanary10Percent15Minutes", "ECSLinear10PercentEvery3Minutes"],
    "Server": ["AllAtOnce", "HalfAtATime", "OneAtATime"],
}


def _groups(template: Template) -> Iterator[tuple[Resource, str | None]]:
    """The deployment groups, each with its application's platform where the template says it."""
    for group in template.of("AWS::CodeDeploy::DeploymentGroup"):
        found = call(get(group.properties, "ApplicationName"))
        application = None
        if found and found.name == "Ref" and isinstance(found.argument, ScalarNode):
            application = template.resource(found.argument.value)
        platform = None
        if application:
            given = known(application.properties, "ComputePlatform")
            platform = given.value if given is not None else "Server"
        yield group, platform


@mutation(_AREA, "deployment configuration misspelled")
def misspelled_configuration(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A built-in configuration that there isn't."""
    for group, _ in _groups(template):
        node = known(group.properties, "DeploymentConfigName")
        if node is not None and node.value.startswith(_BUILT_IN):
            name = node.value.removeprefix(_BUILT_IN)
            for _ in range(3):
                slip = misspelled(rng, name)
                yield slip and change(f"{name} -> {slip}", written(template.text, node, _BUILT_IN + slip))
            if "Canary" in name:
                wrong = name.replace("10Percent", "20Percent")
                yield change(f"{name} -> {wrong}", written(template.text, node, _BUILT_IN + wrong))


@mutation(_AREA, "configuration of another platform")
def other_platform(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A configuration for ECS on Lambda, an application of another platform than its groups."""
    for group, platform in _groups(template):
        node = known(group.properties, "DeploymentConfigName")
        if node is None or not node.value.startswith(_BUILT_IN) or platform is None:
            continue
        for other in sorted(set(_OF_PLATFORM) - {platform}):
            wrong = _BUILT_IN + rng.choice(_OF_PLATFORM[other])
            yield change(f"{wrong} on {platform}", written(template.text, node, wrong))
    for application in template.of("AWS::CodeDeploy::Application"):
        node = known(application.properties, "ComputePlatform")
        named = any(known(group.properties, "DeploymentConfigName") is not None for group, _ in _groups(template))
        if node is not None and named:
            other = "ECS" if node.value == "Lambda" else "Lambda"
            yield change(f"an application of {other}", written(template.text, node, other))


@mutation(_AREA, "deployment style wrong")
def style(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """In place where only blue/green is possible."""
    for group, platform in _groups(template):
        given = get(group.properties, "DeploymentStyle")
        if platform not in ("Lambda", "ECS"):
            continue
        kind, option = known(given, "DeploymentType"), known(given, "DeploymentOption")
        if kind is not None:
            yield change(f"IN_PLACE on {platform}", written(template.text, kind, "IN_PLACE"))
        if option is not None:
            wrong = "WITHOUT_TRAFFIC_CONTROL"
            yield change(f"{wrong} on {platform}", written(template.text, option, wrong))


@mutation(_AREA, "rollback event misspelled")
def event(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """An event of a rollback, or of a trigger, that there isn't."""
    for group, _ in _groups(template):
        for item in items(get(group.properties, "AutoRollbackConfiguration", "Events")):
            slip = misspelled(rng, item.value) if isinstance(item, ScalarNode) else None
            yield slip and change(f"event {slip}", written(template.text, item, slip))


@mutation(_AREA, "rollback on alarms without alarms")
def alarms(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """The group rolls back when an alarm goes off, and watches none."""
    for group, _ in _groups(template):
        events = items(get(group.properties, "AutoRollbackConfiguration", "Events"))
        watched = get(group.properties, "AlarmConfiguration", "Alarms")
        if (
            any(getattr(item, "value", "") == "DEPLOYMENT_STOP_ON_ALARM" for item in events)
            and len(items(watched)) == 1
        ):
            enabled = known(get(group.properties, "AlarmConfiguration"), "Enabled")
            if enabled is not None:
                yield change("alarms not enabled", written(template.text, enabled, "false"))


@mutation(_AREA, "traffic routing that can't be")
def routing(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A configuration whose type and details differ, or whose numbers make no sense."""
    for each in template.of("AWS::CodeDeploy::DeploymentConfig"):
        given = get(each.properties, "TrafficRoutingConfig")
        kind = known(given, "Type")
        if kind is not None:
            other = "TimeBasedCanary" if kind.value == "TimeBasedLinear" else "TimeBasedLinear"
            yield change(f"{kind.value} -> {other}", written(template.text, kind, other))
            slip = misspelled(rng, kind.value)
            yield slip and change(f"{kind.value} -> {slip}", written(template.text, kind, slip))
        for name in ("LinearPercentage", "CanaryPercentage"):
            for detail in ("TimeBasedLinear", "TimeBasedCanary"):
                number = known(get(given, detail), name)
                if number is not None:
                    yield change(f"{name} 0", written(template.text, number, "0"))
                    yield change(f"{name} 120", written(template.text, number, "120"))
        platform = known(each.properties, "ComputePlatform")
        if platform is not None:
            other = "Server" if platform.value != "Server" else "Lambda"
            yield change(f"{platform.value} -> {other}", written(template.text, platform, other))
