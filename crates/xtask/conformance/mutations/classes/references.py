"""Mistakes in what refers to something else in the template."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from mutations.registry import Mutation, change, mutation
from mutations.schema import attributes, schema
from mutations.template import Call, Template, call, literal, own_text
from mutations.text import Edit, entries, entry, get, items, put_before, start, within, written
from mutations.words import misspelled

_AREA = "template"
_SUB = re.compile(r"\$\{([A-Za-z][A-Za-z0-9.:]*)\}")


def _exists(template: Template, name: str) -> bool:
    return name in template.referable or name.startswith("AWS::")


@mutation(_AREA, "Ref misspelled")
def ref(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A name or a pseudo parameter that there isn't."""
    for found in [] if template.transformed else template.calls():
        if found.name != "Ref" or not isinstance(found.argument, ScalarNode):
            continue
        target = found.argument.value
        prefix = "AWS::" if target.startswith("AWS::") else ""
        slip = misspelled(rng, target.removeprefix(prefix), lambda name: name in template.referable)
        yield slip and change(f"Ref {target} -> {prefix}{slip}", _argument(template, found, target, prefix + slip))


def _argument(template: Template, found: Call, old: str, new: str) -> Edit | None:
    # In the short form the node begins with its tag.
    skip = 1 if found.node is found.argument and old in found.node.tag else 0
    return within(template.text, found.argument, old, new, skip)


def _getatts(template: Template) -> Iterator[tuple[Call, str, str]]:
    for found in [] if template.transformed else template.calls():
        if found.name != "Fn::GetAtt":
            continue
        if isinstance(found.argument, SequenceNode):
            parts = [item.value for item in found.argument.value if isinstance(item, ScalarNode)]
            if len(parts) == 2:
                yield found, parts[0], parts[1]
        elif isinstance(found.argument, ScalarNode) and "." in found.argument.value:
            name, attribute = found.argument.value.split(".", 1)
            yield found, name, attribute


