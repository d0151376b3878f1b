"""A valid template, read so that its places can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mutations.text import entries, entry, get, items

_LONG = {
    "Ref", "Condition", "Fn::Base64", "Fn::Cidr", "Fn::FindInMap", "Fn::GetAtt", "Fn::GetAZs", "Fn::If",
    "Fn::ImportValue", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::Sub", "Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or",
    "Fn::Transform", "Fn::Length", "Fn::ToJsonString",
}  # fmt: skip


@dataclass(frozen=True)
class Call:
    """An intrinsic function, in whichever form it was written."""

    name: str
    """`Ref`, `Condition`, or `Fn::…`."""
    node: Node
    """The whole call."""
    argument: Node
    """What it is given; in the short form the very node."""


@dataclass(frozen=True)
class Resource:
    """A resource of a template."""

    name: str
    kind: str
    key: ScalarNode
    node: MappingNode

    @property
    def properties(self) -> Node | None:
        """Its properties."""
        return get(self.node, "Properties")


class Template:
    """A template's text and its nodes."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path
        with path.open(encoding="utf-8", newline="") as file:
            self.text = file.read()
        # PyYAML takes no tab between JSON's tokens; a blank is as long.
        text = self.text.replace("\t", " ") if path.suffix == ".json" else self.text
        loader = yaml.SafeLoader(text)
        self.root = loader.get_single_node()
        _remember(self.root, text)

    def section(self, name: str) -> Node | None:
        """The value of a top-level key."""
        return get(self.root, name)

    @cached_property
    def transformed(self) -> bool:
        """Whether something adds to the template what can't be read in it."""
        return self.section("Transform") is not None or "Fn::Transform" in self.text or "::MODULE" in self.text

    @cached_property
    def opaque(self) -> bool:
        """Whether a macro of unknown making goes over the whole template."""
        names = [item.value for item in items(self.section("Transform")) if isinstance(item, ScalarNode)]
        return any(not name.startswith("AWS::") for name in names)

    @cached_property
    def resources(self) -> list[Resource]:
        """All resources that stand in the template as such."""
        found = []
        for each in entries(self.section("Resources")):
            kind = get(each.value, "Type")
            if isinstance(kind, ScalarNode) and isinstance(each.value, MappingNode):
                found.append(Resource(each.key.value, kind.value, each.key, each.value))
        return found

    def of(self, *kinds: str) -> list[Resource]:
        """The resources of these types."""
        return [resource for resource in self.resources if resource.kind in kinds]

    def resource(self, name: str) -> Resource | None:
        """The resource of that logical ID."""
        return next((resource for resource in self.resources if resource.name == name), None)

    def names(self, section: str) -> set[str]:
        """The keys of a section."""
        return {each.key.value for each in entries(self.section(section))}

    @cached_property
    def referable(self) -> set[str]:
        """What a Ref may name, pseudo parameters aside."""
        return self.names("Resources") | self.names("Parameters")

    def calls(self, root: Node | None = None) -> Iterator[Call]:
        """Every intrinsic function below a node, the whole template by default."""
        for node in walk(root or self.root):
            found = call(node)
            if found:
                yield found


def _remember(root: Node, text: str) -> None:
    # PyYAML's marks keep no text for scanned strings; the ends of block scalars need it.
    for node in walk(root):
        node.end_mark.buffer = text


def walk(node: Node | None) -> Iterator[Node]:
    """A node and everything below it, each once even where an alias repeats it."""
    seen: set[int] = set()
    stack = [node] if node is not None else []
    while stack:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, MappingNode):
            stack.extend(reversed([part for pair in current.value for part in pair]))
        elif isinstance(current, SequenceNode):
            stack.extend(reversed(current.value))


def call(node: Node | None) -> Call | None:
    """The intrinsic function that a node is."""
    if node is None:
        return None
    if node.tag.startswith("!") and len(node.tag) > 1:
        name = node.tag[1:]
        return Call(name if name in ("Ref", "Condition") else f"Fn::{name}", node, node)
    if isinstance(node, MappingNode) and len(node.value) == 1:
        key, value = node.value[0]
        if isinstance(key, ScalarNode) and key.value in _LONG and key.value != "Condition":
            return Call(key.value, node, value)
    return None


def literal(node: Node | None) -> str | None:
    """The text of a scalar that stands for itself."""
    if isinstance(node, ScalarNode) and not node.tag.startswith("!"):
        return node.value
    return None


def own_text(node: Node | None) -> ScalarNode | None:
    """The scalar that holds a value's text: itself, or the text that Fn::Sub is given."""
    found = call(node)
    if found and found.name == "Fn::Sub":
        given = found.argument
        if isinstance(given, SequenceNode):
            given = given.value[0] if given.value else None
        return given if isinstance(given, ScalarNode) else None
    return node if isinstance(node, ScalarNode) and not found else None


def known(node: Node | None, name: str) -> ScalarNode | None:
    """The entry's value, where it is a literal scalar."""
    found = entry(node, name)
    return found.value if found and literal(found.value) is not None else None
