from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from distributed.scheduler import KilledWorker
from prefect_dask.task_runners import DaskTaskRunner

from sdg_flows.core.errors import ClusterDown
from sdg_flows.orchestrate.cluster.runners import Runner

SHARDS_PER_WORKER = 4
"""Shards on each process of a cluster that we start: while one shard's answers are read, others wait for theirs."""
WORKER_TIMEOUT = 60.0


@contextmanager
def start_runner(address: str | None, workers: int | None) -> Generator[Runner, None, None]:
    """Connect to a scheduler, or start a cluster of processes on this machine and stop it on exit.

    Raises:
        ClusterDown: the scheduler does not answer, or has no worker.
    """
    local = {"n_workers": workers, "threads_per_worker": SHARDS_PER_WORKER, "dashboard_address": "127.0.0.1:0"}
    task_runner = DaskTaskRunner(address=address) if address else DaskTaskRunner(cluster_kwargs=local)
    with task_runner as runner:
        try:
            # Dask gives all work to the workers that are there when it is submitted.
            cluster = runner.client.cluster
            awaited = 1 if cluster is None else len(cluster.worker_spec)
            runner.client.wait_for_workers(awaited, timeout=WORKER_TIMEOUT)
        except OSError as error:
            raise ClusterDown(f"dask: {address or 'this machine'}: no scheduler with a worker ({error})") from error
        workers_info = runner.client.scheduler_info(n_workers=-1)["workers"]
        slots = sum(worker["nthreads"] for worker in workers_info.values())
        yield Runner("dask", runner, len(workers_info), slots, KilledWorker)
