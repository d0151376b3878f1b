"""AWS::S3::Bucket and BucketPolicy over moto's S3.

Of a bucket's properties only those that a pipeline's behaviour depends on take effect: versioning. The
policy is kept for the authorization of requests, which reads it there.
"""

from __future__ import annotations

import json
from typing import Any

from moto.s3.models import S3Backend, s3_backends

from emulator.resource import Resource, resource
from template.attributes import PARTITION


class _S3Resource(Resource):
    @property
    def backend(self) -> S3Backend:
        """moto's S3 in this account."""
        return s3_backends[self.account_id][PARTITION]


@resource("AWS::S3::Bucket")
class Bucket(_S3Resource):
    """A bucket."""

    def create(self) -> None:
        """Creates it."""
        self.backend.create_bucket(self.name, self.region)
        self._apply()

    def _apply(self) -> None:
        versioning = self.properties.get("VersioningConfiguration", {}).get("Status")
        if versioning:
            self.backend.put_bucket_versioning(self.name, versioning)

    def remove(self) -> None:
        """Deletes it."""
        self.backend.delete_bucket(self.name)

    def change(self, properties: dict[str, Any]) -> None:
        """Keeps its objects."""
        self.properties = properties
        self._apply()


@resource("AWS::S3::BucketPolicy")
class BucketPolicy(_S3Resource):
    """A bucket's policy."""

    def create(self) -> None:
        """Sets it."""
        policy = json.dumps(self.properties["PolicyDocument"]).encode()
        self.backend.put_bucket_policy(self.properties["Bucket"], policy)

    def remove(self) -> None:
        """Unsets it, if its bucket is still there."""
        if self.properties["Bucket"] in self.backend.buckets:
            self.backend.delete_bucket_policy(self.properties["Bucket"])
