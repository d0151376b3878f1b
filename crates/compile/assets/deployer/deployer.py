"""The deployer: CodePipeline invokes it to shift an alias's traffic through CodeDeploy.

A token may come back under another job ID: the first one names the deployment.
The event carries credentials: nothing of it but the job's ID is logged.
"""

import contextlib
import functools
import json
import os
import re
import time
from types import SimpleNamespace

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError

KEYS = ("function", "alias", "group", "key", "version")
RUNNING = ["Created", "Queued", "InProgress", "Baking", "Ready"]
CONFIG = Config(connect_timeout=5, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 6})
CURE = "aws lambda update-alias --routing-config AdditionalVersionWeights={}"
ROLLBACK_EVENTS = {"ALARM_ACTIVE": "DEPLOYMENT_STOP_ON_ALARM", "MANUAL_STOP": "DEPLOYMENT_STOP_ON_REQUEST"}


class Failure(Exception):
    """The pipeline's type of failure, and the words."""


def handler(event, _context):
    job = event["CodePipeline.job"]
    state, want = {"job": job["id"]}, None
    try:
        state |= json.loads(job["data"].get("continuationToken", "{}"))
        want = parameters(job["data"]["actionConfiguration"]["configuration"].get("UserParameters"))
        answer = work(want, state)
    except Exception as error:
        answer = trouble(error, state)
    deliver(job["id"], state, want, *answer)  # outside: a lost result must not become a second, false one


def parameters(text):
    try:
        found = dict(json.loads(text))
        if missing := [key for key in KEYS if not (isinstance(found.get(key), str) and found[key])]:
            raise ValueError(f"missing or empty: {', '.join(missing)}")
        if not found["version"].isdecimal():
            raise ValueError("version must be a number")
        return SimpleNamespace(**found)
    except (TypeError, ValueError) as error:
        raise Failure("ConfigurationError", f"UserParameters can't be read: {error}.") from None


def work(want, state):
    """Returns "Succeeded" or "Waiting", and the words."""
    if "deployment" not in state:
        # Adopt what this job has started: its event may come twice, even after the end.
        for found in deployments(want, createTimeRange={"start": time.time() - 25 * 3600}):
            if state["job"] in found.get("description", "") and found.get("creator") != "codeDeployRollback":
                state["deployment"] = found["deploymentId"]
    if "deployment" in state:
        return outcome(want, state)
    for running in deployments(want, includeOnlyStatuses=RUNNING):
        return "Waiting", f"{running['deploymentId']} is running"
    current, weights = alias(want)  # after that look: what ran before it has moved the alias
    if weights:
        if patient(state, "weights", 3600):
            return "Waiting", f"the alias has weights {weights}"
        raise Failure("JobFailed", f"The alias has weights {weights}, and no deployment runs: {CURE}.")
    if current == want.version:
        return "Succeeded", f"Nothing to do: already at version {current}."
    state["deployment"] = client("codedeploy").create_deployment(
        **group(want),
        revision={"revisionType": "S3", "s3Location": appspec(want, state["job"], current)},
        description=f"CodePipeline job {state['job']}",  # for lack of a client token
    )["deploymentId"]
    return "Waiting", f"{state['deployment']} shifts from version {current} to {want.version}"


def group(want):
    return {"applicationName": os.environ["APPLICATION"], "deploymentGroupName": want.group}


def deployments(want, **criteria):
    deploy = client("codedeploy")
    for page in deploy.get_paginator("list_deployments").paginate(**group(want), **criteria):
        names = page["deployments"]
        for first in range(0, len(names), 25):  # the API takes no more
            yield from deploy.batch_get_deployments(deploymentIds=names[first : first + 25])["deploymentsInfo"]


def alias(want):
    found = client("lambda").get_alias(FunctionName=want.function, Name=want.alias)
    return found["FunctionVersion"], found.get("RoutingConfig", {}).get("AdditionalVersionWeights")


