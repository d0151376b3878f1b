"""A hook of CodeDeploy's: tries the version that is about to get traffic, and says whether it may."""

import json
import re

import boto3


def handler(event, _context):
    deployment, hook = event["DeploymentId"], event["LifecycleEventHookExecutionId"]
    codedeploy = boto3.client("codedeploy")
    try:
        status = "Succeeded" if answers(**version(codedeploy, deployment)) else "Failed"
    except Exception as error:
        print(json.dumps({"deployment": deployment, "error": f"{type(error).__name__}: {error}"}))
        status = "Failed"
    codedeploy.put_lifecycle_event_hook_execution_status(
        deploymentId=deployment, lifecycleEventHookExecutionId=hook, status=status
    )


def version(codedeploy, deployment):
    """The function and the version under test: the deployment's AppSpec names them."""
    place = codedeploy.get_deployment(deploymentId=deployment)["deploymentInfo"]["revision"]["s3Location"]
    stored = boto3.client("s3").get_object(Bucket=place["bucket"], Key=place["key"])
    found = dict(re.findall(r'\b(Name|TargetVersion): "(.+)"', stored["Body"].read().decode()))
    return {"function": found["Name"], "number": found["TargetVersion"]}


def answers(function, number):
    """Replace this by what the function has to be able to do."""
    answer = boto3.client("lambda").invoke(FunctionName=f"{function}:{number}", Payload=b"{}")
    return "FunctionError" not in answer
