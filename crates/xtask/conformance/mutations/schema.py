"""The properties of a template's resources beside what AWS's schemas, as cfn-lint carries them, say of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError
from yaml.nodes import MappingNode, Node, SequenceNode

from mutations.template import Resource, Template, call
from mutations.text import Entry, entries

_REGION = "us-east-1"


@dataclass(frozen=True)
class Place:
    """A value among a resource's properties, and its schema."""

    resource: Resource
    node: Node
    schema: dict[str, Any]
    entry: Entry | None
    """The entry whose value it is; None for an element of a list and for the properties as a whole."""


@cache
def schema(kind: str) -> dict[str, Any] | None:
    """A resource type's schema; None where nothing is known of the type."""
    if not kind.startswith("AWS::") or kind.startswith(("AWS::Serverless::", "AWS::CloudFormation::CustomResource")):
        return None
    try:
        return PROVIDER_SCHEMA_MANAGER.get_resource_schema(_REGION, kind).schema
    except ResourceNotFoundError:
        return None


@cache
def types() -> frozenset[str]:
    """All resource types of the region."""
    return frozenset(PROVIDER_SCHEMA_MANAGER.get_resource_types(_REGION))


def attributes(kind: str) -> frozenset[str]:
    """What Fn::GetAtt may ask of a type."""
    return frozenset(PROVIDER_SCHEMA_MANAGER.get_type_getatts(kind, _REGION))


def places(template: Template) -> Iterator[Place]:
    """Every value whose schema is known, from the outside in: every branch of an If, other functions as they are."""
    for resource in template.resources:
        whole = schema(resource.kind)
        if whole and resource.properties is not None:
            yield from _below(resource, resource.properties, whole, whole, None)


def _below(
    resource: Resource, node: Node, part: dict[str, Any], whole: dict[str, Any], at: Entry | None
) -> Iterator[Place]:
    found = call(node)
    if found and found.name == "Fn::If" and isinstance(found.argument, SequenceNode):
        for branch in found.argument.value[1:]:
            yield from _below(resource, branch, part, whole, None)
        return
    part = _resolved(part, whole)
    yield Place(resource, node, part, at)
    if found:
        return
    if isinstance(node, MappingNode):
        for each in entries(node):
            inner = part.get("properties", {}).get(each.key.value)
            if isinstance(inner, dict):
                yield from _below(resource, each.value, inner, whole, each)
    elif isinstance(node, SequenceNode) and isinstance(part.get("items"), dict):
        for item in node.value:
            yield from _below(resource, item, part["items"], whole, None)


def _resolved(part: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in part:
        target: Any = whole
        for step in part["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        part = target
    return part


def closed(place: Place) -> bool:
    """Whether an object takes no other keys than its schema names."""
    part = place.schema
    return part.get("additionalProperties") is False and "properties" in part and "patternProperties" not in part
