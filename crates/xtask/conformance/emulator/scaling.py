"""Application Auto Scaling over moto's: nothing is scaled."""

from __future__ import annotations

from typing import Any

from moto.applicationautoscaling.models import ApplicationAutoscalingBackend, applicationautoscaling_backends

from emulator.resource import Resource, resource


class _ScalingResource(Resource):
    @property
    def backend(self) -> ApplicationAutoscalingBackend:
        """moto's Application Auto Scaling in this account and region."""
        return applicationautoscaling_backends[self.account_id][self.region]

    @property
    def request(self) -> dict[str, Any]:
        """The one request that CloudFormation would make."""
        return self.calls()[0].parameters

    @property
    def scaled(self) -> tuple[str, str, str]:
        """What is scaled: service, resource, dimension."""
        return (self.request["ServiceNamespace"], self.request["ResourceId"], self.request["ScalableDimension"])


@resource("AWS::ApplicationAutoScaling::ScalableTarget")
class ScalableTarget(_ScalingResource):
    """A target."""

    def create(self) -> None:
        """Registers it."""
        limits = (self.request["MinCapacity"], self.request["MaxCapacity"])
        role, suspended = "", {"DynamicScalingInSuspended": False}
        self.backend.register_scalable_target(*self.scaled, *limits, role, suspended)

    def remove(self) -> None:
        """Forgets it."""
        self.backend.deregister_scalable_target(*self.scaled)


@resource("AWS::ApplicationAutoScaling::ScalingPolicy")
class ScalingPolicy(_ScalingResource):
    """A policy."""

    def create(self) -> None:
        """Puts it on its target."""
        body = self.request["TargetTrackingScalingPolicyConfiguration"]
        self.backend.put_scaling_policy(self.name, *self.scaled, body, self.request["PolicyType"])

    def remove(self) -> None:
        """Deletes it."""
        self.backend.delete_scaling_policy(self.name, *self.scaled)
