"""Mistakes in how a pipeline's parts fit together: artifacts, names, variables, order, what starts it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import pairwise

from yaml.nodes import MappingNode, Node, ScalarNode

from mutations.classes.configuration import actions
from mutations.registry import Mutation, change, mutation
from mutations.template import Resource, Template, known, literal, walk
from mutations.text import (
    Edit,
    end,
    entries,
    entry,
    get,
    items,
    put_before,
    removed,
    replaced,
    start,
    swapped,
    within,
    written,
)
from mutations.words import misspelled

_AREA = "pipeline"
_VARIABLE = re.compile(r"#\{([A-Za-z0-9_@-]+)\.([A-Za-z0-9_@-]+)\}")
_CLOSED = {
    ("Source", "CodeCommit"), ("Source", "CodeStarSourceConnection"), ("Source", "S3"), ("Source", "ECR"),
    ("Source", "GitHub"), ("Deploy", "CloudFormationStackSet"), ("Deploy", "Lambda"),
}  # fmt: skip


def _pipelines(template: Template) -> list[Resource]:
    return template.of("AWS::CodePipeline::Pipeline")


def _stages(pipeline: Resource) -> list[Node]:
    """The stages that are written out, not chosen by a condition."""
    return [stage for stage in items(get(pipeline.properties, "Stages")) if entry(stage, "Actions")]


def _categories(template: Template, stage: Node) -> list[str]:
    return [action.category for action in actions(template, get(stage, "Actions"))]


def _artifacts(template: Template, root: Node, side: str) -> Iterator[ScalarNode]:
    for action in actions(template, root):
        for item in items(get(action.node, side)):
            name = known(item, "Name")
            if name is not None:
                yield name


@mutation(_AREA, "artifact renamed at one end")
def artifact(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """An input that no action makes, or an output that its consumers miss."""
    for pipeline in _pipelines(template):
        made = list(_artifacts(template, pipeline.properties, "OutputArtifacts"))
        used = list(_artifacts(template, pipeline.properties, "InputArtifacts"))
        names = {node.value for node in made}
        for node in used + [node for node in made if node.value in {each.value for each in used}]:
            slip = misspelled(rng, node.value, names.__contains__)
            yield slip and change(f"artifact {node.value} -> {slip}", written(template.text, node, slip))


@mutation(_AREA, "artifact made twice or not at all")
def artifact_counts(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """Artifacts where an action takes none, none where it needs one, one name for two."""
    for pipeline in _pipelines(template):
        made = [node.value for node in _artifacts(template, pipeline.properties, "OutputArtifacts")]
        for action in actions(template, pipeline.properties):
            first = entries(action.node)[0]
            given = entry(action.node, "InputArtifacts")
            if action.category == "Approval" and made:
                yield change(
                    "an approval with an input", put_before(first, ("InputArtifacts", f'[{{"Name": "{made[0]}"}}]'))
                )
            needs = {"CodeBuild", "CodeDeploy", "ECS", "ElasticBeanstalk", "CodeDeployToECS"}
            if given and (action.provider in needs or (action.provider == "S3" and action.category == "Deploy")):
                yield change(f"{action.provider}: no input", removed(given))
            if action.category == "Source" and not given and made:
                yield change(
                    "a source with an input", put_before(first, ("InputArtifacts", f'[{{"Name": "{made[0]}"}}]'))
                )
        outputs = list(_artifacts(template, pipeline.properties, "OutputArtifacts"))
        if len(outputs) > 1 and outputs[0].value != outputs[1].value:
            yield change("one artifact made twice", written(template.text, outputs[1], outputs[0].value))


@mutation(_AREA, "source misplaced")
def source(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """The source stage second, or the pipeline without another stage."""
    for pipeline in _pipelines(template):
        stages = _stages(pipeline)
        if len(stages) > 1 and len(stages) == len(items(get(pipeline.properties, "Stages"))):
            yield change("the source stage second", *swapped(template.text, stages[0], stages[1]))
            yield change("the source stage last", *swapped(template.text, stages[0], stages[-1]))
            yield change("no stage but the source's", Edit(end(stages[0]), end(stages[-1]), ""))


@mutation(_AREA, "name given twice")
def names(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """Two actions of a stage, or two stages, of the same name; a namespace of two actions."""
    for pipeline in _pipelines(template):
        stages = [known(stage, "Name") for stage in _stages(pipeline)]
        spaces = [known(action.node, "Namespace") for action in actions(template, pipeline.properties)]
        groups = [stages, spaces]
        for stage in _stages(pipeline):
            groups.append([known(action.node, "Name") for action in actions(template, get(stage, "Actions"))])
        for group in groups:
            there = [node for node in group if node is not None]
            for one, other in pairwise(there):
                if one.value != other.value:
                    yield change(
                        f"{other.value} -> {one.value}, there already", written(template.text, other, one.value)
                    )


@mutation(_AREA, "name with a character it can't have")
def characters(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A blank or a slash in the name of a stage, an action or an artifact."""
    for pipeline in _pipelines(template):
        nodes = [
            known(node, "Name") for node in walk(get(pipeline.properties, "Stages")) if entry(node, "ActionTypeId")
        ]
        nodes += [known(stage, "Name") for stage in _stages(pipeline)]
        for node in nodes:
            if node is not None and len(node.value) > 3 and rng.random() < 0.4:
                slip = node.value[:2] + rng.choice([" ", "/", "&"]) + node.value[2:]
                yield change(f"name {slip}", replaced(node, f'"{slip}"'))


