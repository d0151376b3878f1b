"""Changes that are no mistakes: whoever reports one has looked at the layout, not at what is said.

They are the campaign's control: a checker that complains about everything would find every mistake.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator

from yaml.nodes import ScalarNode, SequenceNode

from mutations.registry import HARMLESS, Mutation, change, mutation
from mutations.template import Template, call, literal, walk
from mutations.text import Edit, end, entries, get, replaced, start
from template.reading import read_yaml

_SUB = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")


def _is_yaml(template: Template) -> bool:
    return template.path.suffix == ".yaml"


@mutation(HARMLESS, "a comment or a blank line")
def comment(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """Between two resources, in the column of their keys or none."""
    there = entries(template.section("Resources"))
    if not there or there[0].mapping.flow_style:
        return
    for each in rng.sample(there, min(3, len(there))):
        line = start(each.key) - each.key.start_mark.column
        text = rng.choice(
            ["# what follows is needed\n", "\n", f"{' ' * each.key.start_mark.column}# note: a comment\n"]
        )
        if template.text[line : start(each.key)].strip() == "":
            yield change(f"before {each.key.value}", Edit(line, line, text if _is_yaml(template) else "\n"))


@mutation(HARMLESS, "a value in quotes")
def quoted(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A text that needed none gets quotes, or the other kind."""
    nodes = [node for node in walk(template.section("Resources")) if literal(node) and node.style in (None, "'")]
    for node in rng.sample(nodes, min(4, len(nodes))) if _is_yaml(template) else []:
        plain = (
            re.fullmatch(r"[A-Za-z][A-Za-z0-9 ./:_*-]*", node.value)
            and "\n" not in template.text[start(node) : end(node)]
        )
        # An anchor belongs to the node's text; a key may not be quoted after a question mark only.
        if plain and "&" not in template.text[start(node) : end(node)]:
            yield change(f"{node.value[:30]} in quotes", replaced(node, f'"{node.value}"'))


@mutation(HARMLESS, "a short form written long")
def long_form(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """`!Ref X` as `{"Ref": "X"}`, `!GetAtt X.Y` as its list, `!Sub` as a mapping."""
    found = [each for each in template.calls() if each.node is each.argument and isinstance(each.node, ScalarNode)]
    for each in rng.sample(found, min(6, len(found))):
        value = each.node.value
        if "\n" in value or '"' in value or "\\" in value:
            continue
        if each.name == "Ref":
            wanted = f'{{"Ref": "{value}"}}'
        elif each.name == "Fn::GetAtt":
            name, attribute = value.split(".", 1)
            wanted = f'{{"Fn::GetAtt": ["{name}", "{attribute}"]}}'
        elif each.name == "Fn::Sub":
            wanted = f'{{"Fn::Sub": "{value}"}}'
        else:
            continue
        yield change(wanted, replaced(each.node, wanted))


@mutation(HARMLESS, "entries in another order")
def order(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """Two neighbours in a resource, or among its properties, change places."""
    if "&" in template.text and "*" in template.text and "anchors" in template.name:
        return
    for resource in template.resources:
        for mapping in (resource.node, resource.properties):
            pairs = entries(mapping)
            if len(pairs) < 2 or call(mapping) or rng.random() > 0.2:
                continue
            one = rng.randrange(len(pairs) - 1)
            first, second = pairs[one], pairs[one + 1]
            if _one_line(template, first) and _one_line(template, second):
                yield change(f"{second.key.value} before {first.key.value}", *_exchanged(template, first, second))


def _one_line(template: Template, pair) -> bool:
    text = template.text[start(pair.key) : end(pair.value)]
    return "\n" not in text and "&" not in text


def _exchanged(template: Template, first, second) -> list[Edit]:
    one, other = (start(first.key), end(first.value)), (start(second.key), end(second.value))
    return [Edit(*one, template.text[slice(*other)]), Edit(*other, template.text[slice(*one)])]


@mutation(HARMLESS, "a logical ID renamed everywhere")
def renamed(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """The resource and all that refers to it."""
    if template.transformed:
        return
    for resource in template.resources:
        name = resource.name
        places = re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", template.text)
        if len(name) > 3 and len(places) == _references(template, name) and rng.random() < 0.5:
            text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", f"{name}Renamed", template.text)
            yield change(f"{name} -> {name}Renamed", Edit(0, len(template.text), text))


def _references(template: Template, name: str) -> int:
    count = 1
    for each in template.calls():
        given = each.argument
        if each.name == "Ref" and literal_text(given) == name:
            count += 1
        elif each.name == "Fn::GetAtt":
            head = given.value[0].value if isinstance(given, SequenceNode) else literal_text(given).split(".")[0]
            count += head == name
        elif each.name == "Fn::Sub":
            text = given.value[0] if isinstance(given, SequenceNode) else given
            count += _SUB.findall(text.value).count(name)
    for resource in template.resources:
        given = get(resource.node, "DependsOn")
        count += sum(literal_text(node) == name for node in walk(given) if isinstance(node, ScalarNode)) if given else 0
    return count


def literal_text(node) -> str:
    """A scalar's text, whatever its tag."""
    return node.value if isinstance(node, ScalarNode) else ""


@mutation(HARMLESS, "the whole template as JSON")
def as_json(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """Every function in its long form, every anchor written out."""
    if _is_yaml(template):
        # Without blanks: a template near the limit of its size must not go over it.
        whole = json.dumps(read_yaml(template.text), separators=(",", ":"), default=str, ensure_ascii=False)
        yield change("as JSON", Edit(0, len(template.text), whole))


@mutation(HARMLESS, "a description or a tag changed")
def words(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """Words that are for people."""
    for node in walk(template.root):
        for each in entries(node):
            value = literal(each.value)
            if (
                each.key.value not in ("Description", "AlarmDescription", "AssertDescription")
                or not value
                or "\n" in value
            ):
                continue
            if re.fullmatch(r"[A-Za-z ,.]+", value) and rng.random() < 0.5:
                yield change("other words", replaced(each.value, '"Some other words"'))
