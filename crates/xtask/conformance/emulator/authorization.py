"""Whether a request is allowed: the role's policies and the bucket's, for every resource that it touches.

moto compares resources for a few services only and ignores the conditions of bucket policies; this takes
the place of its check. The emulator's administrator may do anything, and so may whoever has taken a role of that name
in another account. Trust policies are checked where a role takes another one; the administrator assumes roles in
the place of the service that would.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from moto.codedeploy.models import codedeploy_backends
from moto.core.exceptions import JsonRESTError
from moto.iam import access_control
from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends
from moto.s3.models import FakeBucket, s3_backends

from template.attributes import PARTITION
from template.evaluation import applying, names
from template.policies import statements

# Every decision about a role, in the order of the requests.
DECISIONS: list[dict[str, Any]] = []

# Who deploys stacks, and the role by which it does so in other accounts.
ADMINISTRATOR = "administrator"

# Operations whose IAM action has another name than the operation.
_ACTION_NAMES = {"lambda:Invoke": "lambda:InvokeFunction"}

# CodeDeploy's operations by the kind of resource that the service authorization reference names for them.
_ON_APPLICATION = {"GetApplication", "GetApplicationRevision", "RegisterApplicationRevision"}
_ON_GROUP = {"CreateDeployment", "GetDeployment", "GetDeploymentGroup", "ListDeployments", "BatchGetDeployments"}
_ON_GROUP |= {"StopDeployment", "ContinueDeployment"}
_ON_CONFIG = {"GetDeploymentConfig"}


def _arn(request: Any, service: str, resource: str) -> str:
    return f"arn:{PARTITION}:{service}:{request._region}:{request.account_id}:{resource}"


def _codedeploy(request: Any, operation: str, body: dict[str, Any]) -> list[tuple[str, str]]:
    def arn(resource: str) -> str:
        return _arn(request, "codedeploy", resource)

    action = f"codedeploy:{operation}"
    if operation in _ON_APPLICATION:
        return [(action, arn(f"application:{body['applicationName']}"))]
    if operation in _ON_CONFIG:
        return [(action, arn(f"deploymentconfig:{body['deploymentConfigName']}"))]
    if operation not in _ON_GROUP:
        raise NotImplementedError(f"{action}: nobody has said which resource it is about")
    if "applicationName" in body:
        application, group = body["applicationName"], body.get("deploymentGroupName", "")
        needed = [(action, arn(f"deploymentgroup:{application}/{group}"))]
        return needed + (_new_deployment(request, application, group) if operation == "CreateDeployment" else [])
    ids = body["deploymentIds"] if "deploymentIds" in body else [body["deploymentId"]]
    known = codedeploy_backends[request.account_id][request._region].deployments
    groups = {
        f"deploymentgroup:{known[name].application_name}/{known[name].deployment_group_name}"
        for name in ids
        if name in known
    }
    return [(action, arn(group)) for group in sorted(groups)]


def _new_deployment(request: Any, application: str, group: str) -> list[tuple[str, str]]:
    # CodeDeploy registers the revision and reads the group's configuration on behalf of whoever creates a
    # deployment, and asks for their permissions.
    groups = codedeploy_backends[request.account_id][request._region].deployment_groups
    known = groups.get(application, {}).get(group)
    config = known.deployment_config_name if known else "CodeDeployDefault.OneAtATime"
    return [
        ("codedeploy:GetDeploymentConfig", _arn(request, "codedeploy", f"deploymentconfig:{config}")),
        ("codedeploy:GetApplicationRevision", _arn(request, "codedeploy", f"application:{application}")),
        ("codedeploy:RegisterApplicationRevision", _arn(request, "codedeploy", f"application:{application}")),
    ]


def _lambda(request: Any) -> list[tuple[str, str]]:
    action, url = request._action, urlsplit(request._path)
    function = unquote(re.search(r"/functions/([^/?]+)", url.path)[1])
    if not function.startswith("arn:"):
        function = _arn(request, "lambda", f"function:{function}")
    qualifier = parse_qs(url.query).get("Qualifier")
    resource = f"{function}:{qualifier[0]}" if qualifier else function
    needed = [(_ACTION_NAMES.get(action, action), resource)]
    if action == "lambda:UpdateFunctionCode":
        # Lambda fetches the zip with the permissions of the caller.
        code = json.loads(request._body)
        if "S3Bucket" in code:
            read = "s3:GetObjectVersion" if "S3ObjectVersion" in code else "s3:GetObject"
            needed.append((read, f"arn:{PARTITION}:s3:::{code['S3Bucket']}/{code['S3Key']}"))
    return needed


def _needed(request: Any, resource: str) -> list[tuple[str, str]]:
    service, operation = request._action.split(":", 1)
    if service == "codedeploy":
        return _codedeploy(request, operation, json.loads(request._body))
    if service == "lambda":
        return _lambda(request)
    if service == "s3":
        return [(request._action, resource)]
    if request._action == "sts:AssumeRole":
        return [(request._action, request._data["RoleArn"][0])]
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


def _distrusts(role_arn: str, context: dict[str, str]) -> bool:
    """Whether the trust policy of a role keeps a role of this or another account from taking it."""
    backend = iam_backends[role_arn.split(":")[4]][PARTITION]
    try:
        document = json.loads(backend.get_role_by_arn(role_arn).assume_role_policy_document)
    except NotFoundException:
        return True
    named = [statement for statement in statements(document) if names(statement, "AWS", context["aws:PrincipalArn"])]
    return not applying({"Statement": named}, "Allow", "sts:AssumeRole", role_arn, context)


def _bucket_denies(account: str, action: str, resource: str, context: dict[str, str]) -> bool:
    bucket = s3_backends[account][PARTITION].buckets.get(resource.split(":::", 1)[1].split("/")[0])
    if bucket is None or bucket.policy is None:
        return False
    document = json.loads(bucket.policy)
    named = [statement for statement in statements(document) if names(statement, "AWS", context["aws:PrincipalArn"])]
    return bool(named and applying({"Statement": named}, "Deny", action, resource, context))


def _check(request: Any, resource: str) -> None:
    key = request._access_key
    if isinstance(key, access_control.IAMUserAccessKey) or key._owner_role_name == ADMINISTRATOR:
        return
    role = request.backend.get_role(key._owner_role_name)
    context = {
        "aws:PrincipalAccount": request.account_id,
        "aws:PrincipalArn": role.arn,
        "aws:PrincipalType": "AssumedRole",
        "aws:RequestedRegion": request._region,
        "aws:ResourceAccount": request.account_id,
        # The loopback connection stands for the TLS connection that every SDK opens by default.
        "aws:SecureTransport": "true",
        "s3:ResourceAccount": request.account_id,
        "s3:TlsVersion": "1.3",
    }
    if request._action == "sts:AssumeRole":
        context |= {"sts:ExternalId": request._data["ExternalId"][0]} if "ExternalId" in request._data else {}
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
        denied = denied or (action.startswith("s3:") and _bucket_denies(request.account_id, action, target, context))
        denied = denied or (action == "sts:AssumeRole" and _distrusts(target, context))
        allowed = bool(allows) and not denied
        DECISIONS.append({"role": role.name, "action": action, "resource": target, "allowed": allowed, "by": allows})
        if not allowed and request._service in ("s3", "sts"):
            request._raise_access_denied()
        elif not allowed:
            raise _AccessDeniedError(key.arn, action, target)


def install() -> None:
    """Puts this check in the place of moto's two."""
    access_control.IAMRequestBase.check_action_permitted = _check
    # moto calculates other signatures than botocore for some paths; the access key alone says who asks.
    access_control.IAMRequestBase.check_signature = lambda _self: None
    FakeBucket.get_permission = lambda _self, _action, _resource: access_control.PermissionResult.NEUTRAL
