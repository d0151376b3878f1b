"""Runs the emulator: prints its address and the administrator's credentials as JSON, serves until stdin ends.

The parent holds the other end of stdin, so that an emulator never outlives the judge that started it.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading

# Read by moto on import: every request is checked, from the first one on.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "0"

from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

# The services register their resource types when they are imported.
from emulator import (  # noqa: F401
    authorization,
    awslambda,
    chatbot,
    cloudwatch,
    codebuild,
    codecommit,
    codeconnections,
    codedeploy,
    codepipeline,
    ecr,
    events,
    iam,
    kms,
    logs,
    resource,
    s3,
    scaling,
    sns,
    stacks,
)
from emulator.control import Control
from template.attributes import ACCOUNT, PARTITION


def _administrator() -> dict[str, str]:
    backend = iam_backends[ACCOUNT][PARTITION]
    backend.create_user("us-east-1", "administrator")
    key = backend.create_access_key("administrator")
    return {"access_key_id": key.access_key_id, "secret_access_key": key.secret_access_key}


def main() -> None:
    """Starts serving on a free port."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    for module in (resource, stacks, authorization):
        module.install()
    application = Control(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=MotoRequestHandler)
    os.environ["MOTO_PORT"] = str(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    greeting = {"endpoint": f"http://127.0.0.1:{server.server_port}"} | _administrator()
    print(json.dumps(greeting), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
