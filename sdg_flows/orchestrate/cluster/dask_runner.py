from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from distributed.scheduler import KilledWorker
from prefect_dask import DaskTaskRunner

from sdg_flows.core.errors import ClusterDown
from sdg_flows.orchestrate.cluster.runners import Runner

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
            # Dask gives all that there is to do to the workers that are there when it begins.
            awaited = 1 if address else len(runner.client.cluster.worker_spec)
            runner.client.wait_for_workers(awaited, timeout=PATIENCE)
        except OSError as error:
            raise ClusterDown(f"dask: {address or 'this machine'}: no scheduler with a worker ({error})") from error
        there = runner.client.scheduler_info(n_workers=-1)["workers"]
        places = sum(worker["nthreads"] for worker in there.values())
        yield Runner("dask", runner, len(there), places, KilledWorker)
