"""Mistakes in values that only show where they lead: through parameters, references, functions, and twice."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from mutations.registry import Mutation, change, mutation
from mutations.schema import places, schema
from mutations.template import Template, call, known, literal, own_text, walk
from mutations.text import Edit, end, entries, entry, get, items, put_before, put_item_before, replaced, start, written
from mutations.words import misspelled

_AREA = "template"
_RESOLVE = re.compile(r"\{\{resolve:(ssm-secure|ssm|secretsmanager):[^}]*\}\}")


@mutation(_AREA, "value that a parameter or mapping brings")
def brought(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A default, an allowed value or an entry of a mapping that the property behind it doesn't take."""
    for place in [] if template.transformed else places(template):
        values = {str(value).lower() for value in place.schema.get("enum", [])}
        found = call(place.node)
        for node in _origins(template, found.name, found.argument) if found else []:
            if node.value.lower() in values:
                slip = misspelled(rng, node.value, lambda word, values=values: word.lower() in values)
                yield slip and change(f"{node.value} -> {slip}", written(template.text, node, slip))
            elif re.fullmatch(r"\d+", node.value) and "maximum" in place.schema:
                beyond = str(int(place.schema["maximum"]) + 1)
                yield change(f"{node.value} -> {beyond}", written(template.text, node, beyond))


def _origins(template: Template, name: str, argument) -> Iterator[ScalarNode]:
    if name == "Ref" and isinstance(argument, ScalarNode):
        parameter = get(template.section("Parameters"), argument.value)
        allowed = items(get(parameter, "AllowedValues"))
        if allowed and all(literal(item) is not None for item in allowed):
            # The default must stay one of them, or another rule finds it.
            default = literal(get(parameter, "Default"))
            yield from (item for item in allowed if item.value != default)
        elif known(parameter, "Default") is not None:
            yield known(parameter, "Default")
    elif name == "Fn::FindInMap" and isinstance(argument, SequenceNode):
        keys = [literal(item) for item in argument.value]
        for row in entries(get(template.section("Mappings"), keys[0] or "")):
            node = known(row.value, keys[-1] or "")
            if node is not None:
                yield node


