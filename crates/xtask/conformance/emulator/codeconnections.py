"""AWS::CodeConnections::Connection, which moto does not know.

The judges ask the back door for it: moto has no service of that name either.
"""

from __future__ import annotations

from typing import Any

from emulator.resource import Resource, resource

# ARN of each connection, and what it was created with. All of them are pending: nobody shakes hands here.
CONNECTIONS: dict[str, dict[str, Any]] = {}


@resource("AWS::CodeConnections::Connection")
class Connection(Resource):
    """A pending connection."""

    def create(self) -> None:
        """Remembers it."""
        CONNECTIONS[self.physical_resource_id] = self.calls()[0].parameters

    def remove(self) -> None:
        """Forgets it."""
        del CONNECTIONS[self.physical_resource_id]
