"""IAM's evaluation of policy documents, as far as our templates use it.

Wildcards, principals, NotAction, NotResource, and the condition operators below. An operator or element that is not
known raises an error: a permission must never be taken for granted because nobody looked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from template.policies import as_list, statements


def matches(pattern: str, value: str, *, ignore_case: bool = False) -> bool:
    """IAM's wildcards: `*` for any text, `?` for one character."""
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, value, re.DOTALL | (re.IGNORECASE if ignore_case else 0)) is not None


def _any(patterns: Any, value: str, *, ignore_case: bool = False) -> bool:
    return any(matches(str(pattern), value, ignore_case=ignore_case) for pattern in as_list(patterns))


_OPERATORS: dict[str, Callable[[str, Any], bool]] = {
    "StringEquals": lambda value, wanted: value in map(str, as_list(wanted)),
    "StringEqualsIgnoreCase": lambda value, wanted: value.lower() in [str(item).lower() for item in as_list(wanted)],
    "StringNotEquals": lambda value, wanted: value not in map(str, as_list(wanted)),
    "StringLike": lambda value, wanted: _any(wanted, value),
    "StringNotLike": lambda value, wanted: not _any(wanted, value),
    "ArnEquals": lambda value, wanted: _any(wanted, value),
    "ArnLike": lambda value, wanted: _any(wanted, value),
    "ArnNotEquals": lambda value, wanted: not _any(wanted, value),
    "ArnNotLike": lambda value, wanted: not _any(wanted, value),
    "Bool": lambda value, wanted: value.lower() in [str(item).lower() for item in as_list(wanted)],
    "NumericLessThan": lambda value, wanted: float(value) < min(map(float, as_list(wanted))),
}


def _condition_holds(operator: str, key: str, wanted: Any, context: dict[str, str]) -> bool:
    value = {name.lower(): item for name, item in context.items()}.get(key.lower())
    if operator == "Null":
        return (value is None) == (str(as_list(wanted)[0]).lower() == "true")
    bare = operator.removesuffix("IfExists")
    if bare not in _OPERATORS:
        raise NotImplementedError(f"condition operator {operator}")
    if value is None:
        return operator != bare or "Not" in bare
    return _OPERATORS[bare](value, wanted)


def _applies(statement: dict[str, Any], action: str, resource: str, context: dict[str, str]) -> bool:
    if "NotAction" in statement:
        if _any(statement["NotAction"], action, ignore_case=True):
            return False
    elif not _any(statement["Action"], action, ignore_case=True):
        return False
    if "NotResource" in statement:
        if _any(statement["NotResource"], resource):
            return False
    # A trust policy has no Resource: it is about the role that holds it.
    elif "Resource" in statement and not _any(statement["Resource"], resource):
        return False
    return all(
        _condition_holds(operator, key, wanted, context)
        for operator, keys in statement.get("Condition", {}).items()
        for key, wanted in keys.items()
    )


def names(statement: dict[str, Any], kind: str, principal: str) -> bool:
    """Whether a statement of a resource or trust policy is about a principal of a kind: AWS or Service."""
    held = statement.get("Principal")
    if held is None:
        raise NotImplementedError("a resource or trust policy's statement without Principal")
    return held == "*" or bool({"*", principal} & set(as_list(held.get(kind, []))))


def allows(document: dict[str, Any], service: str, action: str, resource: str, context: dict[str, str]) -> bool:
    """Whether a resource or trust policy lets a service do something."""
    named = {"Statement": [statement for statement in statements(document) if names(statement, "Service", service)]}
    denied = applying(named, "Deny", action, resource, context)
    return bool(applying(named, "Allow", action, resource, context)) and not denied


def applying(document: dict[str, Any], effect: str, action: str, resource: str, context: dict[str, str]) -> list[int]:
    """The indices of the document's statements with this effect that apply to a request."""
    return [
        index
        for index, statement in enumerate(statements(document))
        if statement["Effect"] == effect and _applies(statement, action, resource, context)
    ]
