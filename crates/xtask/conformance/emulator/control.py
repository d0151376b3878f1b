"""A back door for the judges beside the AWS endpoints: what the emulator has seen, and CodeDeploy's progress.

`GET /emulator/decisions` and `/emulator/jobs` return what has come since the last call, `/emulator/connections` and
`/emulator/chats` the ARNs of those that there are;
`POST /emulator/deployments/<id>` with a status lets a deployment end, and moves its alias if it succeeded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import yaml
from moto.awslambda.utils import get_backend
from moto.codedeploy.models import codedeploy_backends
from moto.s3.models import s3_backends
from werkzeug.wrappers import Request, Response

from emulator.authorization import DECISIONS
from emulator.chatbot import CHATS
from emulator.codeconnections import CONNECTIONS
from emulator.codepipeline import JOB_RESULTS
from template.attributes import PARTITION


class Control:
    """WSGI middleware in front of moto."""

    def __init__(self, application: Any) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answers the back door's paths, and passes everything else on."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith("/emulator/"):
            return self.application(environ, start_response)
        return Response(json.dumps(_answer(path, Request(environ))))(environ, start_response)


def _answer(path: str, request: Request) -> Any:
    if path == "/emulator/decisions":
        return _drain(DECISIONS)
    if path == "/emulator/jobs":
        return _drain(JOB_RESULTS)
    if path == "/emulator/connections":
        return list(CONNECTIONS)
    if path == "/emulator/chats":
        return list(CHATS)
    return _end_deployment(path.rsplit("/", 1)[1], request.get_data(as_text=True))


def _drain(entries: list[Any]) -> list[Any]:
    taken = entries[:]
    del entries[: len(taken)]
    return taken


def _home_of(deployment_id: str) -> tuple[str, str]:
    for account, regions in codedeploy_backends.items():
        for region, backend in regions.items():
            if deployment_id in backend.deployments:
                return account, region
    raise LookupError(deployment_id)


def _end_deployment(deployment_id: str, status: str) -> Any:
    account, region = _home_of(deployment_id)
    deployment = codedeploy_backends[account][region].deployments[deployment_id]
    deployment.status = status
    if status == "Succeeded":
        location = deployment.revision["s3Location"]
        stored = s3_backends[account][PARTITION].get_object(
            location["bucket"], location["key"], version_id=location["version"]
        )
        for target in yaml.safe_load(stored.value)["Resources"]:
            properties = next(iter(target.values()))["Properties"]
            get_backend(account, region).update_alias(
                properties["Alias"], properties["Name"], properties["TargetVersion"], None, None
            )
    return deployment_id