def _uses(pipeline: Resource) -> Iterator[tuple[ScalarNode, str, str]]:
    for node in walk(get(pipeline.properties, "Stages")):
        if isinstance(node, ScalarNode):
            for namespace, name in _VARIABLE.findall(node.value):
                yield node, namespace, name


@mutation(_AREA, "variable misspelled")
def variable(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A namespace that no action has, or a key that it doesn't export."""
    for pipeline in _pipelines(template):
        spaces = {}
        for action in actions(template, pipeline.properties):
            space = known(action.node, "Namespace")
            if space is not None:
                spaces[space.value] = (action.category, action.provider)
        for node, namespace, name in _uses(pipeline):
            slip = misspelled(rng, namespace, lambda word, spaces=spaces: word in spaces)
            if slip:
                edit = within(template.text, node, f"#{{{namespace}.{name}", f"#{{{slip}.{name}")
                yield change(f"#{{{namespace}.{name}}} -> {slip}", edit)
            if spaces.get(namespace) in _CLOSED or namespace in ("codepipeline", "variables"):
                tail = misspelled(rng, name)
                edit = within(template.text, node, f"{namespace}.{name}}}", f"{namespace}.{tail}}}")
                yield tail and change(f"#{{{namespace}.{name}}} -> {tail}", edit)


@mutation(_AREA, "variable used too early")
def early(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """The namespace goes to an action that runs after those that use it."""
    for pipeline in _pipelines(template):
        used = {namespace for _, namespace, _ in _uses(pipeline)}
        there = actions(template, pipeline.properties)
        if not there:
            continue
        last = there[-1]
        for action in there[:-1]:
            space = entry(action.node, "Namespace")
            if space is None or entry(last.node, "Namespace") or literal(space.value) not in used:
                continue
            put = put_before(entries(last.node)[0], ("Namespace", f'"{space.value.value}"'))
            yield change(f"namespace {space.value.value} given by the last action", removed(space), put)


@mutation(_AREA, "approval after the deployment")
def approval(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """The deployment that the approval was to guard goes first, and nothing comes after the approval."""
    for pipeline in _pipelines(template):
        stages = _stages(pipeline)
        kinds = [_categories(template, stage) for stage in stages]
        for index, kind in enumerate(kinds[:-1]):
            if set(kind) == {"Approval"} and index == len(stages) - 2 and set(kinds[-1]) <= {"Deploy", "Invoke"}:
                yield change("the approval last", *swapped(template.text, stages[index], stages[-1]))
        if stages and len(kinds) > 1:
            yield from _orders(template, stages[-1])


def _orders(template: Template, stage: Node) -> Iterator[Mutation | None]:
    there = actions(template, get(stage, "Actions"))
    orders = [known(action.node, "RunOrder") for action in there]
    for action, order in zip(there, orders, strict=True):
        if action.category == "Approval" and order is not None:
            rest = [node for each, node in zip(there, orders, strict=True) if each.category == "Deploy"]
            if rest and all(node is not None for node in rest) and len(rest) + 1 == len(there):
                yield change("the approval's run order last", written(template.text, order, "9"))


@mutation(_AREA, "feature of V2 in V1")
def version_one(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """Triggers, variables, execution modes, conditions and managed compute in a pipeline of type V1."""
    for pipeline in _pipelines(template):
        kind = known(pipeline.properties, "PipelineType")
        if kind is not None and kind.value == "V2" and _needs_v2(template, pipeline):
            yield change("V2 -> V1", written(template.text, kind, "V1"))
        elif kind is not None and kind.value == "V1":
            first = entries(pipeline.properties)[0]
            yield change("queued, in V1", put_before(first, ("ExecutionMode", '"QUEUED"')))
            yield change("variables, in V1", put_before(first, ("Variables", '[{"Name": "A", "DefaultValue": "b"}]')))
        elif kind is None and get(pipeline.properties, "PipelineType") is None:
            first = entries(pipeline.properties)[0]
            yield change(
                "V1 with queued executions", put_before(first, ("PipelineType", '"V1"'), ("ExecutionMode", '"QUEUED"'))
            )


_ONLY_V2 = {
    ("Compute", "Commands"), ("Deploy", "EC2"), ("Deploy", "EKS"), ("Deploy", "Lambda"),
    ("Build", "ECRBuildAndPublish"),
}  # fmt: skip


def _needs_v2(template: Template, pipeline: Resource) -> bool:
    mode = known(pipeline.properties, "ExecutionMode")
    conditions = ("BeforeEntry", "OnSuccess", "OnFailure")
    return (
        entry(pipeline.properties, "Triggers") is not None
        or entry(pipeline.properties, "Variables") is not None
        or (mode is not None and mode.value != "SUPERSEDED")
        or any(entry(stage, name) for stage in _stages(pipeline) for name in conditions)
        or any((each.category, each.provider) in _ONLY_V2 for each in actions(template, pipeline.properties))
    )


@mutation(_AREA, "trigger of nothing")
def trigger(template: Template, rng: random.Random) -> Iterator[Mutation | None]:
    """A trigger whose source action there isn't; a condition with a result or a rule that there isn't."""
    for pipeline in _pipelines(template):
        for node in walk(get(pipeline.properties, "Triggers")):
            named = known(node, "SourceActionName")
            slip = misspelled(rng, named.value) if named is not None else None
            yield slip and change(f"trigger of {slip}", written(template.text, named, slip))
        for node in walk(get(pipeline.properties, "Stages")):
            rule = get(node, "RuleTypeId")
            if rule is None:
                continue
            given = known(rule, "Provider")
            slip = given is not None and misspelled(rng, given.value)
            yield slip and change(f"rule {given.value} -> {slip}", written(template.text, given, slip))
            for each in entries(get(node, "Configuration")):
                slip = misspelled(rng, each.key.value)
                yield slip and change(f"rule key {each.key.value} -> {slip}", written(template.text, each.key, slip))


@mutation(_AREA, "started twice")
def twice(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """A source that is polled although an event rule starts the pipeline."""
    rules = [rule for rule in template.of("AWS::Events::Rule") if "codepipeline" in _text(template, rule.node)]
    for action in actions(template):
        node = known(action.configuration, "PollForSourceChanges")
        if node is None or node.value != "false" or action.provider not in ("CodeCommit", "S3"):
            continue
        wanted = "aws.codecommit" if action.provider == "CodeCommit" else "aws.s3"
        if (
            any(wanted in _text(template, rule.node) for rule in rules)
            and len(template.of("AWS::CodePipeline::Pipeline")) == 1
        ):
            yield change("polled besides", written(template.text, node, "true"))
            yield change("polled by default besides", removed(entry(action.configuration, "PollForSourceChanges")))


def _text(template: Template, node: Node) -> str:
    return template.text[start(node) : end(node)]


@mutation(_AREA, "started by nothing")
def never(template: Template, _: random.Random) -> Iterator[Mutation | None]:
    """The rule that starts the pipeline is gone."""
    pipelines = template.of("AWS::CodePipeline::Pipeline")
    for each in entries(template.section("Resources")):
        if not isinstance(each.value, MappingNode) or literal(get(each.value, "Type")) != "AWS::Events::Rule":
            continue
        text = _text(template, each.value)
        alone = len(re.findall(rf"\b{each.key.value}\b", template.text)) == 1
        starts = "aws.codecommit" in text or "aws.s3" in text
        sources = [action for action in actions(template) if action.category == "Source"]
        if alone and starts and "codepipeline" in text and len(pipelines) == 1 and len(sources) == 1:
            yield change(f"no {each.key.value}", removed(each))
