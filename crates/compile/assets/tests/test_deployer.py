"""Every way in which the deployer can end. The `world` fixture adds to each: one result each time, nothing leaked."""

import json
import time

import pytest
from aws_world import APPSPEC, GROUP, KEY, SECRETS, error, leaks
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

ROLLBACK = {"enabled": True, "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]}
ALARM = {"code": "ALARM_ACTIVE", "message": "Activated alarms: <orders-errors>"}


def test_succeeded(world):
    name = world.started()
    assert world.go_on().kind == "waiting"
    world.deployments[name]["status"] = "Baking"
    assert world.go_on().kind == "waiting"
    world.deployments[name]["status"] = "Succeeded"
    answer = world.go_on()
    assert (answer.kind, answer.external, answer.accepted) == ("succeeded", name, True)
    assert answer.variables == {"deploymentId": name, "version": "2"}
    (call,) = world.created()
    location = {"bucket": "artifacts", "key": KEY, "bundleType": "YAML", "version": f"{KEY}-v1"}
    assert call["revision"] == {"revisionType": "S3", "s3Location": location}
    assert world.invoked[0] in call["description"] and call["deploymentGroupName"] == GROUP


def test_failed_without_rollback(world):
    name = world.started()
    world.deployments[name] |= {
        "status": "Failed",
        "errorInformation": {"code": "HOOK_EXECUTION_FAILURE", "message": "BeforeAllowTraffic said no"},
    }
    answer = world.go_on()
    assert (answer.kind, answer.type, answer.external) == ("failed", "JobFailed", name)
    for word in (
        "HOOK_EXECUTION_FAILURE",
        "BeforeAllowTraffic said no",
        "no automatic rollback",
        "is at version 1 now",
    ):
        assert word in answer.words
    assert (
        f"https://eu-west-1.console.aws.amazon.com/codesuite/codedeploy/deployments/{name}?region=eu-west-1"
        in answer.words
    )


def test_stopped_by_a_person(world):
    name = world.started()
    stopped = {"code": "MANUAL_STOP", "message": "stopped by alice"}
    world.deployments[name] |= {"status": "Stopped", "errorInformation": stopped, "autoRollbackConfiguration": ROLLBACK}
    world.weights = {"2": 0.1}
    answer = world.go_on()
    assert answer.kind == "failed" and "stopped by alice" in answer.words
    assert "no automatic rollback" in answer.words and "{'2': 0.1}" in answer.words


@pytest.mark.parametrize("end", ["Succeeded", "Failed"])
def test_rolled_back_by_an_alarm_only_after_the_rollback_is_over(world, end):
    name = world.started()
    world.deployments[name] |= {"status": "Stopped", "errorInformation": ALARM, "autoRollbackConfiguration": ROLLBACK}
    answer = world.go_on()
    assert answer.kind == "waiting" and "no name yet" in answer.words
    back = world.deployment("InProgress", f"CodePipeline job {world.invoked[0]}", creator="codeDeployRollback")
    words = f"Automatic rollback is triggered with a DeploymentId {back}."
    world.deployments[name]["rollbackInfo"] = {"rollbackDeploymentId": back, "rollbackMessage": words}
    for _ in range(3):
        answer = world.go_on()
        assert answer.kind == "waiting" and back in answer.words
    world.deployments[back] |= {"status": end, "errorInformation": {"message": "how it went"}}
    answer = world.go_on()
    assert answer.kind == "failed"
    for word in ("ALARM_ACTIVE", "<orders-errors>", words, f"Rollback {back} {end}: how it went"):
        assert word in answer.words
    assert len(world.created()) == 1


def test_a_rollback_that_never_gets_a_name_is_said_to_be_missing(world, monkeypatch):
    name = world.started()
    world.deployments[name] |= {"status": "Failed", "autoRollbackConfiguration": ROLLBACK}
    assert world.go_on().kind == "waiting"
    now = time.time()
    monkeypatch.setattr(world.deployer.time, "time", lambda: now + 301)
    answer = world.go_on()
    assert answer.kind == "failed" and "named no rollback" in answer.words


THROTTLES = [
    ("get_alias", error("TooManyRequestsException", "GetAlias", status=429)),
    ("list_deployments", error("ThrottlingException", "ListDeployments")),
    ("get_object", error("SlowDown", "GetObject", status=503)),
    ("create_deployment", error("ThrottlingException", "CreateDeployment")),
    ("create_deployment", error("DeploymentLimitExceededException", "CreateDeployment")),
    ("create_deployment", ReadTimeoutError(endpoint_url="https://codedeploy")),
    ("create_deployment", ConnectTimeoutError(endpoint_url="https://codedeploy")),
    ("list_deployments", EndpointConnectionError(endpoint_url="https://codedeploy")),
]


@pytest.mark.parametrize(("operation", "fault"), THROTTLES)
def test_throttled_before_the_deployment(world, operation, fault):
    world.faults[operation] = [fault]
    assert world.invoke(world.event()).kind == "waiting"
    assert world.go_on().kind == "waiting"
    (name,) = world.deployments
    world.deployments[name]["status"] = "Succeeded"
    assert world.go_on().kind == "succeeded"


def test_throttled_during_the_deployment(world):
    name = world.started()
    world.faults["get_deployment"] = [
        error("ThrottlingException", "GetDeployment"),
        error("InternalError", "GetDeployment", status=500),
    ]
    assert world.go_on().kind == "waiting"
    assert world.go_on().kind == "waiting"
    world.deployments[name]["status"] = "Succeeded"
    assert world.go_on().external == name


def test_an_unanswered_create_deployment_is_adopted(world):
    answer = world.invoke(world.event())
    job, token = world.invoked[0], {"job": world.invoked[0]}
    assert json.loads(answer.token)["deployment"] in world.deployments
    answer = world.invoke(world.event(token=json.dumps(token)))  # as if the answer had never come
    assert answer.kind == "waiting" and len(world.created()) == 1
    assert json.loads(answer.token)["job"] == job


def test_nothing_to_do(world):
    world.version = "2"
    world.objects.clear()
    answer = world.invoke(world.event())
    assert answer.kind == "succeeded" and answer.words.startswith("Nothing to do")
    assert answer.variables == {"deploymentId": "none", "version": "2"} and not world.created()


GOOD = {"function": "demo-function", "alias": "live", "group": GROUP, "key": KEY, "version": "2"}
MALFORMED = [
    ("", "can't be read"),
    ("{", "can't be read"),
    ("[1]", "can't be read"),
    ("7", "can't be read"),
    ("{}", "missing or empty: function, alias, group, key, version"),
    (json.dumps({**GOOD, "key": ""}), "missing or empty: key"),
    (json.dumps({**GOOD, "version": 2}), "missing or empty: version"),
    (json.dumps({**GOOD, "version": "$LATEST"}), "version must be a number"),
]


@pytest.mark.parametrize(("parameters", "words"), MALFORMED)
def test_malformed_user_parameters(world, parameters, words):
    answer = world.invoke(world.event(parameters=parameters))
    assert (answer.kind, answer.type) == ("failed", "ConfigurationError")
    assert words in answer.words and "Nothing was deployed." in answer.words and not world.deployments


def test_no_user_parameters(world):
    event = world.event()
    del event["CodePipeline.job"]["data"]["actionConfiguration"]["configuration"]["UserParameters"]
    answer = world.invoke(event)
    assert answer.kind == "failed" and "UserParameters can't be read" in answer.words


@pytest.mark.parametrize("code", ["NoSuchKey", "AccessDenied"])
def test_missing_object(world, code):
    world.faults["get_object"] = [error(code, "GetObject", status=403)]
    answer = world.invoke(world.event())
    assert answer.kind == "failed" and KEY in answer.words and code in answer.words
    assert "A new execution writes a new AppSpec. Nothing was deployed." in answer.words and not world.created()


BROKEN = [
    APPSPEC.format(current="1", target="3"),
    APPSPEC.format(current="1", target="2") + '        TargetVersion: "2"\n',
    APPSPEC.format(current="1", target="2") + "        TargetVersion: 3\n",
    APPSPEC.format(current="1", target="2").replace('"2"', "2"),
    "version: 0.0\n",
]


@pytest.mark.parametrize("text", BROKEN)
def test_an_appspec_that_is_not_for_this_version(world, text):
    world.put(KEY, text)
    answer = world.invoke(world.event())
    assert answer.kind == "failed" and "isn't one to version 2" in answer.words and not world.created()


def test_an_appspec_that_cannot_be_pinned(world):
    world.versioned = False
    answer = world.invoke(world.event())
    assert answer.kind == "failed" and "VersionId" in answer.words and not world.created()


def test_same_event_twice_before_the_end(world):
    event = world.event()
    assert world.invoke(event).accepted
    again = world.invoke(event)
    assert again.kind == "waiting" and not again.accepted
    assert len(world.created()) == 1


@pytest.mark.parametrize("more", [0, 27, 35])  # 27 need a second batch, 35 a second page
@pytest.mark.parametrize(("status", "kind"), [("Succeeded", "succeeded"), ("Failed", "failed")])
def test_same_event_twice_after_the_end(world, status, kind, more):
    event = world.event()
    world.invoke(event)
    (name,) = world.deployments
    world.deployments[name]["status"] = status
    world.version = "2" if status == "Succeeded" else "1"
    assert world.go_on().kind == kind
    for _ in range(more):
        world.deployment("Succeeded")
    again = world.invoke(event)
    assert (again.kind, again.external, again.accepted) == (kind, name, False)
    assert len(world.created()) == 1


def test_same_event_twice_after_a_rollback(world):
    """The rollback's description may well repeat the job's ID."""
    event = world.event()
    world.invoke(event)
    (name,) = world.deployments
    back = world.deployment("Succeeded", world.deployments[name]["description"], creator="codeDeployRollback")
    world.deployments[name] |= {"status": "Failed", "rollbackInfo": {"rollbackDeploymentId": back}}
    assert world.go_on().kind == "failed"
    again = world.invoke(event)
    assert (again.kind, again.external) == ("failed", name)


def test_same_continued_event_twice(world):
    name = world.started()
    world.deployments[name]["status"] = "Succeeded"
    event = world.event(token=world.answers[-1].token)
    assert world.invoke(event).accepted
    assert not world.invoke(event).accepted


@pytest.mark.parametrize("status", ["Created", "Queued", "InProgress", "Baking", "Ready"])
def test_foreign_deployment_running(world, status):
    for _ in range(40):
        world.deployment("Succeeded")
    foreign = world.deployment(status, age=40)
    answer = world.invoke(world.event())
    assert answer.kind == "waiting" and foreign in answer.words and not world.created()
    world.deployments[foreign]["status"] = "Succeeded"
    world.version = "7"
    assert world.go_on().kind == "waiting"
    assert len(world.created()) == 1


def test_alias_moved_since_the_appspec_was_written(world):
    world.version = "7"
    world.started()
    beside = f"CodeDeploy/execution-1/demo/{world.invoked[0]}.yaml"
    assert world.objects[beside] == [APPSPEC.format(current="7", target="2")]
    assert world.objects[KEY] == [APPSPEC.format(current="1", target="2")]
    location = world.created()[0]["revision"]["s3Location"]
    assert (location["key"], location["version"]) == (beside, f"{beside}-v1")


def test_alias_moved_and_versions_alike(world):
    world.put(KEY, APPSPEC.format(current="2", target="2"))
    world.started()
    (written,) = world.objects[f"CodeDeploy/execution-1/demo/{world.invoked[0]}.yaml"]
    assert written == APPSPEC.format(current="1", target="2")


def test_alias_with_weights(world):
    world.weights = {"5": 0.1}
    answer = world.invoke(world.event())
    assert answer.kind == "waiting" and "{'5': 0.1}" in answer.words and not world.created()
    world.weights = {}
    assert world.go_on().kind == "waiting"
    assert len(world.created()) == 1


def test_weights_that_nobody_will_take_off(world, monkeypatch):
    """A deployment that was stopped without a rollback leaves them behind."""
    world.weights = {"5": 0.1}
    assert world.invoke(world.event()).kind == "waiting"
    now = time.time()
    monkeypatch.setattr(world.deployer.time, "time", lambda: now + 3601)
    answer = world.go_on()
    assert answer.kind == "failed" and "aws lambda update-alias --routing-config" in answer.words
    assert not world.created()


@pytest.mark.parametrize("fault", [ConnectTimeoutError, ReadTimeoutError, EndpointConnectionError])
def test_a_bad_network_does_not_end_a_running_deployment(world, fault):
    name = world.started()
    world.faults["get_deployment"] = [fault(endpoint_url="https://codedeploy")]
    assert world.go_on().kind == "waiting"
    world.deployments[name]["status"] = "Succeeded"
    assert world.go_on().kind == "succeeded"


def test_a_function_that_is_called_like_a_line_of_the_app_spec(world):
    app_spec = APPSPEC.format(current="1", target="2")
    world.put(KEY, app_spec.replace("Resources:", "Resources: # CurrentVersion and TargetVersion"))
    world.started()


@pytest.mark.parametrize("operation", ["get_alias", "list_deployments", "get_object", "create_deployment"])
def test_exception_in_the_middle(world, operation):
    world.faults[operation] = [RuntimeError("out of the blue")]
    answer = world.invoke(world.event())
    assert (answer.kind, answer.type) == ("failed", "JobFailed")
    assert "RuntimeError: out of the blue" in answer.words and "Nothing was deployed." in answer.words


def test_an_exception_with_very_long_words(world):
    world.faults["get_alias"] = [RuntimeError("x" * 9000)]
    assert world.invoke(world.event()).kind == "failed"


def test_exception_while_the_deployment_runs(world):
    name = world.started()
    world.faults["get_deployment"] = [RuntimeError("out of the blue")]
    answer = world.go_on()
    assert answer.kind == "failed" and f"{name} may still be running. https://" in answer.words
    assert "Nothing was deployed" not in answer.words


def test_aws_refuses(world):
    world.faults["create_deployment"] = [
        error("AccessDeniedException", "CreateDeployment", "not authorized to perform")
    ]
    answer = world.invoke(world.event())
    assert (answer.kind, answer.type) == ("failed", "PermissionError")
    assert "CreateDeployment: AccessDeniedException: not authorized to perform" in answer.words
    assert "Nothing was deployed." in answer.words


def test_unknown_alias(world):
    world.faults["get_alias"] = [error("ResourceNotFoundException", "GetAlias", "Cannot find alias arn: demo:live")]
    answer = world.invoke(world.event())
    assert answer.kind == "failed" and "Cannot find alias arn: demo:live" in answer.words


def test_long_words_are_cut_but_the_link_stays(world):
    name = world.started()
    world.deployments[name] |= {"status": "Failed", "errorInformation": {"code": "TIMEOUT", "message": "x" * 9000}}
    answer = world.go_on()
    assert answer.kind == "failed" and answer.words.endswith("?region=eu-west-1")


def test_a_result_that_cannot_be_delivered_is_no_second_result(world):
    """Lambda's Errors metric tells; a failure result after a success would be a lie."""
    name = world.started()
    world.deployments[name]["status"] = "Succeeded"
    world.faults["put_job_success_result"] = [error("ThrottlingException", "PutJobSuccessResult")]
    with pytest.raises(ClientError):
        world.go_on()
    assert [operation for operation, _ in world.calls if operation == "put_job_failure_result"] == []
    world.undelivered = 1


def test_the_real_clients_can_be_made(assets, monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    space = {"__name__": "deployer"}
    exec((assets / "deployer" / "deployer.py").read_text(), space)
    for service in ("codepipeline", "codedeploy", "lambda", "s3"):
        assert space["client"](service).meta.region_name == "eu-west-1"
    assert space["client"]("codedeploy").meta.partition == "aws"
    assert space["client"]("codedeploy").can_paginate("list_deployments")


def test_the_leak_check_can_fail():
    assert leaks(f"... {SECRETS[0]} ...") and leaks(json.dumps({"artifactCredentials": {}})) and not leaks("job done")
