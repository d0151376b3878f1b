"""Mistakes in the shape of a template: sections, keys, functions, limits, and what nobody uses."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from mutations.registry import Mutation, change, mutation
from mutations.template import Template, call, known, literal, walk
from mutations.text import Edit, end, entries, entry, get, put_before, removed_item, start, within, written
from mutations.words import misspelled

_AREA = "template"
_SECTIONS = {"Resources", "Parameters", "Mappings", "Conditions", "Outputs", "Metadata", "Transform", "Rules", "Hooks"}


@mutation(_AREA, "section misspelled")
def section(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A top-level key that means nothing."""
    for each in entries(template.root):
        if each.key.value in _SECTIONS:
            slip = misspelled(rng, each.key.value, _SECTIONS.__contains__)
            yield slip and change(f"{each.key.value} -> {slip}", written(template.text, each.key, slip))


@mutation(_AREA, "key of a resource misspelled")
def resource_key(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """`Properties`, `DependsOn` and the others beside them."""
    there = {"Type", "Properties", "DependsOn", "Condition", "Metadata", "DeletionPolicy", "UpdateReplacePolicy"}
    there |= {"CreationPolicy", "UpdatePolicy"}
    for resource in [] if template.transformed else template.resources:
        for each in entries(resource.node):
            slip = misspelled(rng, each.key.value, there.__contains__)
            if slip and each.key.value in there and rng.random() < 0.3:
                yield change(f"{resource.name}: {each.key.value} -> {slip}", written(template.text, each.key, slip))


@mutation(_AREA, "deletion policy misspelled")
def deletion_policy(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """The value of DeletionPolicy or UpdateReplacePolicy."""
    there = {"Delete", "Retain", "Snapshot", "RetainExceptOnCreate"}
    for resource in [] if template.transformed else template.resources:
        for name in ("DeletionPolicy", "UpdateReplacePolicy"):
            node = known(resource.node, name)
            slip = misspelled(rng, node.value, there.__contains__) if node is not None else None
            yield slip and change(f"{name} {node.value} -> {slip}", written(template.text, node, slip))


@mutation(_AREA, "duplicate key")
def duplicate(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """An entry written twice, with another value where that is easy."""
    for node in walk(template.root):
        for each in entries(node):
            value = literal(each.value)
            if value and each.value.style not in ("|", ">") and "\n" not in value and rng.random() < 0.1:
                quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
                yield change(f"{each.key.value} twice", put_before(each, (each.key.value, quoted)))


@mutation(_AREA, "function malformed")
def malformed(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """An unknown function, or one with too few arguments."""
    for found in [] if template.transformed else template.calls():
        name = found.name.removeprefix("Fn::")
        if rng.random() < 0.3:
            slip = misspelled(rng, name, lambda word: word in ("And", "Or", "Not", "If", "Ref", "Sub"))
            yield slip and change(f"function {name} -> {slip}", _renamed(template, found.node, name, slip))
        given = found.argument
        wanted = {"If": 3, "FindInMap": 3, "Join": 2, "Split": 2, "Equals": 2, "Select": 2}.get(name)
        if wanted and isinstance(given, SequenceNode) and len(given.value) == wanted:
            yield change(f"{name} lacks its last argument", removed_item(given, wanted - 1))


def _renamed(template: Template, node: ScalarNode | MappingNode, name: str, slip: str) -> Edit | None:
    if node.tag.startswith("!"):
        return within(template.text, node, f"!{name}", f"!{slip}")
    return written(template.text, node.value[0][0], node.value[0][0].value.replace(name, slip))


@mutation(_AREA, "parameter's default unfit")
def default(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A default that the parameter itself refuses."""
    for each in entries(template.section("Parameters")):
        given = known(each.value, "Default")
        if given is None or not given.value:
            continue
        kind = get(each.value, "Type")
        if isinstance(get(each.value, "AllowedValues"), SequenceNode):
            yield change(f"{each.key.value}: a default not allowed", written(template.text, given, "none-of-these"))
        elif isinstance(kind, ScalarNode) and kind.value == "Number":
            yield change(f"{each.key.value}: a word for a number", written(template.text, given, "many"))
            if get(each.value, "MaxValue") is not None:
                yield change(f"{each.key.value}: too large", written(template.text, given, "1000000"))
        elif isinstance(get(each.value, "MaxLength"), ScalarNode):
            long = "a" * (int(get(each.value, "MaxLength").value) + 1)
            yield change(f"{each.key.value}: too long", written(template.text, given, long))


@mutation(_AREA, "parameter type misspelled")
def parameter_type(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """`Strng` and the like."""
    for each in entries(template.section("Parameters")):
        kind = known(each.value, "Type")
        slip = misspelled(rng, kind.value, lambda name: name in ("String", "Number")) if kind is not None else None
        yield slip and change(f"{kind.value} -> {slip}", written(template.text, kind, slip))


@mutation(_AREA, "logical ID invalid")
def logical_id(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A character that no logical ID may have, in one that nothing refers to."""
    for section_name in ("Resources", "Outputs", "Conditions", "Parameters"):
        for each in entries(template.section(section_name)):
            name = each.key.value
            if len(re.findall(rf"\b{re.escape(name)}\b", template.text)) == 1 and name.isalnum():
                slip = name[:2] + rng.choice("-_.") + name[2:]
                yield change(f"{name} -> {slip}", written(template.text, each.key, slip))


@mutation(_AREA, "something unused")
def unused(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A parameter, mapping or condition that nothing refers to."""
    if template.transformed or "ignore_checks" in template.text:
        return
    added = {
        "Parameters": '{"Type": "String", "Default": "a"}',
        "Mappings": '{"one": {"two": "three"}}',
        "Conditions": '{"Fn::Equals": ["a", {"Ref": "AWS::Region"}]}',
    }
    for name, value in added.items():
        there = entries(template.section(name))
        if there and not (
            name == "Mappings" and any(not literal_map(found.argument) for found in _find_in_map(template))
        ):
            yield change(f"an unused entry in {name}", put_before(there[0], ("NobodyNeedsThis", value)))


def _find_in_map(template: Template) -> list:
    return [found for found in template.calls() if found.name == "Fn::FindInMap"]


def literal_map(given) -> bool:
    """Whether the map of a FindInMap is written out."""
    return isinstance(given, SequenceNode) and literal(given.value[0]) is not None


_TOPIC = '{"Type": "AWS::SNS::Topic"}'
_MANY = {
    "Resources": (500, _TOPIC),
    "Parameters": (200, '{"Type": "String", "Default": "a"}'),
    "Outputs": (200, '{"Value": "a"}'),
    "Mappings": (200, '{"one": {"two": "three"}}'),
}


@mutation(_AREA, "limit of CloudFormation exceeded")
def limits(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """Too many of something, or something too long."""
    for name, (most, value) in _MANY.items():
        there = entries(template.section(name))
        if there and not template.transformed:
            pairs = [(f"Additional{number}", value) for number in range(most)]
            yield change(f"{most} more in {name}", put_before(there[0], *pairs))
    first = entries(template.root)[0]
    description = entry(template.root, "Description")
    if description is None:
        yield change("a description of 1,100 characters", put_before(first, ("Description", f'"{"a" * 1100}"')))
    for name, value in (("Resources", _TOPIC), ("Outputs", '{"Value": "a"}')):
        there = entries(template.section(name))
        if there:
            yield change(f"an ID of 256 characters in {name}", put_before(there[0], ("A" * 256, value)))


@mutation(_AREA, "text that can't be read")
def unreadable(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A bracket or quote left out, an indentation gone wrong."""
    nodes = [
        node for node in walk(template.root) if not isinstance(node, ScalarNode) and node.flow_style and node.value
    ]
    rng.shuffle(nodes)
    for node in nodes[:3]:
        last = end(node)
        if template.text[last - 1] in "]}" and not call(node):
            yield change("a bracket left out", Edit(last - 1, last, ""))
    quoted = [node for node in walk(template.root) if isinstance(node, ScalarNode) and node.style == '"']
    rng.shuffle(quoted)
    for node in quoted[:2]:
        if not node.tag.startswith("!") and template.text[start(node)] == '"':
            yield change("a closing quote left out", Edit(end(node) - 1, end(node), ""))
