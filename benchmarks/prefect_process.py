"""A Prefect server in a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from subprocess import STDOUT
from typing import TextIO

SECONDS_TO_COME_UP = 300


@contextmanager
def prefect_server(variables: Mapping[str, str]) -> Generator[str, None, None]:
    """Return the address of a Prefect server that is up while the context is open."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port), "--no-ui"]
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(command, env=dict(variables), stdout=said, stderr=STDOUT) as process,
    ):
        try:
            wait_until_up(process, f"http://127.0.0.1:{port}/api", said)
            yield f"http://127.0.0.1:{port}/api"
        finally:
            process.terminate()


def wait_until_up(process: subprocess.Popen[bytes], api_url: str, said: TextIO) -> None:
    """Wait for a server that writes into `said`.

    Raises:
        RuntimeError: it has ended, with its last words, or is not up after 300 s.
    """
    deadline = time.monotonic() + SECONDS_TO_COME_UP
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said.seek(0)
            (last,) = said.read().splitlines()[-1:] or ["nothing"]
            raise RuntimeError(f"the Prefect server ended with {process.returncode}; it said: {last}")
        try:
            urllib.request.urlopen(f"{api_url}/health").close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the Prefect server did not come up within {SECONDS_TO_COME_UP} s")
