"""Alarms, of metrics and of other alarms, and dashboards over moto's CloudWatch."""

from __future__ import annotations

import json
import re

from moto.cloudformation.exceptions import ValidationError
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


@resource("AWS::CloudWatch::CompositeAlarm")
class CompositeAlarm(Resource):
    """An alarm over others that exist, and that never changes its state either."""

    def create(self) -> None:
        """Creates or overwrites it, if there is every alarm that its rule names."""
        backend = cloudwatch_backends[self.account_id][self.region]
        rule = self.properties["AlarmRule"]
        missing = [name for name in re.findall(r'\("([^"]*)"\)', rule) if name not in backend.alarms]
        if missing:
            raise ValidationError(message=f"the rule of {self.name} names alarms that do not exist: {missing}")
        backend.put_metric_alarm(
            name=self.name,
            namespace=None,
            metric_name=None,
            comparison_operator=None,
            evaluation_periods=None,
            period=None,
            threshold=None,
            statistic=None,
            description=self.properties.get("AlarmDescription", ""),
            dimensions=[],
            alarm_actions=self.properties.get("AlarmActions", []),
            rule=rule,
        )

    def remove(self) -> None:
        """Deletes it."""
        cloudwatch_backends[self.account_id][self.region].delete_alarms([self.name])


@resource("AWS::CloudWatch::Dashboard")
class Dashboard(Resource):
    """A dashboard."""

    def create(self) -> None:
        """Creates or overwrites it, if its body is JSON with widgets."""
        body = self.properties["DashboardBody"]
        if not isinstance(json.loads(body)["widgets"], list):
            raise ValidationError(message=f"the body of {self.name} has no list of widgets")
        cloudwatch_backends[self.account_id][self.region].put_dashboard(self.name, body)

    def remove(self) -> None:
        """Deletes it."""
        cloudwatch_backends[self.account_id][self.region].delete_dashboards([self.name])
