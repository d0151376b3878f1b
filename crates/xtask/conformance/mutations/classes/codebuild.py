"""Mistakes in build projects: the buildspec and the environment it runs in."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from yaml.nodes import ScalarNode, SequenceNode

from mutations.registry import Mutation, change, mutation
from mutations.template import Resource, Template, call, known, literal, own_text
from mutations.text import Edit, end, entry, get, start, written
from mutations.words import misspelled

_AREA = "codebuild"
_PHASES = ("install", "pre_build", "build", "post_build")
_FORMATS = ("JUNITXML", "NUNITXML", "CUCUMBERJSON", "COBERTURAXML", "CLOVERXML", "SIMPLECOV", "JACOCOXML", "TESTNGXML")
_KEYS = (
    "phases", "reports", "artifacts", "commands", "runtime-versions", "exported-variables", "secrets-manager",
    "parameter-store", "file-format", "base-directory", "discard-paths", "finally", "files", "variables",
)  # fmt: skip
_QUOTE = r'\\?"?'


def _projects(template: Template) -> list[Resource]:
    return template.of("AWS::CodeBuild::Project")


def _buildspecs(template: Template) -> Iterator[tuple[int, str]]:
    """Where each inline buildspec stands, and its text as written, escapes and all."""
    for project in _projects(template):
        node = get(project.properties, "Source", "BuildSpec")
        text: ScalarNode | None = own_text(node)
        found = call(node)
        if found and found.name == "Fn::Join" and isinstance(found.argument, SequenceNode):
            # Its pieces stand in a row; what lies between them is none of the buildspec's text.
            raw = template.text[start(node) : end(node)]
            yield start(node), raw
        elif text is not None and "phases" in text.value:
            yield start(text), template.text[start(text) : end(text)]


def _each(template: Template, pattern: str) -> Iterator[tuple[re.Match[str], int]]:
    for at, raw in _buildspecs(template):
        for match in re.finditer(pattern, raw):
            yield match, at


def _group(match: re.Match[str], at: int, group: int, text: str) -> Edit:
    return Edit(at + match.start(group), at + match.end(group), text)


@mutation(_AREA, "buildspec phase misspelled")
def phase(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A phase that CodeBuild doesn't know."""
    for match, at in _each(
        template, rf"(?<![\w/.-]){_QUOTE}(install|pre_build|build|post_build){_QUOTE}:(?=\s*(?:\\n|\n|\{{|$))"
    ):
        slip = misspelled(rng, match[1], _PHASES.__contains__)
        yield slip and change(f"phase {match[1]} -> {slip}", _group(match, at, 1, slip))


