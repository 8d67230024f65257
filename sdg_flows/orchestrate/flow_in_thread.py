"""Runs the flow from Python in its own thread and event loop, so that notebooks can call it too."""

from __future__ import annotations

import asyncio
import atexit
import contextvars
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any, TypeVar

from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

from sdg_flows.core.run_record import PipelineResult
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.embedded_server import CLIENT_RETRIES, check_server, server_is_configured, start_server
from sdg_flows.orchestrate.flows import generate
from sdg_flows.orchestrate.plan import Plan
from sdg_flows.orchestrate.prepared import PREPARED, PreparedRun
from sdg_flows.orchestrate.progress import Progress
from sdg_flows.orchestrate.workdir.open_work_dir import open_work_dir
from sdg_flows.orchestrate.workdir.remote_work_dir import check_output
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.outputs.run_folder.folder import WrittenRun

Result = TypeVar("Result")


def run_in_thread(
    choices: Choices,
    plan: Plan,
    make_result: Callable[[WrittenRun, Sequence[PipelineResult]], Result],
    work: WorkDir | None = None,
) -> Result:
    """Run the flow for a plan, even where an event loop is running, and return the result of `make_result`.

    `make_result` is called before the run ends, while the generated rows can still be read. `work` is the work
    directory, if it is already open. From async code: `await asyncio.to_thread(run_in_thread, …)`.

    Raises:
        GenerateError: the run was refused or stopped; all answers are kept.
    """
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(contextvars.copy_context().run, _run, choices, plan, make_result, work).result()


def _run(
    choices: Choices,
    plan: Plan,
    make_result: Callable[[WrittenRun, Sequence[PipelineResult]], Result],
    work: WorkDir | None,
) -> Result:
    results: list[Result] = []
    run_flow: Any = generate  # Prefect's overloads take an async flow for a state
    check_output(choices)
    at_work = nullcontext(work) if work else open_work_dir(choices.work_dir)
    with at_work as opened, opened.lock(), _server(opened):
        progress = Progress(
            on_end=lambda written, pipeline_results: results.append(make_result(written, pipeline_results))
        )
        PREPARED.set(PreparedRun(plan, opened, progress))
        asyncio.run(run_flow(**choices.as_dict()))
    return results[0]


def _server(work: WorkDir) -> AbstractContextManager[object]:
    """Make Prefect use the configured server, or else a server that this process starts and keeps until it ends."""
    if server_is_configured():
        check_server()
        return nullcontext()
    return temporary_settings(updates={PREFECT_API_URL: _own_server(work), PREFECT_CLIENT_MAX_RETRIES: CLIENT_RETRIES})


@cache
def _own_server(work: WorkDir) -> str:
    """Start a server, once a process. It stops at exit, after Prefect has sent it the rest of its records."""
    server = start_server(work.server_log)
    atexit.register(server.stop)  # before Prefect's own, and so after them
    server.wait_until_up()
    return server.api_url
