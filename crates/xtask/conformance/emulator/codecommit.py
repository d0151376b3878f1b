"""AWS::CodeCommit::Repository over moto's CodeCommit."""

from __future__ import annotations

from moto.codecommit.models import codecommit_backends

from emulator.resource import Resource, resource


@resource("AWS::CodeCommit::Repository")
class Repository(Resource):
    """An empty repository."""

    def create(self) -> None:
        """Creates it."""
        backend = codecommit_backends[self.account_id][self.region]
        created = backend.create_repository(self.name, self.properties.get("RepositoryDescription", ""))
        created["repositoryId"] = self.physical_resource_id

    def remove(self) -> None:
        """Deletes it."""
        codecommit_backends[self.account_id][self.region].delete_repository(self.name)
