"""Mistakes in notification rules, topics and subscriptions."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from yaml.nodes import Node, ScalarNode

from mutations.registry import Mutation, change, mutation
from mutations.template import Template, call, known, literal, walk
from mutations.text import entries, entry, get, items, removed, start, written
from mutations.words import misspelled

_AREA = "events"


@mutation(_AREA, "notification event misspelled")
def event(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """An event type ID that there isn't, or one of another service."""
    for rule in template.of("AWS::CodeStarNotifications::NotificationRule"):
        for item in items(get(rule.properties, "EventTypeIds")):
            if isinstance(item, ScalarNode):
                slip = misspelled(rng, item.value)
                yield slip and change(f"event {slip}", written(template.text, item, slip))
                wrong = item.value.replace("pipeline-execution", "execution").replace("-failed", "-failure")
                if wrong != item.value:
                    yield change(f"event {wrong}", written(template.text, item, wrong))


def _subscriptions(template: Template) -> Iterator[Node]:
    for each in template.of("AWS::SNS::Subscription"):
        if each.properties is not None:
            yield each.properties
    for topic in template.of("AWS::SNS::Topic"):
        yield from items(get(topic.properties, "Subscription"))


_MISFITS = {
    "email": ["https://example.com/hook", "arn:aws:sqs:us-east-1:123456789012:queue"],
    "email-json": ["https://example.com/hook"],
    "https": ["http://example.com/hook", "someone@example.com"],
    "sqs": ["someone@example.com", "arn:aws:lambda:us-east-1:123456789012:function:a"],
    "lambda": ["https://example.com/hook", "arn:aws:sqs:us-east-1:123456789012:queue"],
    "sms": ["someone@example.com"],
}


@mutation(_AREA, "endpoint unfit for its protocol")
def endpoint(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """An address of another kind than the protocol takes."""
    for each in _subscriptions(template):
        protocol, found = known(each, "Protocol"), entry(each, "Endpoint")
        if protocol is None or found is None or protocol.value not in _MISFITS:
            continue
        if literal(found.value):
            wrong = rng.choice(_MISFITS[protocol.value])
            yield change(f"{protocol.value} to {wrong}", written(template.text, found.value, wrong))
            other = {"email": "https", "email-json": "sqs", "https": "email", "sms": "lambda"}.get(protocol.value)
            yield other and change(f"{other} to {found.value.value}", written(template.text, protocol, other))
        elif (target := call(found.value)) and target.name in ("Fn::GetAtt", "Ref") and _own(template, target.argument):
            for wrong in ("email", "https"):
                yield change(f"{wrong} to an ARN", written(template.text, protocol, wrong))
        slip = misspelled(
            rng, protocol.value, lambda word: word in _MISFITS or word in ("http", "application", "firehose")
        )
        yield slip and change(f"protocol {slip}", written(template.text, protocol, slip))


def _own(template: Template, argument: Node) -> bool:
    name = argument.value if isinstance(argument, ScalarNode) else argument.value[0].value
    return template.resource(name.split(".")[0]) is not None


@mutation(_AREA, "e-mail address malformed")
def email(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """An address that no mail reaches, given directly or as a parameter's default."""
    for each in _subscriptions(template):
        protocol, found = known(each, "Protocol"), entry(each, "Endpoint")
        if protocol is None or found is None or not protocol.value.startswith("email"):
            continue
        node = found.value
        target = call(node)
        if target and target.name == "Ref" and isinstance(target.argument, ScalarNode):
            node = get(template.section("Parameters"), target.argument.value, "Default")
        address = literal(node)
        if address and address.count("@") == 1:
            user, domain = address.split("@")
            for wrong in (f"{user}.{domain}", f"{user}@", f"@{domain}", f"{user}@{domain}@x", f"{user} {domain}"):
                yield change(f"address {wrong}", written(template.text, node, wrong))


@mutation(_AREA, "topic's publisher kept out")
def publisher(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """The policy of a topic lets another service in than the one that publishes to it."""
    for policy in template.of("AWS::SNS::TopicPolicy"):
        for node in walk(policy.properties):
            principal = known(node, "Service")
            if principal is None or principal.value not in (
                "events.amazonaws.com",
                "codestar-notifications.amazonaws.com",
            ):
                continue
            if _publishes(template, principal.value, policy.properties):
                yield change("another principal", written(template.text, principal, "s3.amazonaws.com"))
    for each in entries(template.section("Resources")):
        kind = known(each.value, "Type")
        if kind is None or kind.value != "AWS::SNS::TopicPolicy":
            continue
        alone = len(re.findall(rf"\b{each.key.value}\b", template.text)) == 1
        services = [known(node, "Service") for node in walk(each.value)]
        told = [node.value for node in services if node is not None]
        if alone and any(_publishes(template, service, get(each.value, "Properties")) for service in told):
            yield change("no topic policy", removed(each))


def _publishes(template: Template, service: str, properties: Node | None) -> bool:
    topics = [c.argument.value for c in template.calls(get(properties, "Topics")) if c.name == "Ref"]
    kinds = {
        "events.amazonaws.com": ("AWS::Events::Rule", "Targets"),
        "codestar-notifications.amazonaws.com": ("AWS::CodeStarNotifications::NotificationRule", "Targets"),
    }
    if service not in kinds:
        return False
    kind, key = kinds[service]
    for resource in template.of(kind):
        node = get(resource.properties, key)
        text = template.text[start(node) : node.end_mark.index] if node is not None else ""
        if any(re.search(rf"\b{topic}\b", text) for topic in topics):
            return True
    return False
