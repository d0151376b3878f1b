"""Runs a Lambda function's handler once, in a process of its own: `python lambda_host.py FOLDER HANDLER`.

The event comes on standard input. The environment is the function's own; whoever starts this sets it. An
exception ends the process with its traceback, as it would end an invocation.
"""

from __future__ import annotations

import importlib
import json
import sys


def main() -> None:
    """Imports the module and calls the handler."""
    folder, handler = sys.argv[1:]
    module, function = handler.rsplit(".", 1)
    # This script's own folder must not shadow what the function imports.
    sys.path[0] = folder
    getattr(importlib.import_module(module), function)(json.load(sys.stdin), None)


if __name__ == "__main__":
    main()
