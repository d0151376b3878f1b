"""Reads a template the way CloudFormation does: YAML 1.1 with the short forms of its functions.

The result is the long form (`{"Fn::Sub": …}`), which is also what a JSON template holds. Duplicate keys
are an error, because PyYAML alone would silently keep the last one.
"""

from __future__ import annotations

from typing import Any

import yaml


class CloudFormationLoader(yaml.SafeLoader):
    """PyYAML's safe loader, taught CloudFormation's tags."""


def _construct_mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in mapping:
            raise ValueError(f"duplicate key {key!r} at line {key_node.start_mark.line + 1}")
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


def _construct_function(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        # A tagged scalar is a string whatever it looks like: `!Sub 0123` has no number in it.
        value: Any = node.value
        if name == "Fn::GetAtt":
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = _construct_mapping(loader, node)
    return {name: value}


CloudFormationLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_mapping)
CloudFormationLoader.add_multi_constructor("!", _construct_function)


def read_yaml(text: str) -> dict[str, Any]:
    """The template in long form."""
    return yaml.load(text, Loader=CloudFormationLoader)
