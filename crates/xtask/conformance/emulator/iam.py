"""AWS::IAM::Role and ManagedPolicy over moto's IAM, which can create but not change them."""

from __future__ import annotations

import json
from typing import Any

from moto.iam.models import IAMBackend, iam_backends

from emulator.resource import Resource, resource
from template.attributes import PARTITION


class _IamResource(Resource):
    @property
    def backend(self) -> IAMBackend:
        """moto's IAM in this account."""
        return iam_backends[self.account_id][PARTITION]


@resource("AWS::IAM::Role")
class Role(_IamResource):
    """A role with its inline policies."""

    def create(self) -> None:
        """Creates it, if its policies are valid."""
        get = self.properties.get
        self.backend.create_role(
            role_name=self.name,
            assume_role_policy_document=json.dumps(self.properties["AssumeRolePolicyDocument"]),
            path=get("Path", "/"),
            permissions_boundary=get("PermissionsBoundary"),
            description=get("Description", ""),
            tags=get("Tags", []),
            max_session_duration=get("MaxSessionDuration"),
        )
        self._put_policies()

    def _put_policies(self) -> None:
        for policy in self.properties.get("Policies", []):
            self.backend.put_role_policy(self.name, policy["PolicyName"], json.dumps(policy["PolicyDocument"]))
        for arn in self.properties.get("ManagedPolicyArns", []):
            self.backend.attach_role_policy(arn, self.name)

    def _drop_policies(self) -> None:
        for name in self.backend.list_role_policies(self.name):
            self.backend.delete_role_policy(self.name, name)
        for arn in self.properties.get("ManagedPolicyArns", []):
            self.backend.detach_role_policy(arn, self.name)

    def remove(self) -> None:
        """Deletes it with its policies."""
        self._drop_policies()
        self.backend.delete_role(self.name)

    def change(self, properties: dict[str, Any]) -> None:
        """Keeps the role itself, and with it the sessions that have assumed it."""
        self._drop_policies()
        self.properties = properties
        self.backend.update_assume_role_policy(self.name, json.dumps(properties["AssumeRolePolicyDocument"]))
        self._put_policies()


@resource("AWS::IAM::ManagedPolicy")
class ManagedPolicy(_IamResource):
    """A customer managed policy."""

    def create(self) -> None:
        """Creates it, if its document is valid."""
        self.backend.create_policy(
            description=self.properties.get("Description", ""),
            path=self.properties.get("Path", "/"),
            policy_document=json.dumps(self.properties["PolicyDocument"]),
            policy_name=self.name,
            tags=self.properties.get("Tags", []),
        )

    def remove(self) -> None:
        """Deletes it."""
        self.backend.delete_policy(self.physical_resource_id)
