"""Where blocks run: in this process, or on the workers of a Prefect task runner."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from prefect import Task
from prefect.task_runners import TaskRunner

from sdg_flows.core.errors import ClusterDown, SettingsError, did_you_mean
from sdg_flows.orchestrate.choices import Choices

LOCAL = "local"
RUNNERS = {"dask": "prefect_dask", "ray": "prefect_ray"}
"""Each runner, and the package that it needs, which is the extra of that name."""
_HERE = ("127.0.0.1", "localhost", "::1", None)


@dataclass(frozen=True)
class Runner:
    """A Prefect task runner that has been started, on so many workers. A lost worker's shards go to another one.

    `places` is how many shards they work on at one time.

    `lost` is what the cluster raises when it could not.
    """

    name: str
    runner: TaskRunner[Any]
    workers: int
    places: int
    lost: type[Exception]

    def result_of(self, work: Task[..., Any], parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401  of the task
        """Run a task on a worker, wait for it, and return its result.

        Raises:
            ClusterDown: the work was lost with its worker again and again.
        """
        try:
            return self.runner.submit(work, dict(parameters)).result()
        except self.lost as error:
            raise ClusterDown(
                f"{self.name}: workers were lost again and again with the same shard ({error})"
            ) from error


@dataclass(frozen=True)
class Chosen:
    """The chosen runner: the address of a running cluster, or how many processes to start on this machine."""

    name: str
    address: str | None
    workers: int | None

    def started(self) -> AbstractContextManager[Runner]:
        """Connect to the cluster, or start one that ends with the context.

        Raises:
            GenerateError: nobody answers at the address, or no worker is there.
        """
        return import_module(f"sdg_flows.orchestrate.cluster.{self.name}_runner").started(self.address, self.workers)


def chosen_runner(choices: Choices, *, server_is_shared: bool) -> Chosen | None:
    """Return the runner that was chosen; None for this process alone.

    `server_is_shared` is False when Prefect's server lives on loopback, for this run only.

    Raises:
        SettingsError: no runner has that name, its extra is not installed, or workers could not reach the server.
    """
    name, address, workers = choices.runner, choices.address, choices.workers
    if name == LOCAL:
        if address or workers:
            raise SettingsError("--address and --workers: are for a cluster; give --runner dask or --runner ray")
        return None
    if choices.budget:
        raise SettingsError("--budget: is kept by the process that asks; leave --runner at local, or the budget away")
    if name not in RUNNERS:
        names = (LOCAL, *RUNNERS)
        raise SettingsError(f"--runner: there is no {name!r}.{did_you_mean(name, names)} There: {', '.join(names)}.")
    if find_spec(RUNNERS[name]) is None:
        raise SettingsError(f"--runner {name}: needs {RUNNERS[name]}; pip install 'sdg_flows[{name}]'")
    if not server_is_shared and _is_elsewhere(address):
        raise SettingsError(
            f"--address {address}: workers there cannot reach the Prefect server of this run, which is on loopback; "
            "set PREFECT_API_URL to a server that they can reach"
        )
    return Chosen(name, address, workers)


def _is_elsewhere(address: str | None) -> bool:
    if address is None or address == "auto":
        return False
    return urlsplit(address if "//" in address else f"//{address}").hostname not in _HERE
