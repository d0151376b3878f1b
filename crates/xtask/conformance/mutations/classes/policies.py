"""Mistakes in what policies grant: resources, wildcards, guards, and what a statement must have."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from mutations.classes.statements import Statement, statements
from mutations.registry import Mutation, change, mutation
from mutations.template import Template, known, literal, own_text
from mutations.text import Edit, entries, entry, get, items, put_item_before, removed, replaced, start, within
from mutations.words import misspelled

_AREA = "iam"
_ARN = re.compile(r"arn:(?:aws[a-z-]*|\$\{AWS::Partition\}):([a-z0-9-]+):")
_ELSEWHERE = {
    "s3": "sns",
    "logs": "s3",
    "codebuild": "codepipeline",
    "codepipeline": "codebuild",
    "codedeploy": "lambda",
}
_ELSEWHERE |= {"lambda": "dynamodb", "iam": "sts", "ssm": "secretsmanager", "secretsmanager": "ssm", "dynamodb": "sqs"}
_ELSEWHERE |= {"states": "lambda", "codecommit": "codebuild", "events": "sqs", "cloudformation": "s3", "ec2": "ecs"}


def _services(statement: Statement) -> set[str]:
    return {node.value.split(":")[0].lower() for node in statement.literals("Action")}


def _arns(template: Template) -> Iterator[tuple[Statement, ScalarNode, re.Match[str]]]:
    for statement in statements(template):
        if not statement.identity or literal(get(statement.node, "Effect")) != "Allow":
            continue
        for item in items(get(statement.node, "Resource")):
            text = own_text(item)
            match = text is not None and _ARN.match(text.value)
            if match and len(_services(statement)) == 1:
                yield statement, text, match


@mutation(_AREA, "ARN of another service")
def other_service(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A resource that none of the statement's actions works on."""
    for statement, text, match in _arns(template):
        there = match[1]
        actions = list(statement.literals("Action"))
        if (
            there in _services(statement)
            and there in _ELSEWHERE
            and len(actions) == len(items(get(statement.node, "Action")))
        ):
            edit = within(template.text, text, f":{there}:", f":{_ELSEWHERE[there]}:")
            yield change(f"{there} -> {_ELSEWHERE[there]}", edit)


