from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from distributed.scheduler import KilledWorker
from prefect_dask import DaskTaskRunner

from sdg_flows.core.errors import ClusterDown
from sdg_flows.orchestrate.runners import Runner

SHARDS_A_WORKER = 4
"""Shards on one process of a cluster that we start: while one is read, others wait for answers."""
PATIENCE = "60s"


@contextmanager
def started(address: str | None, workers: int | None) -> Generator[Runner, None, None]:
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
        there = runner.client.scheduler_info(n_workers=-1)["workers"]
        yield Runner("dask", runner, len(there), KilledWorker)
