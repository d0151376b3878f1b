"""botocore's service models: the resolved properties must be valid input of the services' own APIs.

botocore's ParamValidator ignores enums, patterns and maximum lengths, so the shapes are walked here.
A few closed sets that the models leave open (retention periods, subscription protocols) are added from the
services' API references.
"""

from __future__ import annotations

from typing import Any, ClassVar

import regex
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from judges.bench import Control, Judge, Opinion, Stack
from template.api import MAPPED, UNMAPPED, Call, input_shape
from template.attributes import identity

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "blob": (bytes,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "timestamp": (str,),
}

_RETENTION = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
_PROTOCOLS = ("http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose")

# (service, operation, member): what the service accepts there and its model does not say.
_OPEN_SETS: dict[tuple[str, str, str], tuple[Any, ...]] = {
    ("logs", "PutRetentionPolicy", "retentionInDays"): _RETENTION,
    ("sns", "Subscribe", "Protocol"): _PROTOCOLS,
}


class ApiShapes(Judge):
    """Every resource could be created through its service's own API."""

    name: ClassVar[str] = "botocore"

    def examine_one(self, stack: Stack) -> Opinion:
        """Translates each resource to API calls and walks their input."""
        findings: list[str] = []
        calls = 0
        resolver = stack.resolver
        for logical_id, resource in resolver.resources().items():
            resource_type = resource["Type"]
            if resource_type in UNMAPPED:
                continue
            if resource_type not in MAPPED:
                findings.append(f"{logical_id}: {resource_type} is not mapped to its API in template/api.py")
                continue
            name_property = identity(resource_type).name_property
            name = resource["Properties"].get(name_property, logical_id)
            for call in MAPPED[resource_type](_valid_default(resource_type, name), resource["Properties"]):
                calls += 1
                findings += [f"{logical_id}: {complaint}" for complaint in check(call)]
        return Opinion(findings, f"{calls} calls valid")

    def controls(self, stack: Stack) -> list[Control]:
        """A wrong enum, a name over its pattern, a list over its maximum, an unknown member."""
        pipeline = stack.first("AWS::CodePipeline::Pipeline")
        project = stack.first("AWS::CodeBuild::Project")
        controls = []
        for name, logical_id, key, value, complaint in [
            ("enum", pipeline, "ExecutionMode", "SOMETIMES", "enum"),
            ("pattern", pipeline, "Name", "no spaces allowed", "pattern"),
            ("maximum", project, "TimeoutInMinutes", 100000, "maximum"),
            ("length", pipeline, "Name", "n" * 101, "maximum|pattern"),
            ("unknown", project, "Colour", "blue", "unknown member"),
            ("required", project, "ServiceRole", None, "required"),
        ]:
            template, directory = self.mutant(stack, name)
            properties = template["Resources"][logical_id]["Properties"]
            properties[key] = value
            if value is None:
                del properties[key]
            controls.append(Control(stack.broken(name, template, directory), complaint))
        return controls


def _valid_default(resource_type: str, name: str) -> str:
    # CloudFormation itself lowers the generated names of the types that demand it.
    return name.lower() if resource_type == "AWS::ECR::Repository" else name


def check(call: Call) -> list[str]:
    """What the service would object to in a call."""
    complaints = _walk(input_shape(call.service, call.operation), call.parameters, f"{call.service}:{call.operation}")
    for (service, operation, member), allowed in _OPEN_SETS.items():
        value = call.parameters.get(member)
        if (service, operation) == (call.service, call.operation) and value not in allowed:
            complaints.append(f"{service}:{operation}.{member}: {value!r} is none of {allowed}")
    return complaints


def _walk(shape: Shape, value: Any, path: str) -> list[str]:
    if isinstance(shape, StructureShape):
        if not isinstance(value, dict):
            return [f"{path}: {value!r} is not a structure"]
        complaints = [
            f"{path}: required member {name} is missing" for name in shape.required_members if name not in value
        ]
        for name, item in value.items():
            if name in shape.members:
                complaints += _walk(shape.members[name], item, f"{path}.{name}")
            else:
                complaints.append(f"{path}: unknown member {name}")
        return complaints
    if isinstance(shape, ListShape):
        if not isinstance(value, list):
            return [f"{path}: {value!r} is not a list"]
        complaints = _range(shape, len(value), path)
        for index, item in enumerate(value):
            complaints += _walk(shape.member, item, f"{path}[{index}]")
        return complaints
    if isinstance(shape, MapShape):
        if not isinstance(value, dict):
            return [f"{path}: {value!r} is not a map"]
        complaints = _range(shape, len(value), path)
        for key, item in value.items():
            complaints += _walk(shape.key, key, f"{path} key {key!r}") + _walk(shape.value, item, f"{path}[{key!r}]")
        return complaints
    return _scalar(shape, value, path)


def _scalar(shape: Shape, value: Any, path: str) -> list[str]:
    expected = _TYPES[shape.type_name]
    if not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected):
        # CloudFormation turns what a template has as text into the number or boolean that it spells.
        if isinstance(value, str) and shape.type_name != "blob":
            return _spelled(shape, value, path)
        if shape.type_name != "string" or isinstance(value, (dict, list)):
            return [f"{path}: {value!r} is not a {shape.type_name}"]
        value = str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(shape, StringShape) and shape.enum and value not in shape.enum:
        return [f"{path}: {value!r} is not in the enum {shape.enum}"]
    complaints = _range(shape, len(value) if isinstance(value, (str, bytes)) else value, path)
    pattern = shape.metadata.get("pattern")
    if pattern and isinstance(value, str) and not regex.fullmatch(_spelled_out(pattern), value, regex.DOTALL):
        complaints.append(f"{path}: {value[:80]!r} does not match the pattern {pattern}")
    return complaints


def _spelled_out(pattern: str) -> str:
    # The models are written for Java, whose characters beyond the first plane are pairs of surrogates.
    return pattern.replace(r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF")


def _spelled(shape: Shape, value: str, path: str) -> list[str]:
    if shape.type_name == "boolean":
        return [] if value in ("true", "false") else [f"{path}: {value!r} spells no boolean"]
    try:
        return _range(shape, float(value), path)
    except ValueError:
        return [f"{path}: {value!r} spells no {shape.type_name}"]


def _range(shape: Shape, size: float, path: str) -> list[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        return [f"{path}: {size} is below the minimum {least}"]
    if most is not None and size > most:
        return [f"{path}: {size} is over the maximum {most}"]
    return []
