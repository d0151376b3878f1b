"""The policy documents of a template, by where they stand.

Trust policies are left out: they name principals instead of resources, and the judges that read policies
know nothing of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from template.resolver import Resolver


@dataclass(frozen=True)
class PolicyDocument:
    """One resolved policy document."""

    place: str
    """Logical ID, and the policy's name where a resource has several."""
    document: dict[str, Any]
    identity_based: bool
    """Attached to a role or user, as opposed to a bucket, topic or repository."""


# Resource types with one resource policy, and the property that holds it.
_RESOURCE_POLICIES = {
    "AWS::ECR::Repository": "RepositoryPolicyText",
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::S3::BucketPolicy": "PolicyDocument",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
}


def policies(resolver: Resolver) -> list[PolicyDocument]:
    """Every policy document of the template but trust policies."""
    found = []
    for logical_id, resource in resolver.resources().items():
        properties = resource["Properties"]
        for policy in properties.get("Policies", []) if resource["Type"] == "AWS::IAM::Role" else []:
            found.append(PolicyDocument(f"{logical_id}/{policy['PolicyName']}", policy["PolicyDocument"], True))
        if resource["Type"] in ("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy"):
            found.append(PolicyDocument(logical_id, properties["PolicyDocument"], True))
        held_by = _RESOURCE_POLICIES.get(resource["Type"])
        if held_by in properties:
            found.append(PolicyDocument(logical_id, properties[held_by], False))
    return found


def statements(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The statements of a document, which may be a single one."""
    held = document["Statement"]
    return held if isinstance(held, list) else [held]


def as_list(value: Any) -> list[Any]:
    """IAM writes a list of one as the one."""
    return value if isinstance(value, list) else [value]
