"""AWS::Logs::LogGroup over moto's CloudWatch Logs, which can create but not change it."""

from __future__ import annotations

from typing import Any

from moto.logs.models import LogsBackend, logs_backends

from emulator.resource import Resource, resource


@resource("AWS::Logs::LogGroup")
class LogGroup(Resource):
    """A log group."""

    @property
    def _backend(self) -> LogsBackend:
        return logs_backends[self.account_id][self.region]

    def create(self) -> None:
        """Creates it with its retention."""
        self._backend.create_log_group(self.name, self.calls()[0].parameters.get("tags", {}))
        self._apply()

    def _apply(self) -> None:
        if "RetentionInDays" in self.properties:
            self._backend.put_retention_policy(self.name, self.properties["RetentionInDays"])

    def remove(self) -> None:
        """Deletes it."""
        self._backend.delete_log_group(self.name)

    def change(self, properties: dict[str, Any]) -> None:
        """Keeps its events."""
        self.properties = properties
        self._apply()
