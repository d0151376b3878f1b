"""AWS::ECR::Repository over moto's ECR."""

from __future__ import annotations

import json
from typing import Any

from moto.ecr.models import ECRBackend, ecr_backends

from emulator.resource import Resource, resource


@resource("AWS::ECR::Repository")
class Repository(Resource):
    """A repository without images."""

    @property
    def _backend(self) -> ECRBackend:
        return ecr_backends[self.account_id][self.region]

    def create(self) -> None:
        """Creates it with its policies, which moto validates."""
        given = self.calls()[0].parameters
        self._backend.create_repository(
            repository_name=self.name,
            registry_id=None,
            encryption_config=given.get("encryptionConfiguration", {"encryptionType": "AES256"}),
            image_scan_config=given.get("imageScanningConfiguration"),
            image_tag_mutability=given.get("imageTagMutability"),
            tags=given.get("tags", []),
            image_tag_mutability_exclusion_filters=given.get("imageTagMutabilityExclusionFilters"),
        )
        self._apply()

    def _apply(self) -> None:
        lifecycle = self.properties.get("LifecyclePolicy", {}).get("LifecyclePolicyText")
        if lifecycle:
            self._backend.put_lifecycle_policy(self.account_id, self.name, lifecycle)
        policy = self.properties.get("RepositoryPolicyText")
        if policy:
            self._backend.set_repository_policy(self.account_id, self.name, json.dumps(policy))

    def remove(self) -> None:
        """Deletes it."""
        self._backend.delete_repository(self.name)

    def change(self, properties: dict[str, Any]) -> None:
        """Keeps its images."""
        self.properties = properties
        self._apply()
