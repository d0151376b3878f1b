"""Changing a template's text in one place and leaving every other character as it was.

Nodes are PyYAML's, composed from the very text; JSON is YAML here.
"""

from __future__ import annotations

from dataclasses import dataclass

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode


@dataclass(frozen=True)
class Edit:
    """Characters to replace."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Entry:
    """A key of a mapping, and its value."""

    key: ScalarNode
    value: Node
    mapping: MappingNode
    index: int


def applied(text: str, edits: list[Edit]) -> str:
    """The text with the edits made; they must not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def entries(node: Node | None) -> list[Entry]:
    """The entries of a mapping, none for anything else."""
    if not isinstance(node, MappingNode):
        return []
    pairs = enumerate(node.value)
    return [Entry(key, value, node, index) for index, (key, value) in pairs if isinstance(key, ScalarNode)]


def entry(node: Node | None, name: str) -> Entry | None:
    """The entry of that name."""
    return next((found for found in entries(node) if found.key.value == name), None)


def get(node: Node | None, *names: str) -> Node | None:
    """The value behind these keys."""
    for name in names:
        found = entry(node, name)
        if found is None:
            return None
        node = found.value
    return node


def items(node: Node | None) -> list[Node]:
    """The elements of a list; a single node is its own list, as IAM has it."""
    if isinstance(node, SequenceNode):
        return list(node.value)
    return [] if node is None else [node]


def start(node: Node) -> int:
    """The first character of a node, its tag included."""
    return node.start_mark.index


def end(node: Node) -> int:
    """Behind the last character that belongs to a node, without the line ends and comments that follow it."""
    if isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end(last[1] if isinstance(last, tuple) else last)
    text = node.end_mark.buffer
    index = node.end_mark.index
    if isinstance(node, ScalarNode) and node.style in ("|", ">") and text is not None:
        while index > node.start_mark.index and text[index - 1] in " \r\n":
            index -= 1
    return index


def removed(found: Entry) -> Edit | None:
    """Takes an entry out; None when it is the mapping's only one."""
    pairs = found.mapping.value
    if found.index + 1 < len(pairs):
        return Edit(start(found.key), start(pairs[found.index + 1][0]), "")
    if found.index == 0:
        return None
    return Edit(end(pairs[found.index - 1][1]), end(found.value), "")


def removed_item(sequence: SequenceNode, index: int) -> Edit | None:
    """Takes an element out of a list; None when it is the only one."""
    if index + 1 < len(sequence.value):
        return Edit(start(sequence.value[index]), start(sequence.value[index + 1]), "")
    if index == 0:
        return None
    return Edit(end(sequence.value[index - 1]), end(sequence.value[index]), "")


def put_before(found: Entry, *pairs: tuple[str, str]) -> Edit:
    """Puts entries before another one; values are given as they are to stand there, in flow style."""
    at = start(found.key)
    if found.mapping.flow_style:
        return Edit(at, at, "".join(f'"{key}": {value}, ' for key, value in pairs))
    indent = " " * found.key.start_mark.column
    return Edit(at, at, "".join(f"{key}: {value}\n{indent}" for key, value in pairs))


def put_item_before(sequence: SequenceNode, value: str) -> Edit | None:
    """Puts an element before a list's first one; the value as it is to stand there, in flow style."""
    if not sequence.value:
        return None
    first = sequence.value[0]
    if sequence.flow_style:
        return Edit(start(first), start(first), f"{value}, ")
    # The dash stands in the column of the list itself.
    return Edit(start(first), start(first), f"{value}\n{' ' * sequence.start_mark.column}- ")


def swapped(text: str, first: Node, second: Node) -> list[Edit]:
    """Two nodes of the same depth change places."""
    one, other = text[start(first) : end(first)], text[start(second) : end(second)]
    return [Edit(start(first), end(first), other), Edit(start(second), end(second), one)]


def within(text: str, node: Node, old: str, new: str, nth: int = 0) -> Edit | None:
    """Replaces a piece of a node's own text; None where it isn't there literally."""
    at = start(node) - 1
    for _ in range(nth + 1):
        at = text.find(old, at + 1, end(node))
        if at < 0:
            return None
    return Edit(at, at + len(old), new)


def written(text: str, node: ScalarNode, value: str) -> Edit | None:
    """Another value for a scalar of one line, in the quotes that it has; None where that can't be done safely."""
    raw = text[start(node) : end(node)]
    if node.value not in raw or "\n" in raw or not node.value or node.style in ("|", ">"):
        return None
    return within(text, node, node.value, value)


def replaced(node: Node, value: str) -> Edit:
    """Another text in the place of a whole node."""
    return Edit(start(node), end(node), value)
