"""A template with every reference replaced by a plausible value, without deploying anything.

Parameters take their defaults, or a dummy that fits their constraints. Resources take their own names, or
names as CloudFormation generates them. Conditions are evaluated, and resources whose condition is false
are absent from the result.
"""

from __future__ import annotations

import re
from typing import Any

from template.attributes import ACCOUNT, PARTITION, REGION, identity, reference, resource_id
from template.intrinsics import NO_VALUE, UnresolvableError, evaluate, evaluate_condition

STACK_NAME = "conformance"

_PSEUDO_PARAMETERS: dict[str, Any] = {
    "AWS::AccountId": ACCOUNT,
    "AWS::NoValue": NO_VALUE,
    "AWS::NotificationARNs": [],
    "AWS::Partition": PARTITION,
    "AWS::Region": REGION,
    "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{STACK_NAME}/{resource_id('stack')}",
    "AWS::StackName": STACK_NAME,
    "AWS::URLSuffix": "amazonaws.com",
}

# The first pattern that fits the parameter's name decides what it means; the last fits everything.
_DUMMIES: list[tuple[str, str]] = [
    (r"(?i)e-?mail|reviewer", "reviewer@example.com"),
    (r"(?i)topic", f"arn:aws:sns:{REGION}:{ACCOUNT}:existing-topic"),
    (r"(?i)key.*arn", f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{resource_id('key')}"),
    (r"(?i)layer", f"arn:aws:lambda:{REGION}:{ACCOUNT}:layer:tools:1"),
    (r"(?i)connection", f"arn:aws:codeconnections:{REGION}:{ACCOUNT}:connection/{resource_id('connection')}"),
    (r"(?i)secret", f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:existing-Ab12Cd"),
    (r"(?i)function.*arn", f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:existing-function"),
    (r"(?i)boundary", f"arn:aws:iam::{ACCOUNT}:policy/existing"),
    (r"(?i)role", f"arn:aws:iam::{ACCOUNT}:role/existing"),
    (r"(?i)bucket", "existing-bucket"),
    (r"(?i)account", ACCOUNT),
    (r"(?i)image", f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/first:1"),
    (r"(?i)url|endpoint", "https://example.com/"),
    (r"(?i)subnet", "subnet-0123456789abcdef0"),
    (r"(?i)security", "sg-0123456789abcdef0"),
    (r"(?i)vpc", "vpc-0123456789abcdef0"),
    (r"", "existing"),
]


def dummy(name: str, parameter: dict[str, Any]) -> str:
    """A value for a parameter that has no default, checked against the parameter's own constraints."""
    if "AllowedValues" in parameter:
        return str(parameter["AllowedValues"][0])
    if parameter["Type"] == "Number":
        return str(parameter.get("MinValue", 1))
    guesses = [value for pattern, value in _DUMMIES if re.search(pattern, name)]
    # A name can mislead where the pattern is strict: any other dummy that fits will do.
    guesses += [value for _, value in _DUMMIES]
    for guess in guesses:
        if re.fullmatch(parameter.get("AllowedPattern", ".*"), guess, re.DOTALL):
            return guess
    raise UnresolvableError(f"no dummy fits the AllowedPattern of parameter {name}")


def dummies(template: dict[str, Any]) -> dict[str, str]:
    """Values for the parameters that have no default."""
    parameters = template.get("Parameters", {})
    return {name: dummy(name, value) for name, value in parameters.items() if "Default" not in value}


class Resolver:
    """A scope that answers from the template, and from the names of what has been deployed of it if given."""

    def __init__(self, template: dict[str, Any], names: dict[str, str] | None = None) -> None:
        self.template = template
        self.names = names or {}
        self.parameters = {
            name: str(value["Default"]) for name, value in template.get("Parameters", {}).items() if "Default" in value
        } | dummies(template)
        self._resolved: dict[str, dict[str, Any]] = {}

    def resources(self) -> dict[str, dict[str, Any]]:
        """Every resource that exists, with its properties resolved."""
        return {
            name: resource | {"Properties": self.properties(name)}
            for name, resource in self.template["Resources"].items()
            if "Condition" not in resource or self.condition(resource["Condition"])
        }

    def of_type(self, *types: str) -> dict[str, dict[str, Any]]:
        """The resolved properties of every resource of these types, by logical ID."""
        return {
            name: resource["Properties"] for name, resource in self.resources().items() if resource["Type"] in types
        }

    def properties(self, logical_id: str) -> dict[str, Any]:
        """One resource's properties, resolved."""
        if logical_id not in self._resolved:
            raw = self._resource(logical_id).get("Properties", {})
            self._resolved[logical_id] = evaluate(raw, self)
        return self._resolved[logical_id]

    def ref(self, name: str) -> Any:
        """A pseudo parameter's, a parameter's, or a resource's value."""
        if name in _PSEUDO_PARAMETERS:
            return _PSEUDO_PARAMETERS[name]
        if name in self.parameters:
            declared = self.template["Parameters"][name]["Type"]
            value = self.parameters[name]
            return value.split(",") if declared == "CommaDelimitedList" or declared.startswith("List<") else value
        return self._reference(name, None)

    def get_att(self, name: str, attribute: str) -> Any:
        """A resource's attribute."""
        return self._reference(name, attribute)

    def find_in_map(self, name: str, first: str, second: str) -> Any:
        """A value of the template's mappings."""
        return self.template["Mappings"][name][first][second]

    def condition(self, name: str) -> bool:
        """Whether a condition of the template holds."""
        return evaluate_condition(self.template["Conditions"][name], self)

    def _resource(self, logical_id: str) -> dict[str, Any]:
        try:
            return self.template["Resources"][logical_id]
        except KeyError:
            raise UnresolvableError(f"nothing in the template is called {logical_id}") from None

    def _reference(self, logical_id: str, attribute: str | None) -> str:
        resource = self._resource(logical_id)
        resource_type = resource["Type"]
        raw = resource.get("Properties", {})
        # Only the properties that references are made of are evaluated: two resources may well name
        # each other in properties that do not matter here.
        parts = {key: evaluate(raw[key], self) for key in _PARTS if key in raw}
        return reference(resource_type, self._name(logical_id, resource_type, raw), parts, attribute)

    def _name(self, logical_id: str, resource_type: str, raw: dict[str, Any]) -> str:
        if logical_id in self.names:
            return self.names[logical_id]
        name_property = identity(resource_type).name_property
        if name_property is not None and name_property in raw:
            return str(evaluate(raw[name_property], self))
        generated = f"{STACK_NAME}-{logical_id}-1A2B3C4D5E6F"
        return generated.lower() if resource_type in {"AWS::S3::Bucket", "AWS::ECR::Repository"} else generated


_SCALED = ("ResourceId", "ScalableDimension", "ServiceNamespace")
_PARTS = ("FunctionName", "Name", "Bucket", "TopicArn", "Value", *_SCALED)
