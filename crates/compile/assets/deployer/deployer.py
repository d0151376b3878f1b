"""The deployer: CodePipeline invokes it to shift an alias's traffic through CodeDeploy.

In:  UserParameters {"function", "alias", "group", "key", "version"}; environment BUCKET, APPLICATION.
Out: one job result per invocation: success, failure, or "in progress", whose token invokes it again,
     maybe under another job ID: the first one names the deployment, so it travels along.
Not here: publishing, rolling back (CodeDeploy does it), a time limit (CodePipeline has 24 hours).
The event carries credentials: nothing of it but the job's ID is ever logged.
"""

import functools
import json
import os
import re
import time
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError

RUNNING = ["Created", "Queued", "InProgress", "Baking", "Ready"]
# The first says that the group has a deployment running.
BUSY = ("DeploymentLimitExceededException", "Throttling", "ThrottlingException", "TooManyRequestsException")
ROLLBACK_EVENTS = {"ALARM_ACTIVE": "DEPLOYMENT_STOP_ON_ALARM", "MANUAL_STOP": "DEPLOYMENT_STOP_ON_REQUEST"}
ROLLBACK_GRACE = 300  # seconds in which CodeDeploy must name the rollback that its configuration promises
CONSOLES = {"aws": "aws.amazon.com", "aws-cn": "amazonaws.cn", "aws-us-gov": "amazonaws-us-gov.com"}


class Wait(Exception):
    """No end to report yet."""


class Failure(Exception):
    """The type of failure that the job ends with, and the words."""


def handler(event, _context):
    job = event["CodePipeline.job"]
    state, wanted = {"job": job["id"]}, {}
    try:
        state = json.loads(job["data"].get("continuationToken") or json.dumps(state))
        wanted = parameters(job["data"])
        answer = "Succeeded", work(wanted, state)
    except Wait as wait:
        answer = "Waiting", str(wait)
    except Failure as failure:
        answer = failure.args
    except HTTPClientError as error:  # was it CreateDeployment? The next look tells.
        answer = "Waiting", f"{type(error).__name__}: once more"
    except ClientError as error:
        answer = refused(error, state)
    except Exception as error:
        answer = "JobFailed", f"Deployer: {type(error).__name__}: {error}.{unfinished(state)}"
    deliver(job["id"], state, wanted, *answer)  # outside: a lost result must not become a second, false one


def parameters(data):
    try:
        found = dict(json.loads(data["actionConfiguration"]["configuration"]["UserParameters"]))
        keys = ("function", "alias", "group", "key", "version")
        missing = [key for key in keys if not (isinstance(found.get(key), str) and found[key])]
        if not missing and found["version"].isdecimal():
            return found
        problem = f"missing or empty: {', '.join(missing)}" if missing else "version must be a number"
    except (KeyError, TypeError, ValueError) as error:
        problem = f"can't be read: {type(error).__name__}: {error}"
    raise Failure("ConfigurationError", f"UserParameters {problem}.")


def work(wanted, state):
    """Returns the words of a success; every other end is an exception."""
    # The event may come twice, even after all is over: adopt what this job has started already.
    state["deployment"] = state.get("deployment") or own_deployment(wanted, state["job"])
    return outcome(wanted, state) if state["deployment"] else start(wanted, state)


def own_deployment(wanted, job):
    since = datetime.now(timezone.utc) - timedelta(hours=25)  # an Invoke action lives for 24
    for found in deployments(wanted, createTimeRange={"start": since}):
        if job in found.get("description", "") and found.get("creator") != "codeDeployRollback":
            return found["deploymentId"]
    return None


def start(wanted, state):
    name = f"alias {wanted['alias']} of {wanted['function']}"
    current, weights = alias(wanted)
    if weights:
        raise Wait(f"{name} has weights {weights}: waiting until they are gone")
    if current == wanted["version"]:
        return f"Nothing to do: {name} is at version {current} already."
    running = [d["deploymentId"] for d in deployments(wanted, includeOnlyStatuses=RUNNING)]
    if running:
        raise Wait(f"waiting for {', '.join(running)} of the same deployment group")
    created = client("codedeploy").create_deployment(
        applicationName=os.environ["APPLICATION"],
        deploymentGroupName=wanted["group"],
        revision={"revisionType": "S3", "s3Location": appspec(wanted, state["job"], current)},
        description=f"CodePipeline job {state['job']}",  # for lack of a client token
    )
    state["deployment"] = created["deploymentId"]
    raise Wait(f"{state['deployment']} shifts {name} from version {current} to {wanted['version']}")


def alias(wanted):
    found = client("lambda").get_alias(FunctionName=wanted["function"], Name=wanted["alias"])
    return found["FunctionVersion"], (found.get("RoutingConfig") or {}).get("AdditionalVersionWeights")


def deployments(wanted, **criteria):
    deploy = client("codedeploy")
    criteria |= {"applicationName": os.environ["APPLICATION"], "deploymentGroupName": wanted["group"]}
    for page in deploy.get_paginator("list_deployments").paginate(**criteria):
        for first in range(0, len(page["deployments"]), 25):  # BatchGetDeployments takes no more
            batch = page["deployments"][first : first + 25]
            yield from deploy.batch_get_deployments(deploymentIds=batch)["deploymentsInfo"]


