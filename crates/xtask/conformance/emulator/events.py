"""AWS::Events::Rule over moto's EventBridge."""

from __future__ import annotations

from moto.events.models import EventsBackend, events_backends

from emulator.resource import Resource, resource


@resource("AWS::Events::Rule")
class Rule(Resource):
    """A rule with its targets."""

    @property
    def _backend(self) -> EventsBackend:
        return events_backends[self.account_id][self.region]

    def create(self) -> None:
        """Creates it, if its pattern is valid."""
        rule, *others = self.calls()
        given = rule.parameters
        self._backend.put_rule(
            self.name,
            description=given.get("Description"),
            event_bus_arn=given.get("EventBusName"),
            event_pattern=given.get("EventPattern"),
            role_arn=given.get("RoleArn"),
            scheduled_expression=given.get("ScheduleExpression"),
            state=given.get("State"),
            tags=given.get("Tags"),
        )
        for targets in others:
            self._backend.put_targets(self.name, given.get("EventBusName"), targets.parameters["Targets"])

    def remove(self) -> None:
        """Deletes it with its targets."""
        bus = self.properties.get("EventBusName")
        self._backend.remove_targets(self.name, bus, [target["Id"] for target in self.properties.get("Targets", [])])
        self._backend.delete_rule(self.name, bus)
