from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from distributed.scheduler import KilledWorker
from prefect import Task
from prefect_dask import DaskTaskRunner

from sdg_flows.core.errors import ClusterDown

SHARDS_A_WORKER = 4
"""Shards on one process of a cluster that we start: while one is read, others wait for answers."""
PATIENCE = "60s"


@dataclass(frozen=True)
class DaskRunner:
    """Prefect's task runner on a Dask cluster. Dask gives a lost worker's shards to another one, by itself."""

    runner: DaskTaskRunner
    workers: int

    def result_of(self, work: Task[..., Any], parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401  of the task
        """Run a task on a worker, and give its result."""
        try:
            return self.runner.submit(work, dict(parameters)).result()
        except KilledWorker as error:
            raise ClusterDown(f"dask: workers were lost again and again with the same shard ({error})") from error


@contextmanager
def started(address: str | None, workers: int | None) -> Generator[DaskRunner, None, None]:
    """Connect to a scheduler, or start a cluster of processes on this machine that ends with the context.

    Raises:
        ClusterDown: nobody answers there, or it has no worker.
    """
    local = {"n_workers": workers, "threads_per_worker": SHARDS_A_WORKER, "dashboard_address": None}
    made = DaskTaskRunner(address=address) if address else DaskTaskRunner(cluster_kwargs=local)
    with made as runner:
        try:
            runner.client.wait_for_workers(1, timeout=PATIENCE)
        except OSError as error:
            raise ClusterDown(f"dask: {address or 'this machine'}: no scheduler with a worker ({error})") from error
        yield DaskRunner(runner, len(runner.client.scheduler_info(n_workers=-1)["workers"]))
