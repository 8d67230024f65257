"""Bring up Prefect on this machine, without containers: server, work pool, the deployments of prefect.yaml, a worker.

    python deployments/serve.py [--port 4200] [--folder .]

Prints the address of the UI when all is up, and stays until it is interrupted. Runs are made in --folder: `./taxonomy`
is read there, `./out` and `./.sdg_work` are written there. With PREFECT_API_URL set, it starts no server.
Keys for endpoints come from a Secret block, or from the environment that this script is started in.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from typing import Any

import yaml

POOL = "sdg"
RUNS_AT_ONCE = 1
"""Runs of all deployments together: they share one work directory and, as a rule, one endpoint."""
START_SECONDS = 180.0
STOP_SECONDS = 40.0
"""A worker that is told to stop gives its run 30 s to keep what is in flight."""
PREFECT_YAML = Path(__file__).resolve().parents[1] / "prefect.yaml"
AUTOMATIONS = Path(__file__).resolve().with_name("automations.yaml")
SIGNS_OF_LIFE = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}
"""How often a run gives one, in seconds; the automation for dead runs waits for six."""

NO_TELEMETRY = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false"}


@dataclass(frozen=True)
class Prefect:
    """Where Prefect's own command line is called, and which server it speaks to."""

    api: str
    folder: Path

    @property
    def _around(self) -> dict[str, str]:
        return {**SIGNS_OF_LIFE, **NO_TELEMETRY, **os.environ, "PREFECT_API_URL": self.api}

    def done(self, *words: str) -> None:
        """Run a command, and leave when it fails."""
        told = _command("--no-prompt", *words)
        end = subprocess.run(
            told, env=self._around, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if end.returncode:
            sys.exit(f"prefect {' '.join(words)}: failed\n{end.stdout}")

    def started(self, running: ExitStack, *words: str) -> subprocess.Popen[bytes]:
        """Start a command beside this one; it is ended with `running`, the latest started first."""
        process = subprocess.Popen(_command(*words), env=self._around, cwd=self.folder, start_new_session=True)
        running.callback(_ended, process)
        return process


def main() -> int:
    """Bring all up, wait for a signal, and take all down again."""
    flags = _arguments()
    for number in (signal.SIGINT, signal.SIGTERM):  # SIGINT too: a shell that starts it in the background ignores that
        signal.signal(number, _interrupt)
    with ExitStack() as running:
        try:
            return _served(flags.port, flags.folder.resolve(), running)
        except KeyboardInterrupt:
            return 0


def _served(port: int, folder: Path, running: ExitStack) -> int:
    given = os.environ.get("PREFECT_API_URL")
    prefect = Prefect(given or f"http://127.0.0.1:{port}/api", folder)
    if not folder.is_dir():
        sys.exit(f"--folder: {folder} is not there, and runs are made in it")
    if given is None:
        _check_free(port)
        server = prefect.started(running, "server", "start", "--host", "127.0.0.1", "--port", str(port))
        _wait_until_up(prefect.api, server)
    _pool_made(prefect.api)
    worker = prefect.started(running, "worker", "start", "--pool", POOL)
    prefect.done("deploy", "--all", "--prefect-file", str(PREFECT_YAML))
    _automations_made(prefect.api)
    print(f"\nOpen {prefect.api.removesuffix('/api')}/deployments  (Ctrl-C ends what was started)", flush=True)
    return worker.wait()


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "prefect", *words]


def _check_free(port: int) -> None:
    """Leave when somebody listens on the port: a worker would else serve a stranger's server."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit(
                f"port {port} is in use. Take another with --port, or name the Prefect server that is there: "
                f"PREFECT_API_URL=http://127.0.0.1:{port}/api"
            )


def _wait_until_up(api: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{api}/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    sys.exit(f"the Prefect server at {api} did not come up; what it says stands above")


def _pool_made(api: str) -> None:
    """Make the work pool; one that is there keeps the limit that its users have set. The worker adds its template."""
    try:
        _told(f"{api}/work_pools/", {"name": POOL, "type": "process", "concurrency_limit": RUNS_AT_ONCE})
    except urllib.error.HTTPError as error:
        if error.code != HTTPStatus.CONFLICT:
            raise


def _automations_made(api: str) -> None:
    """Make the automations; one whose name is there is as its users have changed it."""
    there = {one["name"] for one in _told(f"{api}/automations/filter", {})}
    for one in yaml.safe_load(AUTOMATIONS.read_text(encoding="utf-8"))["automations"]:
        if one["name"] not in there:
            _told(f"{api}/automations/", one)


def _told(url: str, body: dict[str, Any]) -> Any:  # noqa: ANN401  what Prefect answers
    request = urllib.request.Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.loads(response.read())


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--port", type=int, default=4200, help="port of the server and its UI (default: %(default)s)")
    parser.add_argument("--folder", type=Path, default=Path(), help="where runs are made (default: here)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
