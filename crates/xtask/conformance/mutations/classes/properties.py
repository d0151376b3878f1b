"""Mistakes in properties, by the schemas of the resource types."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from mutations.registry import Mutation, change, mutation
from mutations.schema import closed, places, schema, types
from mutations.template import Template, call, literal
from mutations.text import entries, put_before, removed, replaced, written
from mutations.words import misspelled

_AREA = "template"


@mutation(_AREA, "required property dropped")
def dropped(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """Any property that its object can't do without."""
    for place in places(template):
        open_ended = any(key.key.value.startswith(("Fn::", "<<")) for key in entries(place.node))
        for each in [] if open_ended else entries(place.node):
            if each.key.value in place.schema.get("required", []):
                yield change(f"{place.resource.name}: no {each.key.value}", removed(each))


@mutation(_AREA, "property misspelled")
def misspelled_key(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """Any key of an object that takes no others."""
    for place in places(template):
        if not closed(place):
            continue
        there = place.schema["properties"]
        for each in entries(place.node):
            if each.key.value in there:
                slip = misspelled(rng, each.key.value, lambda name, there=there: name in there)
                yield slip and change(f"{each.key.value} -> {slip}", written(template.text, each.key, slip))


@mutation(_AREA, "enum value misspelled")
def enum(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """Any literal of which the schema lists all values."""
    for place in places(template):
        values = [str(value) for value in place.schema.get("enum", [])]
        value = literal(place.node)
        if value in values:
            folded = {known.lower() for known in values}
            slip = misspelled(rng, value, lambda name, folded=folded: name.lower() in folded)
            yield slip and change(f"{value} -> {slip}", written(template.text, place.node, slip))


@mutation(_AREA, "resource type misspelled")
def resource_type(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """The service or the resource in the name of a type of AWS's."""
    for resource in template.resources:
        if schema(resource.kind) is None:
            continue
        _, service, name = resource.kind.split("::", 2)
        kinds = [
            f"AWS::{misspelled(rng, service)}::{name}",
            f"AWS::{service}::{misspelled(rng, name)}",
            f"AWS::{service}::{name}s",
        ]
        kind = rng.choice(kinds)
        if kind not in types() and "None" not in kind:
            node = next(each.value for each in entries(resource.node) if each.key.value == "Type")
            yield change(f"{resource.kind} -> {kind}", written(template.text, node, kind))


@mutation(_AREA, "value of the wrong type")
def wrong_type(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A list or a mapping for a text, a word for a number or a truth value, a text for a list or an object."""
    for place in places(template):
        kind = place.schema.get("type")
        value = literal(place.node)
        if call(place.node) or place.entry is None:
            continue
        if kind == "string" and value and place.node.style not in ("|", ">"):
            wrong = rng.choice([f'["{_plain(value)}"]', f'{{"value": "{_plain(value)}"}}'])
            yield change(f"{place.entry.key.value}: a list or mapping for a text", replaced(place.node, wrong))
        elif kind in ("integer", "number", "boolean") and value:
            yield change(f"{place.entry.key.value}: a word for {kind}", replaced(place.node, '"several"'))
        elif kind == "array" and isinstance(place.node, SequenceNode) and place.node.flow_style:
            yield change(f"{place.entry.key.value}: a mapping for a list", replaced(place.node, '{"one": "a"}'))
        elif kind == "object" and isinstance(place.node, MappingNode) and place.node.flow_style and closed(place):
            yield change(f"{place.entry.key.value}: a text for an object", replaced(place.node, '"text"'))


def _plain(value: str) -> str:
    return re.sub(r"[^A-Za-z0-9 ._/-]", "", value)


@mutation(_AREA, "number out of range")
def out_of_range(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """Just beyond either end."""
    for place in places(template):
        value = literal(place.node)
        if value is None or not re.fullmatch(r"-?\d+(\.\d+)?", value):
            continue
        beyond = []
        if "maximum" in place.schema:
            beyond.append(int(place.schema["maximum"]) + 1)
        if "minimum" in place.schema:
            beyond.append(int(place.schema["minimum"]) - 1)
        if beyond:
            wrong = str(rng.choice(beyond))
            yield change(f"{value} -> {wrong}", written(template.text, place.node, wrong))


@mutation(_AREA, "text that no pattern allows")
def pattern(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A character where none such may stand."""
    for place in places(template):
        value = literal(place.node)
        wanted = place.schema.get("pattern")
        if not value or not wanted or "{{resolve:" in value or place.entry is None:
            continue
        slip = next((slip for slip in (value + "!", value + " x", "%" + value) if _refuses(wanted, slip)), None)
        yield slip and change(f"{value} -> {slip}", replaced(place.node, f'"{slip}"'))


def _refuses(wanted: str, text: str) -> bool:
    try:
        return re.search(wanted, text) is None
    except re.error:
        return False


@mutation(_AREA, "text or list too long or too short")
def length(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """One character or element too many, or none where one must be."""
    for place in places(template):
        value = literal(place.node)
        if place.entry is None or call(place.node):
            continue
        name = place.entry.key.value
        if isinstance(place.node, ScalarNode) and value and "{{resolve:" not in value:
            longest = place.schema.get("maxLength", 10**9)
            if longest <= 1024 and not place.schema.get("enum"):
                yield change(f"{name}: {longest + 1} characters", replaced(place.node, f'"{"a" * (longest + 1)}"'))
            if place.schema.get("minLength", 0) >= 1 and not place.schema.get("enum"):
                yield change(f"{name}: empty", replaced(place.node, '""'))
        elif isinstance(place.node, SequenceNode) and place.schema.get("minItems", 0) >= 1:
            yield change(f"{name}: no element", replaced(place.node, "[]"))


@mutation(_AREA, "read-only property set")
def read_only(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A property that only AWS gives a value."""
    for resource in template.resources:
        found = schema(resource.kind) or {}
        own = [path.removeprefix("/properties/") for path in found.get("readOnlyProperties", [])]
        own = [name for name in own if "/" not in name and name in found.get("properties", {})]
        own = [name for name in own if found["properties"][name].get("type") == "string"]
        there = entries(resource.properties)
        if own and there and not call(resource.properties):
            name = rng.choice(own)
            if all(each.key.value != name for each in there):
                yield change(f"{resource.name}: {name} given", put_before(there[0], (name, '"x1234567"')))
