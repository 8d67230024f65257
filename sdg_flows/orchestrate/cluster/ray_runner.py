from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager

import ray
from prefect_ray import RayTaskRunner
from ray.exceptions import RayError

from sdg_flows.core.errors import ClusterDown
from sdg_flows.orchestrate.cluster.runners import Runner


@contextmanager
def start_runner(address: str | None, workers: int | None) -> Generator[Runner, None, None]:
    """Connect to a cluster, or start one on this machine and stop it on exit.

    Raises:
        ClusterDown: the cluster does not answer.
    """
    if address is None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    local = {"num_cpus": workers, "include_dashboard": False, "log_to_driver": False}
    try:
        with RayTaskRunner(address=address, init_kwargs={} if address else local) as runner:
            shards = max(1, int(ray.cluster_resources().get("CPU", 1)))  # one to a CPU
            yield Runner("ray", runner, shards, shards, RayError)
    except ConnectionError as error:
        raise ClusterDown(f"ray: {address}: no cluster answers ({error})") from error
