"""What the hook tells CodeDeploy, whatever the version under test does."""

import io

import pytest
from smoke import index

EVENT = {"DeploymentId": "d-1", "LifecycleEventHookExecutionId": "hook-1"}
APPSPEC = b"""version: 0.0
Resources:
  - cart:
      Type: AWS::Lambda::Function
      Properties:
        Name: "shop-cart"
        Alias: "live"
        CurrentVersion: "6"
        TargetVersion: "7"
"""


class Aws:
    """CodeDeploy, S3 and Lambda, as far as the hook knows them."""

    def __init__(self, answer):
        self.answer = answer
        self.invoked = None
        self.told = None

    def get_deployment(self, **asked):
        assert asked == {"deploymentId": "d-1"}
        location = {"bucket": "artifacts", "key": "cart.yaml"}
        return {"deploymentInfo": {"revision": {"s3Location": location}}}

    def get_object(self, **asked):
        assert asked == {"Bucket": "artifacts", "Key": "cart.yaml"}
        return {"Body": io.BytesIO(APPSPEC)}

    def invoke(self, **asked):
        self.invoked = asked["FunctionName"]
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def put_lifecycle_event_hook_execution_status(self, **told):
        self.told = told


def told(monkeypatch, answer):
    aws = Aws(answer)
    monkeypatch.setattr(index.boto3, "client", lambda _service: aws)
    index.handler(EVENT, None)
    assert aws.invoked == "shop-cart:7"
    assert aws.told["deploymentId"] == "d-1"
    assert aws.told["lifecycleEventHookExecutionId"] == "hook-1"
    return aws.told["status"]


def test_lets_a_version_have_traffic_that_answers(monkeypatch):
    assert told(monkeypatch, {"StatusCode": 200}) == "Succeeded"


def test_stops_a_version_that_fails(monkeypatch):
    assert told(monkeypatch, {"FunctionError": "Unhandled"}) == "Failed"


def test_tells_codedeploy_and_the_log_of_an_error(monkeypatch):
    aws = Aws(PermissionError("not allowed"))
    monkeypatch.setattr(index.boto3, "client", lambda _service: aws)
    with pytest.raises(PermissionError):
        index.handler(EVENT, None)
    assert aws.told["status"] == "Failed"
