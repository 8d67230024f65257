"""Clusters on this machine, of the kinds whose extras are installed: the tests of a kind that is not are skipped."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from sdg_flows.orchestrate.cluster.runners import RUNNERS


@pytest.fixture(params=[pytest.param(kind, id=kind) for kind in RUNNERS])
def cluster(request: pytest.FixtureRequest) -> dict[str, object]:
    """Return the choices of a run on two processes, for each kind of cluster."""
    needed(request.param)
    return {"runner": request.param, "workers": 2}


def needed(kind: str) -> None:
    """Skip the test when the extra is not installed."""
    if find_spec(RUNNERS[kind]) is None:
        pytest.skip(f"the extra {kind!r} is not installed")


@dataclass(frozen=True)
class DaskCluster:
    """A scheduler and two workers, each a process that can be killed."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.send_signal(signal.SIGKILL)
            process.wait()


@pytest.fixture
def dask_cluster(tmp_path: Path, prefect_server: str) -> Iterator[DaskCluster]:
    needed("dask")
    file = tmp_path / "scheduler.json"
    scheduler = _process("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    while not file.exists():
        time.sleep(0.05)
    options = ("--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard")
    workers = [_process("worker", *options) for _ in range(2)]
    found = DaskCluster(json.loads(file.read_text())["address"], scheduler, workers)
    with import_module("distributed").Client(found.address) as client:
        client.wait_for_workers(len(workers), timeout=60)
    yield found
    found.end()


def _process(*words: str) -> subprocess.Popen[bytes]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-m", f"distributed.cli.dask_{words[0]}", *words[1:]], **quiet)
