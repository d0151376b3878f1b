"""CloudFormation's intrinsic functions, evaluated against a scope.

The scope answers what a reference is worth: the static resolver answers with plausible names, the
emulator with what it has really created. A function that is not known here is an error, never a guess.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any, Protocol

_PLACEHOLDER = re.compile(r"\$\{([^}]*)\}")


class NoValue:
    """What `AWS::NoValue` is worth: the property or list entry that holds it vanishes."""


NO_VALUE = NoValue()


class UnresolvableError(Exception):
    """A reference or function that the scope has no answer for."""


class Scope(Protocol):
    """Where references lead."""

    def ref(self, name: str) -> Any:
        """The value of `Ref`."""

    def get_att(self, name: str, attribute: str) -> Any:
        """The value of `Fn::GetAtt`."""

    def find_in_map(self, name: str, first: str, second: str) -> Any:
        """The value of `Fn::FindInMap`."""

    def condition(self, name: str) -> bool:
        """Whether a named condition holds."""


def evaluate(value: Any, scope: Scope) -> Any:
    """The value with every function in it replaced by its result."""
    if isinstance(value, list):
        items = (evaluate(item, scope) for item in value)
        return [item for item in items if item is not NO_VALUE]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        name, argument = next(iter(value.items()))
        if name in _FUNCTIONS:
            return _FUNCTIONS[name](argument, scope)
        if name.startswith("Fn::"):
            raise UnresolvableError(f"{name} is not known to the conformance suite")
    evaluated = {key: evaluate(item, scope) for key, item in value.items()}
    return {key: item for key, item in evaluated.items() if item is not NO_VALUE}


def evaluate_condition(value: Any, scope: Scope) -> bool:
    """The truth of a condition's expression."""
    if isinstance(value, dict) and len(value) == 1:
        name, argument = next(iter(value.items()))
        if name == "Condition":
            return scope.condition(argument)
        if name == "Fn::Equals":
            left, right = (evaluate(item, scope) for item in argument)
            return str(left) == str(right)
        if name == "Fn::Not":
            return not evaluate_condition(argument[0], scope)
        if name == "Fn::And":
            return all(evaluate_condition(item, scope) for item in argument)
        if name == "Fn::Or":
            return any(evaluate_condition(item, scope) for item in argument)
    raise UnresolvableError(f"not a condition: {value!r}")


def _sub(argument: Any, scope: Scope) -> str:
    text, variables = (argument, {}) if isinstance(argument, str) else argument
    known = {name: evaluate(value, scope) for name, value in variables.items()}

    def replace(match: re.Match[str]) -> str:
        name = match[1].strip()
        if name.startswith("!"):
            return "${" + name[1:] + "}"
        if name in known:
            return str(known[name])
        if "." in name:
            return str(scope.get_att(*name.split(".", 1)))
        return str(scope.ref(name))

    return _PLACEHOLDER.sub(replace, text)


def _if(argument: Any, scope: Scope) -> Any:
    name, positive, negative = argument
    return evaluate(positive if scope.condition(name) else negative, scope)


def _get_att(argument: Any, scope: Scope) -> Any:
    name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
    return scope.get_att(name, attribute)


def _find_in_map(argument: Any, scope: Scope) -> Any:
    return scope.find_in_map(*(evaluate(item, scope) for item in argument))


def _join(argument: Any, scope: Scope) -> str:
    separator, items = argument
    return separator.join(str(item) for item in evaluate(items, scope))


def _select(argument: Any, scope: Scope) -> Any:
    index, items = argument
    return evaluate(items, scope)[int(evaluate(index, scope))]


def _split(argument: Any, scope: Scope) -> list[str]:
    separator, text = argument
    return evaluate(text, scope).split(separator)


def _base64(argument: Any, scope: Scope) -> str:
    return base64.b64encode(evaluate(argument, scope).encode()).decode()


_FUNCTIONS: dict[str, Callable[[Any, Scope], Any]] = {
    "Ref": lambda argument, scope: scope.ref(argument),
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::If": _if,
    "Fn::FindInMap": _find_in_map,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Base64": _base64,
    "Fn::GetAZs": lambda _argument, scope: [scope.ref("AWS::Region") + zone for zone in "abc"],
    "Fn::ToJsonString": lambda argument, scope: json.dumps(evaluate(argument, scope)),
}