@mutation(_AREA, "reference that a condition leaves dangling")
def dangling(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A resource that others need gets a condition that they don't have."""
    conditions = sorted(template.names("Conditions"))
    if template.transformed or not conditions:
        return
    for resource in template.resources:
        if entry(resource.node, "Condition") or not _needed_always(template, resource.name):
            continue
        name = rng.choice(conditions)
        yield change(
            f"{resource.name} only if {name}", put_before(entries(resource.node)[0], ("Condition", f'"{name}"'))
        )


def _needed_always(template: Template, name: str) -> bool:
    """Whether a resource without a condition refers to it outside every If."""
    for resource in template.resources:
        if resource.name == name or entry(resource.node, "Condition"):
            continue
        for found in template.calls(resource.properties) if resource.properties is not None else []:
            if found.name == "Fn::If":
                break
        else:
            for found in template.calls(resource.properties) if resource.properties is not None else []:
                if found.name == "Ref" and getattr(found.argument, "value", None) == name:
                    return True
    return False


@mutation(_AREA, "name that two resources share")
def shared(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """Two resources of one type, of one name, where AWS takes the name once."""
    for resource in [] if template.transformed else template.resources:
        found = schema(resource.kind) or {}
        identifier = [path.removeprefix("/properties/") for path in found.get("primaryIdentifier", [])]
        if len(identifier) != 1 or identifier[0] in [p.split("/")[-1] for p in found.get("readOnlyProperties", [])]:
            continue
        mine = known(resource.properties, identifier[0])
        for other in template.of(resource.kind):
            theirs = known(other.properties, identifier[0])
            same = get(other.node, "Condition") is None and get(resource.node, "Condition") is None
            if other.name > resource.name and mine is not None and theirs is not None and same:
                yield change(f"{other.name} called {mine.value}", written(template.text, theirs, mine.value))


@mutation(_AREA, "name where an ARN is needed")
def name_for_arn(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """`!Ref Role` for the role's ARN."""
    # CodeBuild's ServiceRole and ECS's TaskRoleArn take a name too.
    wanted = {"Role", "RoleArn", "ServiceRoleArn", "ExecutionRoleArn", "IamRoleArn"}
    for resource in [] if template.transformed else template.resources:
        for each in entries(resource.properties):
            found = call(each.value)
            if each.key.value not in wanted or not found or found.name != "Fn::GetAtt":
                continue
            text = template.text[start(each.value) : end(each.value)]
            role = next((one for one in template.of("AWS::IAM::Role") if re.search(rf"\b{one.name}\b", text)), None)
            if role:
                yield change(f"{resource.name}: Ref {role.name}", replaced(each.value, f'{{"Ref": "{role.name}"}}'))


@mutation(_AREA, "Sub forgotten")
def forgotten(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A text with ${…} that nothing replaces."""
    for found in [] if template.transformed else template.calls():
        given = found.argument
        if found.name != "Fn::Sub" or not isinstance(given, ScalarNode) or "${AWS::" not in given.value:
            continue
        text = template.text[start(found.node) : end(found.node)]
        if found.node is given and text.startswith("!Sub "):
            yield change("no !Sub", Edit(start(given), start(given) + len("!Sub "), ""))
        elif isinstance(found.node, MappingNode) and found.node.flow_style:
            yield change("no Fn::Sub", replaced(found.node, template.text[start(given) : end(given)]))


@mutation(_AREA, "dynamic reference malformed")
def dynamic(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A service that holds no values, a secret without its name, braces that are too few."""
    for node in walk(template.section("Resources")):
        if not isinstance(node, ScalarNode) or node.style in ("|", ">"):
            continue
        raw = template.text[start(node) : end(node)]
        for match in _RESOLVE.finditer(raw):
            at = start(node) + match.start(1)
            slip = misspelled(rng, match[1], lambda word: word in ("ssm", "secretsmanager"))
            yield slip and change(f"resolve:{slip}", Edit(at, at + len(match[1]), slip))


@mutation(_AREA, "element twice in a list")
def twice(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """Where a list may hold everything once."""
    for place in places(template):
        if call(place.node) or not isinstance(place.node, SequenceNode) or not place.node.value:
            continue
        if not place.schema.get("uniqueItems"):
            continue
        value = literal(place.node.value[0])
        if value and re.fullmatch(r"[\w.:/*@ -]+", value):
            yield change(f"{value} twice", put_item_before(place.node, f'"{value}"'))


@mutation("iam", "managed policy misspelled")
def managed(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A managed policy that AWS hasn't."""
    for role in template.of("AWS::IAM::Role"):
        for item in items(get(role.properties, "ManagedPolicyArns")):
            text = own_text(item)
            match = re.search(r":iam::aws:policy/([\w/-]+)$", text.value) if text is not None else None
            if match:
                path, _, name = match[1].rpartition("/")
                for slip in (misspelled(rng, name), f"service-role/{name}" if not path else name):
                    wrong = slip and (slip if "/" in slip or (path and slip == name) else f"{path}/{slip}".lstrip("/"))
                    if wrong and wrong != match[1]:
                        at = template.text.find(match[0], start(text)) + match[0].index("policy/") + len("policy/")
                        yield change(f"policy {wrong}", Edit(at, at + len(match[1]), wrong))


@mutation("codebuild", "secret in clear")
def secret(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A token or a password among a project's plain variables."""
    for project in template.of("AWS::CodeBuild::Project"):
        variables = get(project.properties, "Environment", "EnvironmentVariables")
        for name, value in (("DATABASE_PASSWORD", "correct-horse-battery"), ("GITHUB_TOKEN", f"ghp_{'a1B2' * 9}")):
            variable = f'{{"Name": "{name}", "Value": "{value}"}}'
            if isinstance(variables, SequenceNode):
                yield change(f"{name} in clear", put_item_before(variables, variable))
            elif variables is None and entries(get(project.properties, "Environment")):
                first = entries(get(project.properties, "Environment"))[0]
                yield change(f"{name} in clear", put_before(first, ("EnvironmentVariables", f"[{variable}]")))