def appspec(want, job, current):
    """Where the AppSpec is, pinned by its version; corrected beside it if the alias has moved."""
    s3, bucket, key = client("s3"), os.environ["BUCKET"], want.key
    try:
        stored = s3.get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("NoSuchKey", "AccessDenied"):  # said of missing keys, too
            raise
        raise Failure("JobFailed", f"{key}: {error}. A new execution writes a new AppSpec.") from None
    text, true = stored["Body"].read().decode(), f'CurrentVersion: "{current}"'
    lines = re.findall(r"(?m)^ +((?:Current|Target)Version: .*)$", text)
    if len(lines) != 2 or lines[0][:7] != "Current" or lines[1] != f'TargetVersion: "{want.version}"':
        raise Failure("JobFailed", f"AppSpec {key} isn't one to version {want.version}.")
    if lines[0] != true:
        key = f"{key.rpartition('/')[0]}/{job}.yaml"
        stored = s3.put_object(Bucket=bucket, Key=key, Body=text.replace(lines[0], true).encode())
    return {"bucket": bucket, "key": key, "bundleType": "YAML", "version": stored["VersionId"]}


def outcome(want, state):
    info, words = look(state["deployment"])
    code, automatic = info.get("errorInformation", {}).get("code"), info.get("autoRollbackConfiguration", {})
    if info["status"] == "Succeeded":
        return "Succeeded", words
    if info["status"] in RUNNING:
        return "Waiting", words
    if rollback := info.get("rollbackInfo", {}).get("rollbackDeploymentId"):
        undone, more = look(rollback)
        words += f" Rollback {more}"
        if undone["status"] in RUNNING:
            return "Waiting", words
    elif automatic.get("enabled") and ROLLBACK_EVENTS.get(code, "DEPLOYMENT_FAILURE") in automatic.get("events", []):
        # It is a deployment of its own, created after this one: five minutes for that.
        if patient(state, "ended", 300):
            return "Waiting", f"{words} The rollback has no name yet"
        words += " CodeDeploy promised but named no rollback."
    else:
        words += " It has no automatic rollback."
    with contextlib.suppress(ClientError):
        words += " The alias is at version {} now, weights: {}.".format(*alias(want))
    raise Failure("JobFailed", words)


def patient(state, since, seconds):
    return time.time() - state.setdefault(since, time.time()) < seconds


def look(name):
    """A deployment, and CodeDeploy's own words."""
    info = client("codedeploy").get_deployment(deploymentId=name)["deploymentInfo"]
    error, rollback = info.get("errorInformation", {}), info.get("rollbackInfo", {})
    words = (f"{name} {info['status']}", error.get("code"), error.get("message"), rollback.get("rollbackMessage"))
    return info, f"{': '.join(filter(None, words))}."


def trouble(error, state):
    if isinstance(error, Failure):
        return error.args
    kind, words = "JobFailed", f"{type(error).__name__}: {error}"
    if isinstance(error, ConnectionError | HTTPClientError):  # was it CreateDeployment? The next look tells.
        return "Waiting", words
    if isinstance(error, ClientError):
        code, status = error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
        words = f"{error.operation_name}: {code}: {error.response['Error']['Message']}"
        # The limit: one deployment per group.
        if status >= 500 or re.match("Throttling|TooMany|DeploymentLimit", code):
            return "Waiting", words
        kind = "PermissionError" if "AccessDenied" in code else kind
    if "deployment" in state:
        words += f" {state['deployment']} may still be running."
    return kind, words


def deliver(job, state, want, status, words):
    print(json.dumps({"job": job, "status": status, "words": words}))
    name, pipeline = state.get("deployment"), client("codepipeline")
    external = {"externalExecutionId": name} if name else {}
    details = {"summary": words[:2048], **external}
    succeed = functools.partial(pipeline.put_job_success_result, jobId=job, executionDetails=details)
    try:
        if status == "Waiting":
            succeed(continuationToken=json.dumps(state))
        elif status == "Succeeded":
            succeed(outputVariables={"version": want.version, "deploymentId": name or "none"})
        else:
            words = f"{words[:4000]} {link(name) if name else 'Nothing was deployed.'}"
            pipeline.put_job_failure_result(jobId=job, failureDetails={"type": status, "message": words, **external})
    except pipeline.exceptions.InvalidJobStateException:
        print(json.dumps({"job": job, "status": "swallowed"}))  # its event came twice


def link(name):
    region = client("codedeploy").meta.region_name
    return f"https://{region}.console.aws.amazon.com/codesuite/codedeploy/deployments/{name}?region={region}"


@functools.cache
def client(service):
    return boto3.client(service, config=CONFIG)