@mutation(_AREA, "ARN malformed")
def malformed(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A part left out, a colon too few, a partition or prefix misspelled."""
    for _, text, match in _arns(template):
        head = match[0]
        yield change("a part left out", within(template.text, text, head, head[: -len(match[1]) - 1]))
        if rng.random() < 0.5:
            yield change("arn misspelled", within(template.text, text, "arn:", rng.choice(["anr:", "am:", "arn;"])))
        if "arn:aws:" in text.value:
            yield change("partition misspelled", within(template.text, text, "arn:aws:", "arn:awz:"))
        if match[1] == "s3" and ":s3:::" in text.value:
            yield change("a colon too few", within(template.text, text, ":s3:::", ":s3::"))


def _identity(template: Template) -> Iterator[Statement]:
    for statement in statements(template):
        if statement.identity and literal(get(statement.node, "Effect")) == "Allow":
            yield statement


@mutation(_AREA, "everything allowed")
def star(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """`*` on `*`, or all of a service on everything."""
    for statement in _identity(template):
        action, resource = entry(statement.node, "Action"), entry(statement.node, "Resource")
        if not action or not resource or not _short(action.value) or not _short(resource.value):
            continue
        yield change("* on *", replaced(action.value, '"*"'), replaced(resource.value, '"*"'))


def _short(node) -> bool:
    # Only what can be replaced without touching the lines around it.
    return isinstance(node, ScalarNode) or node.flow_style


@mutation(_AREA, "needless wildcard")
def wildcard(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """`*` where the actions take a resource that the statement named."""
    wanted = {
        "s3:GetObject",
        "s3:PutObject",
        "lambda:InvokeFunction",
        "sns:Publish",
        "codebuild:StartBuild",
        "kms:Decrypt",
    }
    wanted |= {
        "codepipeline:StartPipelineExecution",
        "dynamodb:GetItem",
        "sqs:SendMessage",
        "secretsmanager:GetSecretValue",
    }
    for statement in _identity(template):
        resource = entry(statement.node, "Resource")
        names = {node.value for node in statement.literals("Action")}
        if resource and names and names <= wanted and _short(resource.value) and not entry(statement.node, "Condition"):
            yield change(f"{', '.join(sorted(names))} on *", replaced(resource.value, '"*"'))


@mutation(_AREA, "PassRole without a service")
def pass_role(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """iam:PassRole on every role, to every service."""
    for statement in _identity(template):
        given = get(statement.document, "Statement")
        if isinstance(given, SequenceNode) and given.value and given.value[0] is statement.node:
            passing = '{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}'
            yield change("PassRole on every role", put_item_before(given, passing))
        condition = entry(statement.node, "Condition")
        if condition and any(node.value == "iam:PassRole" for node in statement.literals("Action")):
            yield change("PassRole without its condition", removed(condition))


@mutation(_AREA, "part of a statement missing")
def part(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """No action, no resource, no principal, no effect."""
    for statement in statements(template):
        names = ["Action", "Effect"]
        names += ["Resource"] if statement.identity else ["Principal"]
        for name in names:
            found = entry(statement.node, name)
            yield found and change(f"{statement.resource.name}: no {name}", removed(found))


@mutation(_AREA, "key of a statement misspelled")
def key(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A key that no statement has."""
    there = {
        "Sid",
        "Effect",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Principal",
        "NotPrincipal",
        "Condition",
    }
    for statement in statements(template):
        for each in entries(statement.node):
            if each.key.value in there and rng.random() < 0.3:
                slip = misspelled(rng, each.key.value, there.__contains__)
                yield slip and change(f"{each.key.value} -> {slip}", _renamed(template, each.key, slip))


def _renamed(template: Template, node: ScalarNode, slip: str) -> Edit | None:
    return within(template.text, node, node.value, slip)


@mutation(_AREA, "Version of a policy missing")
def version(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """The policy falls back to the language of 2008."""
    seen: set[int] = set()
    for statement in statements(template):
        found = entry(statement.document, "Version")
        if found and id(statement.document) not in seen:
            seen.add(id(statement.document))
            yield change(f"{statement.resource.name}: no Version", removed(found))


@mutation(_AREA, "principal where none may be")
def principal(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A principal in a role's own policy, a resource in its trust policy."""
    for statement in statements(template):
        first = entries(statement.node)[0]
        at = start(first.key)
        if statement.identity and first.mapping.flow_style:
            yield change("a principal", Edit(at, at, '"Principal": "*", '))
        elif statement.trust and first.mapping.flow_style:
            yield change("a resource", Edit(at, at, '"Resource": "*", '))
        elif statement.identity:
            yield change("a principal", Edit(at, at, 'Principal: "*"\n' + " " * first.key.start_mark.column))


@mutation(_AREA, "policy too large")
def size(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """More than 10,240 characters in a role's inline policies."""
    for resource in template.of("AWS::IAM::Role"):
        for policy in items(get(resource.properties, "Policies")):
            given = get(policy, "PolicyDocument", "Statement")
            if isinstance(policy, MappingNode) and isinstance(given, SequenceNode):
                many = ", ".join(f'"arn:aws:s3:::bucket-{number:04}/*"' for number in range(400))
                statement = f'{{"Effect": "Allow", "Action": "s3:GetObject", "Resource": [{many}]}}'
                yield change("400 more buckets", put_item_before(given, statement))
                break


@mutation(_AREA, "trust without its guard")
def guard(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """The condition that keeps other accounts' resources from using the role is gone."""
    for statement in statements(template):
        condition = entry(statement.node, "Condition")
        service = known(get(statement.node, "Principal"), "Service")
        known_to_send = ("codebuild.amazonaws.com", "codedeploy.amazonaws.com", "events.amazonaws.com")
        if not statement.trust or not condition or service is None or service.value not in known_to_send:
            continue
        if "aws:Source" in _text(template, condition.value):
            yield change(f"no condition for {service.value}", removed(condition))


def _text(template: Template, node) -> str:
    return template.text[start(node) : node.end_mark.index]
