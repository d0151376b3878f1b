"""Whether a request is allowed: the role's policies and the bucket's, for every resource that it touches.

moto compares resources for a few services only and ignores the conditions of bucket policies; this takes
the place of its check. The emulator's administrator may do anything. Trust policies are not checked here:
the administrator assumes roles in the place of the service that would.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from moto.codedeploy.models import codedeploy_backends
from moto.core.exceptions import JsonRESTError
from moto.iam import access_control
from moto.s3.models import FakeBucket, s3_backends

from template.attributes import ACCOUNT, PARTITION, REGION
from template.evaluation import applying, names
from template.policies import statements

# Every decision about a role, in the order of the requests.
DECISIONS: list[dict[str, Any]] = []

# Operations whose IAM action has another name than the operation.
_ACTION_NAMES = {"lambda:Invoke": "lambda:InvokeFunction"}

# CodeDeploy's operations by the kind of resource that the service authorization reference names for them.
_ON_APPLICATION = {"GetApplication", "GetApplicationRevision", "RegisterApplicationRevision"}
_ON_GROUP = {"CreateDeployment", "GetDeployment", "GetDeploymentGroup", "ListDeployments", "BatchGetDeployments"}
_ON_GROUP |= {"StopDeployment", "ContinueDeployment"}
_ON_CONFIG = {"GetDeploymentConfig"}


def _codedeploy_arn(resource: str) -> str:
    return f"arn:{PARTITION}:codedeploy:{REGION}:{ACCOUNT}:{resource}"


def _codedeploy(operation: str, body: dict[str, Any]) -> list[tuple[str, str]]:
    action = f"codedeploy:{operation}"
    if operation in _ON_APPLICATION:
        return [(action, _codedeploy_arn(f"application:{body['applicationName']}"))]
    if operation in _ON_CONFIG:
        return [(action, _codedeploy_arn(f"deploymentconfig:{body['deploymentConfigName']}"))]
    if operation not in _ON_GROUP:
        raise NotImplementedError(f"{action}: nobody has said which resource it is about")
    if "applicationName" in body:
        application, group = body["applicationName"], body.get("deploymentGroupName", "")
        needed = [(action, _codedeploy_arn(f"deploymentgroup:{application}/{group}"))]
        return needed + (_new_deployment(application, group) if operation == "CreateDeployment" else [])
    ids = body["deploymentIds"] if "deploymentIds" in body else [body["deploymentId"]]
    known = codedeploy_backends[ACCOUNT][REGION].deployments
    groups = {
        f"deploymentgroup:{known[name].application_name}/{known[name].deployment_group_name}"
        for name in ids
        if name in known
    }
    return [(action, _codedeploy_arn(group)) for group in sorted(groups)]


def _new_deployment(application: str, group: str) -> list[tuple[str, str]]:
    # CodeDeploy registers the revision and reads the group's configuration on behalf of whoever creates a
    # deployment, and asks for their permissions.
    known = codedeploy_backends[ACCOUNT][REGION].deployment_groups.get(application, {}).get(group)
    config = known.deployment_config_name if known else "CodeDeployDefault.OneAtATime"
    return [
        ("codedeploy:GetDeploymentConfig", _codedeploy_arn(f"deploymentconfig:{config}")),
        ("codedeploy:GetApplicationRevision", _codedeploy_arn(f"application:{application}")),
        ("codedeploy:RegisterApplicationRevision", _codedeploy_arn(f"application:{application}")),
    ]


def _lambda(action: str, path: str, body: bytes) -> list[tuple[str, str]]:
    url = urlsplit(path)
    function = unquote(re.search(r"/functions/([^/?]+)", url.path)[1])
    if not function.startswith("arn:"):
        function = f"arn:{PARTITION}:lambda:{REGION}:{ACCOUNT}:function:{function}"
    qualifier = parse_qs(url.query).get("Qualifier")
    resource = f"{function}:{qualifier[0]}" if qualifier else function
    needed = [(_ACTION_NAMES.get(action, action), resource)]
    if action == "lambda:UpdateFunctionCode":
        # Lambda fetches the zip with the permissions of the caller.
        code = json.loads(body)
        if "S3Bucket" in code:
            read = "s3:GetObjectVersion" if "S3ObjectVersion" in code else "s3:GetObject"
            needed.append((read, f"arn:{PARTITION}:s3:::{code['S3Bucket']}/{code['S3Key']}"))
    return needed


def _needed(request: Any, resource: str) -> list[tuple[str, str]]:
    service, operation = request._action.split(":", 1)
    if service == "codedeploy":
        return _codedeploy(operation, json.loads(request._body))
    if service == "lambda":
        return _lambda(request._action, request._path, request._body)
    if service == "s3":
        return [(request._action, resource)]
    if request._action in ("codepipeline:PutJobSuccessResult", "codepipeline:PutJobFailureResult"):
        return [(request._action, "*")]
    raise NotImplementedError(f"{request._action}: nobody has said which resource it is about")


class _AccessDeniedError(JsonRESTError):
    """A denial as the services with JSON protocols spell it; moto has only the XML one."""

    code = 403

    def __init__(self, principal: str, action: str, resource: str) -> None:
        words = f"User: {principal} is not authorized to perform: {action} on resource: {resource}"
        super().__init__("AccessDeniedException", words)
        self.description = json.dumps(
            {"__type": "AccessDeniedException", "code": "AccessDeniedException", "message": words}
        )


def _bucket_denies(action: str, resource: str, context: dict[str, str]) -> bool:
    bucket = s3_backends[ACCOUNT][PARTITION].buckets.get(resource.split(":::", 1)[1].split("/")[0])
    if bucket is None or bucket.policy is None:
        return False
    document = json.loads(bucket.policy)
    named = [statement for statement in statements(document) if names(statement, "AWS", context["aws:PrincipalArn"])]
    return bool(named and applying({"Statement": named}, "Deny", action, resource, context))


def _check(request: Any, resource: str) -> None:
    key = request._access_key
    if isinstance(key, access_control.IAMUserAccessKey):
        return
    role = request.backend.get_role(key._owner_role_name)
    context = {
        "aws:PrincipalAccount": ACCOUNT,
        "aws:PrincipalArn": role.arn,
        "aws:PrincipalType": "AssumedRole",
        "aws:RequestedRegion": REGION,
        "aws:ResourceAccount": ACCOUNT,
        # The loopback connection stands for the TLS connection that every SDK opens by default.
        "aws:SecureTransport": "true",
        "s3:ResourceAccount": ACCOUNT,
        "s3:TlsVersion": "1.3",
    }
    if request._action == "sts:GetCallerIdentity":
        return
    documents = {name: json.loads(text) for name, text in role.policies.items()}
    for action, target in _needed(request, resource):
        allows = [
            [name, index]
            for name, document in documents.items()
            for index in applying(document, "Allow", action, target, context)
        ]
        denied = any(applying(document, "Deny", action, target, context) for document in documents.values())
        denied = denied or (action.startswith("s3:") and _bucket_denies(action, target, context))
        allowed = bool(allows) and not denied
        DECISIONS.append({"role": role.name, "action": action, "resource": target, "allowed": allowed, "by": allows})
        if not allowed and action.startswith("s3:") and request._service == "s3":
            request._raise_access_denied()
        elif not allowed:
            raise _AccessDeniedError(key.arn, action, target)


def install() -> None:
    """Puts this check in the place of moto's two."""
    access_control.IAMRequestBase.check_action_permitted = _check
    # moto calculates other signatures than botocore for some paths; the access key alone says who asks.
    access_control.IAMRequestBase.check_signature = lambda _self: None
    FakeBucket.get_permission = lambda _self, _action, _resource: access_control.PermissionResult.NEUTRAL