def appspec(wanted, job, current):
    """Where the AppSpec is, pinned by its S3 version; corrected beside it if the alias has moved meanwhile."""
    s3, bucket, key = client("s3"), os.environ["BUCKET"], wanted["key"]
    try:
        stored = s3.get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code not in ("NoSuchKey", "AccessDenied"):  # the latter is also said of a missing object
            raise
        why = f"s3://{bucket}/{key} can't be read ({code}): deleted, expired, or no permission"
        raise Failure("JobFailed", f"{why}. A new execution writes a new AppSpec.") from None
    text = stored["Body"].read().decode()
    found = dict(re.findall(r'(?m)^ *(CurrentVersion|TargetVersion): "(\d+|\$LATEST)"$', text))
    words = len(re.findall("CurrentVersion|TargetVersion", text))
    if words != 2 or len(found) != 2 or found["TargetVersion"] != wanted["version"]:
        raise Failure("JobFailed", f"AppSpec {key} isn't one to version {wanted['version']}.")
    if found["CurrentVersion"] != current:
        key = f"{key.rpartition('/')[0]}/{job}.yaml"
        text = text.replace(f'CurrentVersion: "{found["CurrentVersion"]}"', f'CurrentVersion: "{current}"')
        stored = s3.put_object(Bucket=bucket, Key=key, Body=text.encode())
    return {"bucket": bucket, "key": key, "bundleType": "YAML", "version": stored["VersionId"]}


def outcome(wanted, state):
    info, name = deployment(state["deployment"]), state["deployment"]
    if info["status"] == "Succeeded":
        return f"{name} shifted alias {wanted['alias']} of {wanted['function']} to version {wanted['version']}."
    if info["status"] in RUNNING:
        raise Wait(f"{name} is {info['status']}")
    ended = f"{name} {info['status']}: {said(info)}"
    rollback = info.get("rollbackInfo", {}).get("rollbackDeploymentId")
    if rollback:
        undone = deployment(rollback)
        if undone["status"] in RUNNING:
            raise Wait(f"{ended} Its rollback {rollback} is {undone['status']}")
        ended += f" Rollback {rollback} {undone['status']}: {said(undone)}"
    elif promised(info):
        # It is a deployment of its own, created after this one has ended.
        if time.time() - state.setdefault("ended", int(time.time())) < ROLLBACK_GRACE:
            raise Wait(f"{ended} Its rollback has no name yet")
        ended += " CodeDeploy was to roll back, but named no rollback."
    else:
        ended += " Its group has no automatic rollback for this."
    raise Failure("JobFailed", f"{ended[:3000]} {served(wanted)}{link(name)}")


def deployment(name):
    return client("codedeploy").get_deployment(deploymentId=name)["deploymentInfo"]


def promised(info):
    code, automatic = info.get("errorInformation", {}).get("code"), info.get("autoRollbackConfiguration", {})
    event = ROLLBACK_EVENTS.get(code, "DEPLOYMENT_FAILURE")
    return automatic.get("enabled") and event in automatic.get("events", [])


def said(info):
    """CodeDeploy's own words."""
    error, rollback = info.get("errorInformation", {}), info.get("rollbackInfo", {})
    return " ".join(filter(None, (error.get("code"), error.get("message"), rollback.get("rollbackMessage")))) or "."


def served(wanted):
    try:
        version, weights = alias(wanted)
        return f"Alias {wanted['alias']} is at version {version}{f', weights {weights}' if weights else ''} now."
    except (ClientError, HTTPClientError):
        return f"Where alias {wanted['alias']} is now can't be read."


def refused(error, state):
    code, text = (error.response["Error"].get(key, "") for key in ("Code", "Message"))
    if code in BUSY or error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500:
        return "Waiting", f"{error.operation_name}: {code}: once more"
    kind = "PermissionError" if code.startswith("AccessDenied") else "JobFailed"
    return kind, f"{error.operation_name}: {code}: {text[:3000]}{unfinished(state)}"


def unfinished(state):
    name = state.get("deployment")
    return f" {name} may still be running.{link(name)}" if name else ""


def link(name):
    meta = client("codedeploy").meta
    region, domain = meta.region_name, CONSOLES.get(meta.partition)
    path = f"codesuite/codedeploy/deployments/{name}?region={region}"
    return f" https://{region}.console.{domain}/{path}" if domain else ""


def deliver(job, state, wanted, status, words):
    name = state.get("deployment")
    log(job=job, first=state["job"], deployment=name, status=status, words=words)
    external = {"externalExecutionId": name} if name else {}
    details = {"summary": words[:2048], **external}
    pipeline = client("codepipeline")
    try:
        if status == "Succeeded":
            variables = {"version": wanted["version"], "deploymentId": name or "none"}
            pipeline.put_job_success_result(jobId=job, executionDetails=details, outputVariables=variables)
        elif status == "Waiting":
            pipeline.put_job_success_result(jobId=job, executionDetails=details, continuationToken=json.dumps(state))
        else:
            words += "" if name else " Nothing was deployed."
            details = {"type": status, "message": words[:5000], **external}
            pipeline.put_job_failure_result(jobId=job, failureDetails=details)
    except ClientError as error:
        if error.response["Error"]["Code"] != "InvalidJobStateException":
            raise
        log(job=job, status="swallowed", words="its event came twice")


def log(**fields):
    print(json.dumps(fields))


@functools.cache
def client(service):
    return boto3.client(service, config=Config(connect_timeout=5, read_timeout=20, retries={"mode": "standard"}))
