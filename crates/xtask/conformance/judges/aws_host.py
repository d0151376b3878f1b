"""The AWS CLI without its start-up time: a process that has it loaded already and forks for every call.

`AwsHost` starts it and offers an `aws` program that hands its arguments, environment, folder and files over and
returns the exit status. Only the judge that repeats the same calls hundreds of times uses it; that a template
works with the CLI as installed is shown by the others.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from types import TracebackType

_SHIM = """#!{python} -ISB
import json, os, socket, sys
host = socket.socket(socket.AF_UNIX)
host.connect({address!r})
call = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(host, [len(call).to_bytes(4, "big")], [0, 1, 2])
host.sendall(call)
sys.exit(host.recv(1)[0])
"""


class AwsHost:
    """A running host, and the folder with its `aws` that goes to the front of a PATH."""

    def __enter__(self) -> AwsHost:
        """Starts it and waits until it has loaded the CLI."""
        # A socket's path is short, so it cannot be in the scratch folder of a deep checkout.
        self._temporary = tempfile.TemporaryDirectory(prefix="aws-")
        self.folder = Path(self._temporary.name)
        address = self.folder / "socket"
        program = self.folder / "aws"
        program.write_text(_SHIM.format(python=sys.executable, address=str(address)), encoding="utf-8")
        program.chmod(0o755)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "judges.aws_host", str(address)],
            cwd=Path(__file__).parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._process.stdout.readline()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """Closes its standard input, at which it stops."""
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()
        self._temporary.cleanup()


def _preload() -> None:
    # Whatever the CLI imports for any command is imported once, here; and only here: its data path is global.
    import awscli.clidriver

    driver = awscli.clidriver.create_clidriver()
    for service in ("lambda", "s3"):
        driver.session.get_service_model(service)
    driver._get_command_table()


def _serve_one(host: socket.socket) -> None:
    import awscli.clidriver

    head, files, _, _ = socket.recv_fds(host, 4, 3)
    size, received = int.from_bytes(head, "big"), b""
    while len(received) < size:
        received += host.recv(size - len(received))
    arguments, folder, environment = json.loads(received)
    for number, file in enumerate(files):
        os.dup2(file, number)
    os.chdir(folder)
    # The CLI says there, when it is imported, where its own data is.
    data_path = os.environ["AWS_DATA_PATH"]
    os.environ.clear()
    os.environ.update(environment | {"AWS_DATA_PATH": data_path})
    sys.argv = ["aws", *arguments]
    status = 255
    try:
        status = awscli.clidriver.main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        host.send(bytes([status & 255]))
        os._exit(0)


def main() -> None:
    """Serves until the standard input ends."""
    _preload()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(sys.argv[1])
    listener.listen()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    while listener in select.select([listener, sys.stdin], [], [])[0]:
        host, _ = listener.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _serve_one(host)
        host.close()


if __name__ == "__main__":
    main()
