"""Policies and requests said in other words that mean the same by AWS's documentation.

A simulator that reads the first wording otherwise than AWS documents it reads the second one right. So an explained
disagreement must end once the pair is reworded; which page says that both wordings are one stands in
allowed/iam-simulate.yaml.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

Pair = dict[str, Any]
Statement = dict[str, Any]

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_NEVER = {"aws:PrincipalTag/never": "never"}


def statements(pair: Pair) -> Iterator[tuple[str, Statement]]:
    """Every statement with its side."""
    for side, documents in pair["policies"].items():
        for document in documents:
            for statement in document["Statement"]:
                yield side, statement


def tests(pair: Pair) -> Iterator[tuple[Statement, str, str, list[str]]]:
    """Every operator and key of every statement, with the values as a list; may be changed on the way."""
    for _, statement in statements(pair):
        for operator, keys in list(statement.get("Condition", {}).items()):
            for key, values in list(keys.items()):
                yield statement, operator, key, values if isinstance(values, list) else [values]


def _settle(statement: Statement, operator: str, key: str, holds: bool) -> None:
    """Puts the result in the place of a test."""
    del statement["Condition"][operator][key]
    if not statement["Condition"][operator]:
        del statement["Condition"][operator]
    if not holds:
        statement["Condition"].setdefault("StringEquals", {}).update(_NEVER)
    if not statement["Condition"]:
        del statement["Condition"]


def _found(pair: Pair, key: str) -> list[str]:
    return next((values for name, values in pair["request"]["context"].items() if name.lower() == key.lower()), [])


def epoch_dates(pair: Pair) -> None:
    """Seconds since 1970 as a date."""

    def date(value: str) -> str:
        return datetime.fromtimestamp(int(value), UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value.isdigit() else value

    for statement, operator, key, values in tests(pair):
        if "Date" in operator:
            statement["Condition"][operator][key] = [date(value) for value in values]
            for name, found in pair["request"]["context"].items():
                if name.lower() == key.lower():
                    pair["request"]["context"][name] = [date(value) for value in found]


def whole_ranges(pair: Pair) -> None:
    """All addresses as two halves."""
    halves = {"0.0.0.0/0": ["0.0.0.0/1", "128.0.0.0/1"], "::/0": ["::/1", "8000::/1"]}
    for statement, operator, key, values in tests(pair):
        if "IpAddress" in operator:
            statement["Condition"][operator][key] = [half for value in values for half in halves.get(value, [value])]


def single_addresses(pair: Pair) -> None:
    """An address as the range that holds it alone."""

    def span(value: str) -> str:
        return value if "/" in value else value + ("/128" if ":" in value else "/32")

    for statement, operator, key, values in tests(pair):
        if "IpAddress" in operator:
            statement["Condition"][operator][key] = [span(value) for value in values]


def old_version(pair: Pair) -> None:
    """What only looks like a variable, in a document whose version has none, as a text that does not look like one."""

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace("${", "§{")
        if isinstance(value, list):
            return [plain(one) for one in value]
        return {name: plain(one) for name, one in value.items()} if isinstance(value, dict) else value

    for documents in pair["policies"].values():
        documents[:] = [one if one.get("Version") == "2012-10-17" else plain(one) for one in documents]
    # Texts of the request have no variables either, and must stay equal to what they are compared with.
    pair["request"]["context"] = plain(pair["request"]["context"])


def any_value_if_exists(pair: Pair) -> None:
    """`ForAnyValue:…IfExists` about a key that is not there, as what it is: true."""
    for statement, operator, key, _ in tests(pair):
        if operator.startswith("ForAnyValue:") and operator.endswith("IfExists") and not _found(pair, key):
            _settle(statement, operator, key, holds=True)


def empty_keys(pair: Pair) -> None:
    """A key without values as a key that is not there, and a key with nothing but empty texts as null."""
    context = pair["request"]["context"]
    pair["request"]["context"] = {key: values for key, values in context.items() if values}
    for statement, operator, key, values in tests(pair):
        found = _found(pair, key)
        if found and not any(found):
            if operator == "Null":
                _settle(statement, operator, key, holds="true" in values)
            elif operator.startswith("For"):
                _settle(statement, operator, key, holds=operator.startswith("ForAllValues:"))


def variables_without_value(pair: Pair) -> None:
    """What nothing matches left away: from `NotResource`, and from what negated operators test."""
    for document in [document for documents in pair["policies"].values() for document in documents]:
        if document.get("Version") != "2012-10-17":
            continue
        for statement in document["Statement"]:
            if "NotResource" in statement:
                patterns = _listed(statement["NotResource"])
                statement["NotResource"] = [one for one in patterns if not _is_null(pair, one)]
                if not statement["NotResource"]:
                    del statement["NotResource"]
                    statement["Resource"] = "*"
    for statement, operator, key, values in tests(pair):
        if "Not" not in operator or not re.search("String|Arn", operator):
            continue
        left = [value for value in values if not _is_null(pair, value)]
        if left:
            statement["Condition"][operator][key] = left
        else:
            found = _found(pair, key)
            empty = "ForAnyValue" in operator and not any(found) and (found or "IfExists" not in operator)
            _settle(statement, operator, key, holds=not empty)


def _is_null(pair: Pair, text: str) -> bool:
    names = [name for name in _VARIABLE.findall(text) if name not in ("*", "?", "$")]
    return any("," not in name and (len(_found(pair, name)) != 1 or not any(_found(pair, name))) for name in names)


def resources_filled_in(pair: Pair) -> None:
    """Resources with the variables' values in the variables' place."""
    for document in [document for documents in pair["policies"].values() for document in documents]:
        if document.get("Version") != "2012-10-17":
            continue
        for statement in document["Statement"]:
            for element in ("Resource", "NotResource"):
                if element in statement:
                    patterns = _listed(statement[element])
                    statement[element] = [_VARIABLE.sub(lambda one: _value(pair, one), text) for text in patterns]


def _value(pair: Pair, variable: re.Match[str]) -> str:
    found = _found(pair, variable[1].split(",")[0])
    # What would be read as more than a character stays a variable.
    return found[0] if len(found) == 1 and not re.search(r"[*?$]", found[0]) else variable[0]


def special_characters(pair: Pair) -> None:
    """`${$}`, and where no wildcards are `${*}` and `${?}`, as the character that it stands for."""
    for document in [document for documents in pair["policies"].values() for document in documents]:
        if document.get("Version") != "2012-10-17":
            continue
        for statement in document["Statement"]:
            for operator, keys in statement.get("Condition", {}).items():
                if re.search("String|Arn", operator):
                    special = r"\$\{([*?$])\}" if "StringEquals" in operator.replace("Not", "") else r"\$\{(\$)\}"
                    for key, values in keys.items():
                        keys[key] = [re.sub(special, r"\1", value) for value in _listed(values)]


def no_resource(pair: Pair) -> None:
    """A request that has no resource: patterns of ARNs left away, for `*` alone takes it in."""
    if pair["request"]["resource"] != "*":
        return
    for _, statement in statements(pair):
        for element in ("Resource", "NotResource"):
            if element in statement and "*" not in _listed(statement[element]):
                del statement[element]
                statement["Resource"] = "*"
                if element == "Resource":
                    statement["Condition"] = {"StringEquals": dict(_NEVER)}


def stars_past_colons(pair: Pair) -> None:
    """A star that stands for several segments as a star for each."""
    for _, statement in statements(pair):
        for element in ("Resource", "NotResource"):
            if element in statement:
                patterns = _listed(statement[element])
                statement[element] = [re.sub(r"^(arn:aws:\w+):\*:(?=\w)", r"\1:*:*:", text) for text in patterns]


def direct_grants(pair: Pair) -> None:
    """A resource's policy that names the session, or everybody, as it is without a session policy that grants less."""
    request = pair["request"]
    session = pair["policies"].get("session")
    if session is None or request["principal"].split(":")[4:5] != [request["account"]]:
        return
    named = {"*", request["principal"]}
    for side, statement in statements(pair):
        principal = statement.get("Principal", {})
        written = {"*"} if principal == "*" else set(_listed(principal.get("AWS", [])))
        if side == "resource" and statement["Effect"] == "Allow" and named & written:
            session[0]["Statement"].append({"Effect": "Allow", "Action": "*", "Resource": "*"})
            return


def _listed(values: str | list[str]) -> list[str]:
    return values if isinstance(values, list) else [values]


REWORDINGS: dict[str, Callable[[Pair], None]] = {
    one.__name__.replace("_", "-"): one
    for one in (
        epoch_dates,
        whole_ranges,
        any_value_if_exists,
        empty_keys,
        variables_without_value,
        resources_filled_in,
        special_characters,
        old_version,
        single_addresses,
        no_resource,
        stars_past_colons,
        direct_grants,
    )
}


def reworded(pair: Pair, names: list[str]) -> Pair:
    """The pair in other words, each of the rewordings after the other."""
    changed = copy.deepcopy(pair)
    for name in names:
        REWORDINGS[name](changed)
    return changed
