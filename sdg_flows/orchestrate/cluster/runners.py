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
"""Each runner and the package that it needs, which the extra of the runner's name installs."""
_LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1", None)


@dataclass(frozen=True)
class Runner:
    """A Prefect task runner that has been started. Shards of a lost worker are given to another one.

    The `workers` have `slots` for shards together. `lost` is the exception of the cluster when it gives a shard up.
    """

    name: str
    runner: TaskRunner[Any]
    workers: int
    slots: int
    lost: type[Exception]

    def run(self, work: Task[..., Any], parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401  of the task
        """Run a task on a worker and return its result.

        Raises:
            ClusterDown: several workers were lost while they ran it.
        """
        try:
            return self.runner.submit(work, dict(parameters)).result()
        except self.lost as error:
            raise ClusterDown(
                f"{self.name}: workers were lost again and again with the same shard ({error})"
            ) from error


@dataclass(frozen=True)
class ChosenRunner:
    """The chosen runner: the address of a running cluster, or how many processes to start on this machine."""

    name: str
    address: str | None
    workers: int | None

    def start(self) -> AbstractContextManager[Runner]:
        """Connect to the cluster, or start one and stop it on exit.

        Raises:
            GenerateError: the cluster does not answer, or has no worker.
        """
        return import_module(f"sdg_flows.orchestrate.cluster.{self.name}_runner").start_runner(
            self.address, self.workers
        )


def chosen_runner(choices: Choices, *, server_is_shared: bool) -> ChosenRunner | None:
    """Return the chosen runner; None for this process alone.

    `server_is_shared` is False when Prefect's server runs on loopback, for this run only.

    Raises:
        SettingsError: there is no such runner, its extra is not installed, an option does not go with it, or workers
            could not reach the Prefect server.
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
    if not server_is_shared and _is_on_other_machine(address):
        raise SettingsError(
            f"--address {address}: workers there cannot reach the Prefect server of this run, which is on loopback; "
            "set PREFECT_API_URL to a server that they can reach"
        )
    return ChosenRunner(name, address, workers)


def _is_on_other_machine(address: str | None) -> bool:
    if address is None or address == "auto":
        return False
    return urlsplit(address if "//" in address else f"//{address}").hostname not in _LOOPBACK_HOSTS