@mutation(_AREA, "buildspec version wrong or missing")
def version(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A version that there isn't, or none."""
    for match, at in _each(template, rf"({_QUOTE}version{_QUOTE}: ?){_QUOTE}(0\.2){_QUOTE}(,?(?:\\n|\n)?)"):
        for wrong in ("0.3", "2", "1.0"):
            yield change(f"version {wrong}", _group(match, at, 2, wrong))
        line_start = match.start(0)
        yield change("no version", Edit(at + line_start, at + match.end(0), _rest_of_indent(match)))


def _rest_of_indent(match: re.Match[str]) -> str:
    # In a block scalar the line that follows brings its own indentation; what stood before the version stays.
    return "# a version\n" if match[0].endswith("\n") and "\\n" not in match[0] else ""


@mutation(_AREA, "buildspec command that is no text")
def command(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A command with a colon and a blank, which makes it a mapping; commands that are a mapping."""
    for match, at in _each(template, r"commands:\s*\n\s+- (?=[a-z])([^\n'\"|>:#{\[]*)(?=\n)"):
        yield change("a command that is a mapping", _group(match, at, 1, "echo status: " + match[1]))
        first = match[1].split(" ")[0]
        yield change("a command that is a mapping", _group(match, at, 1, f"{first}: {rng.choice(['all', '1'])}"))


@mutation(_AREA, "buildspec report format misspelled")
def report(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A format that there isn't."""
    for match, at in _each(template, rf"file-format{_QUOTE}: ?{_QUOTE}({'|'.join(_FORMATS)})"):
        for _ in range(2):
            slip = misspelled(rng, match[1], _FORMATS.__contains__)
            yield slip and change(f"format {match[1]} -> {slip}", _group(match, at, 1, slip))


@mutation(_AREA, "buildspec key misspelled")
def key(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A key that its place doesn't take."""
    # At the beginning of a line, or in quotes: scripts have words with colons too.
    for match, at in _each(template, rf'(?:(?:\n|\\n) *(?:- )?"?|\\")({"|".join(_KEYS)})(?:\\?")?:'):
        slip = misspelled(rng, match[1], _KEYS.__contains__)
        yield slip and change(f"{match[1]} -> {slip}", _group(match, at, 1, slip))


@mutation(_AREA, "buildspec runtime that there isn't")
def runtime(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A language misspelled, or a version that no image has."""
    for match, at in _each(template, rf"{_QUOTE}(python|nodejs){_QUOTE}: ?{_QUOTE}([0-9.]+){_QUOTE}"):
        slip = misspelled(rng, match[1], ("python", "nodejs", "java", "ruby", "golang", "dotnet", "php").__contains__)
        yield slip and change(f"{match[1]} -> {slip}", _group(match, at, 1, slip))
        yield change(f"{match[1]} 99", _group(match, at, 2, "99"))


_UNFIT = {
    "LINUX_CONTAINER": ["BUILD_LAMBDA_1GB", "BUILD_LAMBDA_4GB"],
    "ARM_CONTAINER": ["BUILD_LAMBDA_2GB"],
    "LINUX_LAMBDA_CONTAINER": ["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_LARGE"],
    "ARM_LAMBDA_CONTAINER": ["BUILD_GENERAL1_MEDIUM"],
    "WINDOWS_SERVER_2022_CONTAINER": ["BUILD_LAMBDA_1GB"],
}


@mutation(_AREA, "compute type unfit for the environment")
def compute(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """Lambda compute for a container, or the other way round."""
    for project in _projects(template):
        environment = get(project.properties, "Environment")
        kind, size = known(environment, "Type"), known(environment, "ComputeType")
        if kind is not None and size is not None and kind.value in _UNFIT and not entry(environment, "Fleet"):
            wrong = rng.choice(_UNFIT[kind.value])
            yield change(f"{kind.value} with {wrong}", written(template.text, size, wrong))
            other = "LINUX_LAMBDA_CONTAINER" if "LAMBDA" not in kind.value else "LINUX_CONTAINER"
            yield change(f"{size.value} in {other}", written(template.text, kind, other))


@mutation(_AREA, "image unfit or misspelled")
def image(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A managed image that there isn't, or one of another architecture or kind."""
    for project in _projects(template):
        environment = get(project.properties, "Environment")
        kind, node = known(environment, "Type"), known(environment, "Image")
        # A fleet brings its own machines.
        if kind is None or node is None or not node.value.startswith("aws/codebuild/") or entry(environment, "Fleet"):
            continue
        name = node.value.removeprefix("aws/codebuild/")
        slip = misspelled(rng, name.split(":")[0])
        yield slip and change(
            f"image {slip}", written(template.text, node, f"aws/codebuild/{slip}:{name.split(':')[1]}")
        )
        yield change("an image's tag that there isn't", written(template.text, node, node.value + "9"))
        unfit = {
            "LINUX_CONTAINER": "amazonlinux-aarch64-standard:3.0",
            "ARM_CONTAINER": "amazonlinux-x86_64-standard:5.0",
            "LINUX_LAMBDA_CONTAINER": "amazonlinux-x86_64-standard:5.0",
            "ARM_LAMBDA_CONTAINER": "amazonlinux-aarch64-standard:3.0",
            "WINDOWS_SERVER_2022_CONTAINER": "standard:7.0",
        }.get(kind.value)
        yield unfit and change(f"{kind.value} with {unfit}", written(template.text, node, f"aws/codebuild/{unfit}"))


@mutation(_AREA, "source and artifacts that don't go together")
def source(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A pipeline's source without a pipeline's artifacts; no source and no buildspec."""
    for project in _projects(template):
        kind = known(get(project.properties, "Source"), "Type")
        artifacts = known(get(project.properties, "Artifacts"), "Type")
        if kind is None or artifacts is None or literal(kind) is None:
            continue
        if kind.value == "CODEPIPELINE":
            yield change("CODEPIPELINE to NO_ARTIFACTS", written(template.text, artifacts, "NO_ARTIFACTS"))
        elif artifacts.value == "NO_ARTIFACTS":
            yield change(f"{kind.value} to CODEPIPELINE", written(template.text, artifacts, "CODEPIPELINE"))
