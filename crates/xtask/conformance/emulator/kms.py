"""AWS::KMS::Key over moto's KMS, which can create but not change it."""

from __future__ import annotations

import json

from moto.kms.models import Key as MotoKey
from moto.kms.models import KmsBackend, kms_backends

from emulator.resource import Resource, resource


@resource("AWS::KMS::Key")
class Key(Resource):
    """A key, under the ID that the judges' resolver gives it."""

    @property
    def _backend(self) -> KmsBackend:
        return kms_backends[self.account_id][self.region]

    def create(self) -> None:
        """Creates it with its policy and tags."""
        [call] = self.calls()
        key: MotoKey = self._backend.create_key(
            policy=json.dumps(self.properties["KeyPolicy"]),
            key_usage="ENCRYPT_DECRYPT",
            key_spec="SYMMETRIC_DEFAULT",
            description=self.properties.get("Description", ""),
            tags=call.parameters.get("Tags"),
        )
        key.key_rotation_status = self.properties.get("EnableKeyRotation", False)
        del self._backend.keys[key.id]
        key.id, key.arn = self.physical_resource_id, self.get_cfn_attribute("Arn")
        self._backend.keys[key.id] = key

    def remove(self) -> None:
        """Schedules its deletion."""
        self._backend.schedule_key_deletion(self.physical_resource_id, 30)
