"""A hook of CodeDeploy's: tries the version that is about to get traffic, and says whether it may."""

import re

import boto3


def handler(event, _context):
    deployment, hook = event["DeploymentId"], event["LifecycleEventHookExecutionId"]
    codedeploy = boto3.client("codedeploy")
    status = "Failed"
    try:
        if answers(**version(codedeploy, deployment)):
            status = "Succeeded"
    finally:  # An error reaches the log, and CodeDeploy does not wait for an answer.
        codedeploy.put_lifecycle_event_hook_execution_status(
            deploymentId=deployment, lifecycleEventHookExecutionId=hook, status=status
        )


def version(codedeploy, deployment):
    """The function and the version under test: the deployment's AppSpec names them."""
    place = codedeploy.get_deployment(deploymentId=deployment)["deploymentInfo"][
        "revision"
    ]["s3Location"]
    stored = boto3.client("s3").get_object(Bucket=place["bucket"], Key=place["key"])
    found = dict(
        re.findall(r'\b(Name|TargetVersion): "(.+)"', stored["Body"].read().decode())
    )
    return {"function": found["Name"], "number": found["TargetVersion"]}


def answers(function, number):
    """Replace this by what the function has to be able to do."""
    answer = boto3.client("lambda").invoke(
        FunctionName=f"{function}:{number}", Payload=b"{}"
    )
    return "FunctionError" not in answer
