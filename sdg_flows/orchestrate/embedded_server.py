"""A Prefect server for one run, in its own process: `python -m sdg_flows.orchestrate.embedded_server PORT`.

It is started before slow imports, so that it gets ready while the run reads its input. It stops when the run's process
ends in any way, because that closes the pipe to its standard input.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sdg_flows.core.errors import GenerateError
from sdg_flows.orchestrate.garbage_collection import collect_garbage_rarely, skip_final_collection

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

START_SECONDS = 120.0
STOP_SECONDS = 20.0
RETRY_AFTER_SECONDS = b"0.1"
CLIENT_RETRIES = 300
"""How often Prefect's client repeats a request that a busy server refused, each time after `RETRY_AFTER_SECONDS`."""
QUIET_SETTINGS = {
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_CLIENT_MAX_RETRIES": str(CLIENT_RETRIES),
}
"""Keeps Prefect's log off the console, though not out of the UI, and makes its client patient."""
_SERVER = {
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "0",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "0",
    "PREFECT_UI_ENABLED": "0",
}
"""Settings of the server: without registering Prefect's block types, which are not needed, it starts 1 s sooner."""


@dataclass(frozen=True)
class EmbeddedServer:
    """A Prefect server on loopback, starting or up."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def api_url(self) -> str:
        """Return the value for PREFECT_API_URL."""
        return f"http://127.0.0.1:{self.port}/api"

    def wait_until_up(self) -> None:
        """Wait until the server answers.

        Raises:
            GenerateError: it ended or did not answer in time; the message names its log.
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.api_url}/health", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise GenerateError(f"the embedded Prefect server did not start; its log is {self.log}")

    def kill(self) -> None:
        """Kill the server while it is starting and nothing has used it."""
        with self.process:
            self.process.kill()

    def stop(self) -> None:
        """Stop the server and wait for it, so that everything it received is in its database."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()


def server_is_configured() -> bool:
    """Return whether the environment or the active Prefect profile sets a Prefect server."""
    if os.environ.get("PREFECT_API_URL"):
        return True
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    profiles = Path(os.environ.get("PREFECT_PROFILES_PATH", home / "profiles.toml"))
    return profiles.exists() and _active_profile_has_url(profiles.read_text(encoding="utf-8"))


def check_server() -> None:
    """Check that the server of PREFECT_API_URL answers. The server of a profile is not checked.

    Raises:
        GenerateError: it does not answer.
    """
    url = os.environ.get("PREFECT_API_URL")
    if not url:
        return
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=10):
            return
    except urllib.error.HTTPError:
        return
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise GenerateError(
            f"PREFECT_API_URL: no Prefect server answers at {url} ({error}). Start it, or unset the variable for a "
            "server of the run's own; nothing was asked."
        ) from error


def start_server(log: Path) -> EmbeddedServer:
    """Start a server in the background; its output goes to `log`."""
    port = _free_port()
    log.touch(mode=0o600)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "sdg_flows.orchestrate.embedded_server", str(port)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **_SERVER},
            start_new_session=True,
        )
    return EmbeddedServer(port, process, log)


def _active_profile_has_url(profiles: str) -> bool:
    active = os.environ.get("PREFECT_PROFILE") or _first_group(r'^active\s*=\s*"([^"]*)"', profiles)
    section = _first_group(rf"^\[profiles\.{re.escape(active)}\]\n(.*?)(?=^\[|\Z)", profiles)
    return "PREFECT_API_URL" in section


def _first_group(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _serve(port: int) -> None:
    skip_final_collection()
    with collect_garbage_rarely():
        import uvicorn  # these two only in the server's own process
        from prefect.server.api.server import create_app

        app = _with_retry_after(create_app())
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
        threading.Thread(target=_stop_with_parent, args=(server,), daemon=True).start()
        server.run()


def _with_retry_after(app: ASGIApp) -> ASGIApp:
    """Add Retry-After to each 503, which concurrent writes to SQLite cause; Prefect's client else waits for seconds."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 503:
                message["headers"] = [*message.get("headers", ()), (b"retry-after", RETRY_AFTER_SECONDS)]
            await send(message)

        await app(scope, receive, answer)

    return wrapped


def _stop_with_parent(server: object) -> None:
    sys.stdin.buffer.read()
    vars(server)["should_exit"] = True


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
