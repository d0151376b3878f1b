"""AWS::CloudWatch::Alarm over moto's CloudWatch."""

from __future__ import annotations

from moto.cloudwatch.models import cloudwatch_backends

from emulator.resource import Resource, resource


@resource("AWS::CloudWatch::Alarm")
class Alarm(Resource):
    """An alarm that never changes its state."""

    def create(self) -> None:
        """Creates or overwrites it."""
        get = self.properties.get
        cloudwatch_backends[self.account_id][self.region].put_metric_alarm(
            name=self.name,
            namespace=get("Namespace"),
            metric_name=get("MetricName"),
            comparison_operator=self.properties["ComparisonOperator"],
            evaluation_periods=self.properties["EvaluationPeriods"],
            period=get("Period"),
            threshold=get("Threshold"),
            statistic=get("Statistic"),
            description=get("AlarmDescription", ""),
            dimensions=get("Dimensions", []),
            alarm_actions=get("AlarmActions", []),
            treat_missing_data=get("TreatMissingData"),
        )

    def remove(self) -> None:
        """Deletes it."""
        cloudwatch_backends[self.account_id][self.region].delete_alarms([self.name])
