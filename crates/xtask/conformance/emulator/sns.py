"""SNS topics, their policies and subscriptions over moto's SNS."""

from __future__ import annotations

import json
from typing import Any

from moto.sns.models import SNSBackend, sns_backends

from emulator.resource import Resource, resource


class _SnsResource(Resource):
    @property
    def backend(self) -> SNSBackend:
        """moto's SNS in this account and region."""
        return sns_backends[self.account_id][self.region]


@resource("AWS::SNS::Topic")
class Topic(_SnsResource):
    """A topic."""

    def create(self) -> None:
        """Creates it."""
        given = self.calls()[0].parameters
        tags = {tag["Key"]: tag["Value"] for tag in given.get("Tags", [])}
        self.backend.create_topic(self.name, given["Attributes"], tags)

    def remove(self) -> None:
        """Deletes it with its subscriptions."""
        self.backend.delete_topic(self.physical_resource_id)

    def change(self, properties: dict[str, Any]) -> None:
        """Keeps its subscriptions."""
        self.properties = properties


@resource("AWS::SNS::TopicPolicy")
class TopicPolicy(_SnsResource):
    """The policy of one or several topics."""

    def create(self) -> None:
        """Sets it on each."""
        for topic in self.properties["Topics"]:
            self.backend.get_topic(topic).policy = json.dumps(self.properties["PolicyDocument"])

    def remove(self) -> None:
        """Sets the default policy again on the topics that are still there."""
        for arn in self.properties["Topics"]:
            if arn in self.backend.topics:
                topic = self.backend.topics[arn]
                topic._policy_json = topic._create_default_topic_policy(self.region, self.account_id, topic.name)


@resource("AWS::SNS::Subscription")
class Subscription(_SnsResource):
    """A subscription, confirmed at once."""

    def create(self) -> None:
        """Creates it under the ARN that the template's references have."""
        given = self.calls()[0].parameters
        created = self.backend.subscribe(given["TopicArn"], given["Endpoint"], given["Protocol"])
        del self.backend.subscriptions[created.arn]
        created.arn = self.physical_resource_id
        created.attributes["SubscriptionArn"] = created.arn
        self.backend.subscriptions[created.arn] = created

    def remove(self) -> None:
        """Deletes it, if its topic has not taken it along."""
        self.backend.unsubscribe(self.physical_resource_id)
