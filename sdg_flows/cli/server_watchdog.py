"""Ends a run whose Prefect server is gone, for which Prefect itself would wait forever."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, wait

from sdg_flows.cli.terminal_text import print_text
from sdg_flows.core.errors import GenerateError
from sdg_flows.orchestrate.embedded_server import check_server

POLL_SECONDS = 2.0
MAX_SECONDS_SILENT = 20.0


def wait_or_exit(running: Future[None], is_idle: Callable[[], bool]) -> None:
    """Wait for a run and raise its error; exit with 75 when Prefect's server is gone and no request is in flight.

    The run's thread can then be ended only with the process. All answers are kept.
    """
    silent_since: float | None = None
    while not wait([running], POLL_SECONDS).done:
        error = _server_error() if is_idle() else None
        if error is None:
            silent_since = None
        elif silent_since is None:
            silent_since = time.monotonic()
        elif time.monotonic() - silent_since > MAX_SECONDS_SILENT:
            _exit(error)
    running.result()


def _server_error() -> GenerateError | None:
    """Return what is wrong with Prefect's server; None when it answers."""
    try:
        check_server()
    except GenerateError as error:
        return error
    return None


def _exit(error: GenerateError) -> None:
    url = os.environ.get("PREFECT_API_URL")
    print_text(
        f"sdg-flows: the Prefect server at {url} has not answered for {MAX_SECONDS_SILENT:.0f} s; every answer that "
        "came is kept. Start it, or unset PREFECT_API_URL; the same command goes on from here.",
        file=sys.stderr,
    )
    os._exit(error.exit_code)
