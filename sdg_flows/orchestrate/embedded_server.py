"""The Prefect server that lives for one run, in a process of its own: `python -m …embedded_server PORT`.

Started before anything slow is imported, so that it comes up while the run reads its input. It ends with the run,
however the run ends: the pipe between them closes.
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
from sdg_flows.orchestrate.garbage_collection import leave_uncollected, rarely_collected

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

START_SECONDS = 120.0
STOP_SECONDS = 20.0
BACK_IN_SECONDS = b"0.1"
PATIENCE = 300
"""How often Prefect's client asks again that a busy server has sent away, each time after `BACK_IN_SECONDS`."""
QUIET = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL", "PREFECT_CLIENT_MAX_RETRIES": str(PATIENCE)}
"""Keeps Prefect's own log off the console, whence it still goes to the UI; and its client from giving up soon."""
_SERVER = {
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "0",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "0",
    "PREFECT_UI_ENABLED": "0",
}
"""A server for one run: it names no types of Prefect blocks that nobody asks for here, and spares 1 s of its start."""


@dataclass(frozen=True)
class EmbeddedServer:
    """A Prefect server on loopback, starting or up."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def api_url(self) -> str:
        """Return the address that PREFECT_API_URL takes."""
        return f"http://127.0.0.1:{self.port}/api"

    def wait_until_up(self) -> None:
        """Return once the server answers.

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

    def abandon(self) -> None:
        """End the server at once, while it starts and before it is used."""
        with self.process:
            self.process.kill()

    def stop(self) -> None:
        """End the server and wait for it, so that all it was told is in its database."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()


def server_is_configured() -> bool:
    """Return whether a Prefect server of the user's own is set, in the environment or in a Prefect profile."""
    if os.environ.get("PREFECT_API_URL"):
        return True
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    profiles = Path(os.environ.get("PREFECT_PROFILES_PATH", home / "profiles.toml"))
    return profiles.exists() and _active_profile_has_url(profiles.read_text(encoding="utf-8"))


def check_server() -> None:
    """Return once the server that PREFECT_API_URL names answers; a server that a profile names is not asked.

    Raises:
        GenerateError: nobody answers there.
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
    active = os.environ.get("PREFECT_PROFILE") or _group(r'^active\s*=\s*"([^"]*)"', profiles)
    section = _group(rf"^\[profiles\.{re.escape(active)}\]\n(.*?)(?=^\[|\Z)", profiles)
    return "PREFECT_API_URL" in section


def _group(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _serve(port: int) -> None:
    leave_uncollected()
    with rarely_collected():
        import uvicorn  # these two only in the server's own process
        from prefect.server.api.server import create_app

        app = _asking_back_soon(create_app())
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
        threading.Thread(target=_leave_with_parent, args=(server,), daemon=True).start()
        server.run()


def _asking_back_soon(app: ASGIApp) -> ASGIApp:
    """Let 503 carry a Retry-After: SQLite refuses writes that cross, and Prefect's client else waits for seconds."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 503:
                message["headers"] = [*message.get("headers", ()), (b"retry-after", BACK_IN_SECONDS)]
            await send(message)

        await app(scope, receive, answer)

    return wrapped


def _leave_with_parent(server: object) -> None:
    sys.stdin.buffer.read()
    vars(server)["should_exit"] = True


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
