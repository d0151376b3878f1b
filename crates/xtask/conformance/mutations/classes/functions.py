"""Mistakes in Lambda functions, versions, aliases and permissions."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from yaml.nodes import ScalarNode

from mutations.registry import Mutation, change, mutation
from mutations.template import Resource, Template, call, known, literal, own_text
from mutations.text import Edit, end, entries, entry, get, put_before, removed, start, within, written
from mutations.words import misspelled

_AREA = "lambda"


def _functions(template: Template) -> list[Resource]:
    return template.of("AWS::Lambda::Function")


@mutation(_AREA, "runtime misspelled or past its end")
def runtime(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A runtime that there isn't, or that takes no functions any more."""
    for function in _functions(template):
        node = known(function.properties, "Runtime")
        if node is None:
            continue
        wrong = [misspelled(rng, node.value), node.value.replace("3.", "3"), "python2.7", "nodejs12.x", "python4.0"]
        for name in rng.sample([name for name in wrong if name and name != node.value], 2):
            yield change(f"runtime {name}", written(template.text, node, name))


@mutation(_AREA, "handler that can't be called")
def handler(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """No function behind the module; for inline code, another module than `index` or a function that there isn't."""
    for function in _functions(template):
        node, language = known(function.properties, "Handler"), known(function.properties, "Runtime")
        if node is None or language is None:
            continue
        # What a Sub with values of its own becomes isn't known before the deployment.
        inline = get(function.properties, "Code", "ZipFile")
        code = inline if literal(inline) else None
        module, _, name = node.value.rpartition(".")
        if language.value.startswith(("python", "nodejs")) and "." not in module:
            yield change("a module alone", written(template.text, node, module or name))
        elif language.value.startswith("java"):
            yield change("one colon for two", written(template.text, node, node.value.replace("::", ":")))
        elif language.value.startswith("ruby"):
            yield change("a file alone", written(template.text, node, "function"))
        if code is not None and module == "index":
            yield change(
                "another module", written(template.text, node, f"{rng.choice(['main', 'app', 'lambda'])}.{name}")
            )
            slip = misspelled(rng, name, lambda word, code=code: word in code.value)
            if slip and language.value.startswith("python"):
                yield change(f"function {slip}", written(template.text, node, f"index.{slip}"))


@mutation(_AREA, "inline Python that doesn't parse")
def python(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A colon, a bracket or a quote left out, a line indented wrongly, a keyword misspelled."""
    for function in _functions(template):
        language = known(function.properties, "Runtime")
        code = own_text(get(function.properties, "Code", "ZipFile"))
        if language is None or not language.value.startswith("python") or code is None or code.style != "|":
            continue
        base = start(code)
        raw = template.text[base : end(code)]
        for says, pattern in (
            ("a colon left out", r"(?m)^ *(?:def|class|if|for|while|try|except|else|with)\b[^\n#]*(:)(?=\r?\n)"),
            ("a bracket left out", r"(?m)\w(\()[^()\n]*\)(?=\r?$)"),
            ("a bracket left open", r"(?m)\w\([^()\n]*(\))(?=\r?$)"),
            ("a keyword misspelled", r"(?m)^ *(def|class|import|from|return)\b(?= \w)"),
            ("two operators", r"(?m)^ *\w+ (=) [^\n]"),
        ):
            there = list(re.finditer(pattern, raw))
            for match in rng.sample(there, min(2, len(there))):
                wrong = {"a keyword misspelled": match[1] + "x", "two operators": "= ="}.get(says, "")
                yield change(says, Edit(base + match.start(1), base + match.end(1), wrong))


@mutation(_AREA, "inline code that Lambda doesn't take")
def inline(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """Inline code for a runtime without it, or beside another place of the code."""
    for function in _functions(template):
        language = known(function.properties, "Runtime")
        code = get(function.properties, "Code")
        if language is None or entry(code, "ZipFile") is None:
            continue
        for other in ("java21", "provided.al2023"):
            yield change(f"inline code for {other}", written(template.text, language, other))
        first = entries(code)[0]
        yield change(
            "inline code and a bucket", put_before(first, ("S3Bucket", '"example-code"'), ("S3Key", '"a.zip"'))
        )


@mutation(_AREA, "code missing or contradictory")
def package(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A zip without a handler or runtime, an image with one, a bucket without a key."""
    for function in _functions(template):
        if template.transformed:
            continue
        there = {each.key.value: each for each in entries(function.properties)}
        if "PackageType" in there:
            yield change("an image with a runtime", put_before(there["PackageType"], ("Runtime", '"python3.13"')))
            continue
        for name in ("Handler", "Runtime"):
            if name in there:
                yield change(f"{function.name}: no {name}", removed(there[name]))
        key = entry(get(function.properties, "Code"), "S3Key")
        yield key and change("a bucket without a key", removed(key))


@mutation(_AREA, "alias or version of another function")
def alias(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """An alias that points to a version of another function of the template."""
    versions = template.of("AWS::Lambda::Version")
    for each in template.of("AWS::Lambda::Alias"):
        mine = _function_of(each)
        node = get(each.properties, "FunctionVersion")
        found = call(node)
        if not found or found.name != "Fn::GetAtt" or mine is None:
            continue
        for version in versions:
            other = _function_of(version)
            text = template.text[start(node) : end(node)]
            own = next((name for name in (v.name for v in versions) if re.search(rf"\b{name}\b", text)), None)
            if other and other != mine and own:
                yield change(f"{each.name} to {version.name}", within(template.text, node, own, version.name))


def _function_of(resource: Resource) -> str | None:
    found = call(get(resource.properties, "FunctionName"))
    if not found or found.name not in ("Ref", "Fn::GetAtt"):
        return None
    given = found.argument
    if isinstance(given, ScalarNode):
        return given.value.split(".")[0]
    return given.value[0].value


@mutation(_AREA, "permission wrong")
def permission(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A principal, an action or a source that gives nobody the right."""
    for each in template.of("AWS::Lambda::Permission"):
        principal, action = known(each.properties, "Principal"), known(each.properties, "Action")
        if principal is not None and principal.value.endswith(".amazonaws.com"):
            service = principal.value.removesuffix(".amazonaws.com")
            slip = misspelled(rng, service)
            yield slip and change(f"principal {slip}", written(template.text, principal, f"{slip}.amazonaws.com"))
            yield change("a principal's domain", written(template.text, principal, f"{service}.aws.com"))
        if action is not None and action.value == "lambda:InvokeFunction":
            slip = misspelled(rng, "InvokeFunction")
            yield slip and change(f"action {slip}", written(template.text, action, f"lambda:{slip}"))


@mutation(_AREA, "permission dropped")
def unpermitted(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """An event source that may not call the function of this very template."""
    if template.transformed:
        return
    for each in entries(template.section("Resources")):
        kind = known(each.value, "Type")
        if kind is None or kind.value != "AWS::Lambda::Permission":
            continue
        function = _function_of(Resource(each.key.value, kind.value, each.key, each.value))
        source = call(get(each.value, "Properties", "SourceArn"))
        service = known(get(each.value, "Properties"), "Principal")
        wanted = ("events.amazonaws.com", "sns.amazonaws.com")
        resource = template.resource(function) if function else None
        if resource is None or source is None or service is None or service.value not in wanted:
            continue
        alone = len(re.findall(rf"\b{each.key.value}\b", template.text)) == 1
        yield (alone and change(f"no {each.key.value}", removed(each))) or None
