"""A real llama.cpp server on loopback, with a model that was made on the spot."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

SECONDS = 60.0


@pytest.fixture
def llama(tmp_path: Path) -> Iterator[Callable[[int], str]]:
    """Return a function that starts a server whose requests may have so many tokens, and gives its address."""
    if not (find_spec("xllamacpp") and find_spec("gguf")):
        pytest.skip("llama.cpp's server is not installed: `make nightly` installs it, or pip install xllamacpp gguf")
    servers: list[subprocess.Popen[bytes]] = []

    def started(context: int) -> str:
        model, port = tmp_path / "model.gguf", _free_port()
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}  # tests/ is in it
        subprocess.run([sys.executable, "-m", "llamacpp.model", str(model)], check=True, env=environment)
        with (tmp_path / "llama.log").open("wb") as log:
            words = [sys.executable, "-m", "llamacpp.serve", str(model), str(port), str(context)]
            servers.append(subprocess.Popen(words, stdout=log, stderr=log, env=environment))
        _wait(f"http://127.0.0.1:{port}/health")
        return f"http://127.0.0.1:{port}/v1"

    yield started
    for server in servers:
        server.terminate()
        server.wait(30)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait(address: str) -> None:
    """Come back when the server is up."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            with urlopen(address) as reply:
                reply.read()
                return
        except URLError:
            assert time.monotonic() < deadline, f"{address}: no answer in {SECONDS:.0f} s"
            time.sleep(0.1)
