"""What `make serve` brings up: a Prefect server, a process work pool, its deployments and a worker, once a session."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from orchestrate.counting_teacher import CountingTeacher
from orchestrate.project import Project, new_project

ROOT = Path(__file__).parents[2]
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
USERS_OWN = ("PREFECT_API_URL", "PREFECT_PROFILE", "OPENAI_API_KEY", "OPENAI_BASE_URL")
SOON = {"PREFECT_WORKER_QUERY_SECONDS": "1", "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "1"}
"""How often the worker looks for runs, and a run that waits for another one looks again."""


@dataclass(frozen=True)
class Served:
    """A Prefect that was brought up, as its users reach it: by its API and by `prefect`."""

    url: str
    folder: Path
    environment: Mapping[str, str]

    def prefect(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Call Prefect's command line."""
        return self._called(sys.executable, "-m", "prefect", *words)

    def python(self, program: str) -> subprocess.CompletedProcess[str]:
        """Run a program of Python."""
        return self._called(sys.executable, "-c", program)

    def _called(self, *command: str) -> subprocess.CompletedProcess[str]:
        around = {**self.environment, "PREFECT_API_URL": f"{self.url}/api"}
        return subprocess.run(command, env=around, cwd=self.folder, capture_output=True, text=True, timeout=100)

    def api(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Return what Prefect's API answers."""
        told = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/{path}", told, {"content-type": "application/json"})
        while True:
            try:
                with urllib.request.urlopen(request, timeout=30) as response:
                    return json.loads(response.read())
            except urllib.error.HTTPError as error:
                if (
                    error.code != HTTPStatus.SERVICE_UNAVAILABLE
                ):  # SQLite under load: ask again, as Prefect's client does
                    raise

    def begin(self, deployment: str, **parameters: Any) -> str:
        """Create a run of a deployment, and give its id."""
        there = self.api(f"deployments/name/generate/{deployment}")
        return self.api(f"deployments/{there['id']}/create_flow_run", {"parameters": parameters})["id"]

    def move(self, run: str, state: str, name: str | None = None) -> None:
        """Set the state of a run as a button of the UI does."""
        answer = self.api(f"flow_runs/{run}/set_state", {"state": {"type": state, "name": name}})
        assert answer["status"] == "ACCEPT"

    def ended(self, run: str, seconds: float = 60.0) -> dict[str, Any]:
        """Wait until a run has ended, and give what the API tells of it."""
        deadline = time.monotonic() + seconds
        while (told := self.api(f"flow_runs/{run}"))["state_type"] not in ENDED:
            assert time.monotonic() < deadline, f"{told['name']} is {told['state_name']} after {seconds} s"
            time.sleep(0.2)
        return told

    def wait_for_the_worker(self, run: str) -> None:
        """Wait until the worker has set the state of a cancelled run once more, by force: a retry before is undone."""
        deadline = time.monotonic() + 40.0
        while "successfully" not in (self.api(f"flow_runs/{run}")["state"]["message"] or ""):
            assert time.monotonic() < deadline
            time.sleep(0.2)

    def project(self, teacher: CountingTeacher) -> Project:
        """Return a project in this Prefect's folder."""
        return new_project(self.folder / "project", teacher.url)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Bring it up by the script that `make serve` calls, and take it down by the signal that Ctrl-C sends."""
    folder, home = tmp_path_factory.mktemp("served"), tmp_path_factory.mktemp("prefect")
    kept = {name: value for name, value in os.environ.items() if name not in USERS_OWN}
    environment = {**kept, **SOON, "PREFECT_HOME": str(home)}
    command = [
        sys.executable,
        str(ROOT / "deployments" / "serve.py"),
        "--port",
        str(free_port()),
        "--folder",
        str(folder),
    ]
    with (folder / "serve.log").open("w+") as log:
        serving = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield Served(told_address(serving, folder / "serve.log"), folder, environment)
        finally:
            serving.send_signal(signal.SIGINT)
            assert serving.wait(60) == 0


def told_address(serving: subprocess.Popen[bytes], log: Path, seconds: float = 160.0) -> str:
    """Return the address that it ends with."""
    deadline = time.monotonic() + seconds
    while "\nOpen " not in (said := log.read_text()):
        assert serving.poll() is None, said
        assert time.monotonic() < deadline, said
        time.sleep(0.1)
    return said.rpartition("\nOpen ")[2].split("/deployments")[0]


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
