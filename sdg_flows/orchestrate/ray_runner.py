from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import ray
from prefect import Task
from prefect_ray import RayTaskRunner
from ray.exceptions import RayError

from sdg_flows.core.errors import ClusterDown


@dataclass(frozen=True)
class RayRunner:
    """Prefect's task runner on a Ray cluster: a shard on each CPU. Ray gives a lost one to another worker."""

    runner: RayTaskRunner[Any]
    workers: int

    def result_of(self, work: Task[..., Any], parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401  of the task
        """Run a task on a worker, and give its result."""
        try:
            return self.runner.submit(work, dict(parameters)).result()
        except RayError as error:
            raise ClusterDown(f"ray: workers were lost again and again with the same shard ({error})") from error


@contextmanager
def started(address: str | None, workers: int | None) -> Generator[RayRunner, None, None]:
    """Connect to a cluster, or start one of processes on this machine that ends with the context.

    Raises:
        ClusterDown: nobody answers there.
    """
    if address is None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    local = {"num_cpus": workers, "include_dashboard": False, "log_to_driver": False}
    try:
        with RayTaskRunner(address=address, init_kwargs={} if address else local) as runner:
            yield RayRunner(runner, max(1, int(ray.cluster_resources().get("CPU", 1))))
    except ConnectionError as error:
        raise ClusterDown(f"ray: {address}: no cluster answers ({error})") from error