@mutation(_AREA, "GetAtt of a resource that isn't there")
def getatt_resource(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """The logical ID misspelled."""
    for found, name, attribute in _getatts(template):
        slip = misspelled(rng, name, lambda name: _exists(template, name))
        yield slip and change(f"GetAtt {name}.{attribute} -> {slip}", _argument(template, found, name, slip))


@mutation(_AREA, "GetAtt attribute misspelled")
def getatt_attribute(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """An attribute that the type hasn't."""
    for found, name, attribute in _getatts(template):
        resource = template.resource(name)
        if resource is None or not _closed_attributes(resource.kind) or attribute not in attributes(resource.kind):
            continue
        there = attributes(resource.kind)
        slip = misspelled(rng, attribute, lambda name, there=there: name in there)
        if slip is None:
            continue
        if isinstance(found.argument, SequenceNode):
            yield change(f"GetAtt {name}.{attribute} -> {slip}", written(template.text, found.argument.value[1], slip))
        else:
            edit = within(template.text, found.argument, f"{name}.{attribute}", f"{name}.{slip}")
            yield change(f"GetAtt {name}.{attribute} -> {slip}", edit)


def _closed_attributes(kind: str) -> bool:
    return schema(kind) is not None and not kind.startswith("AWS::CloudFormation::")


def _subs(template: Template) -> Iterator[tuple[ScalarNode, set[str]]]:
    for found in [] if template.transformed else template.calls():
        if found.name != "Fn::Sub":
            continue
        own: set[str] = set()
        if isinstance(found.argument, SequenceNode) and len(found.argument.value) == 2:
            own = {each.key.value for each in entries(found.argument.value[1])}
        text = own_text(found.node)
        if text is not None:
            yield text, own


@mutation(_AREA, "Sub variable misspelled")
def sub(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """The name in ${…}, or the attribute behind it."""
    for text, own in _subs(template):
        for variable in sorted(set(_SUB.findall(text.value))):
            name, dot, attribute = variable.partition(".")
            resource = template.resource(name)
            if dot and resource and _closed_attributes(resource.kind) and rng.random() < 0.5:
                there = attributes(resource.kind)
                tail = misspelled(rng, attribute, lambda name, there=there: name in there)
                slip = tail and f"{name}.{tail}"
            else:
                prefix = "AWS::" if name.startswith("AWS::") else ""
                known = own | template.referable
                head = misspelled(rng, name.removeprefix(prefix), lambda name, known=known: name in known)
                slip = head and f"{prefix}{head}{dot}{attribute}"
            if slip:
                edit = within(template.text, text, f"${{{variable}}}", f"${{{slip}}}")
                yield change(f"${{{variable}}} -> ${{{slip}}}", edit)


@mutation(_AREA, "DependsOn misspelled")
def depends_on(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A logical ID that there isn't; one is added where a resource depends on nothing yet."""
    for resource in [] if template.transformed else template.resources:
        given = get(resource.node, "DependsOn")
        for item in items(given):
            slip = isinstance(item, ScalarNode) and misspelled(rng, item.value, template.referable.__contains__)
            if slip:
                yield change(f"DependsOn {item.value} -> {slip}", written(template.text, item, slip))
        if given is None and rng.random() < 0.2:
            slip = misspelled(rng, resource.name, template.referable.__contains__)
            first = entries(resource.node)[0]
            yield slip and change(f"{resource.name}: DependsOn {slip}", put_before(first, ("DependsOn", f'"{slip}"')))


@mutation(_AREA, "condition misspelled")
def condition(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """The name of a condition, wherever one may stand."""
    names = template.names("Conditions")
    for node in _condition_names(template):
        slip = misspelled(rng, node.value, names.__contains__) if node.value in names else None
        if slip:
            skip = 1 if node.tag.startswith("!") and node.value in node.tag else 0
            yield change(f"condition {node.value} -> {slip}", within(template.text, node, node.value, slip, skip))


def _condition_names(template: Template) -> Iterator[ScalarNode]:
    for found in template.calls():
        if found.name == "Fn::If" and isinstance(found.argument, SequenceNode) and found.argument.value:
            yield found.argument.value[0]
        elif found.name == "Condition" and isinstance(found.argument, ScalarNode):
            yield found.argument
    for section in ("Resources", "Outputs"):
        for each in entries(template.section(section)):
            named = entry(each.value, "Condition")
            if named and isinstance(named.value, ScalarNode):
                yield named.value


@mutation(_AREA, "mapping misspelled")
def mapping(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """The map of a FindInMap, or one of its keys where it is written out."""
    maps = template.section("Mappings")
    for found in [] if template.transformed else template.calls():
        given = found.argument
        if found.name != "Fn::FindInMap" or not isinstance(given, SequenceNode) or len(given.value) != 3:
            continue
        for item in given.value:
            text = literal(item)
            slip = misspelled(rng, text, lambda name: name in template.names("Mappings")) if text else None
            if slip and not _key_somewhere(maps, slip):
                yield change(f"FindInMap {text} -> {slip}", written(template.text, item, slip))


def _key_somewhere(node: MappingNode | None, name: str) -> bool:
    return any(each.key.value == name or _key_somewhere(each.value, name) for each in entries(node))


@mutation(_AREA, "circular dependency")
def circle(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """What a resource needs is made to wait for it."""
    for resource in [] if template.transformed else template.resources:
        for name in sorted(_needs(template, resource.node) - {resource.name}):
            needed = template.resource(name)
            if needed is None or entry(needed.node, "DependsOn"):
                continue
            if {get(needed.node, "Condition") is None, get(resource.node, "Condition") is None} != {True}:
                continue
            if rng.random() < 0.3:
                edit = put_before(entries(needed.node)[0], ("DependsOn", f'"{resource.name}"'))
                yield change(f"{name} depends on {resource.name}, which needs it", edit)


def _needs(template: Template, node: MappingNode) -> set[str]:
    found = set()
    for each in template.calls(node):
        if each.name == "Ref" and isinstance(each.argument, ScalarNode):
            found.add(each.argument.value)
        elif each.name == "Fn::GetAtt" and isinstance(each.argument, ScalarNode):
            found.add(each.argument.value.split(".")[0])
        elif each.name == "Fn::Sub" and call(each.node):
            text = own_text(each.node)
            found |= {name.split(".")[0] for name in _SUB.findall(text.value if text is not None else "")}
    # What only a branch of a condition needs makes no certain circle.
    conditional = {n for c in template.calls(node) if c.name == "Fn::If" for n in _mentioned(c)}
    return (found - conditional) & template.names("Resources")


def _mentioned(found: Call) -> set[str]:
    buffer = found.node.end_mark.buffer or ""
    return set(re.findall(r"[A-Za-z0-9]+", buffer[start(found.node) : found.node.end_mark.index]))
