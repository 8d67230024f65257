"""The one Prefect server of a test session, and the settings that Prefect must find before it is imported."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from sdg_flows.orchestrate.embedded_server import QUIET, EmbeddedServer, start_server


@cache
def prefect_home() -> Path:
    """Give the folder that Prefect has as its home in this session."""
    return Path(_scratch().name) / "prefect"


def settle_prefect() -> None:
    """Give Prefect a home of its own, before a test module imports it, and take the user's own settings away."""
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        os.environ.pop(name, None)
    os.environ.update({**QUIET, "PREFECT_HOME": str(prefect_home())})


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[str]:
    """Give the address of the server, set for this process and for those it starts."""
    from prefect.settings import PREFECT_API_URL, temporary_settings  # Prefect reads its settings when it is imported

    server = _server()
    server.wait_until_up()
    os.environ["PREFECT_API_URL"] = server.api_url
    with temporary_settings({PREFECT_API_URL: server.api_url}):
        yield server.api_url
    server.stop()


@cache
def _scratch() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="sdg-flows-tests-", ignore_cleanup_errors=True)


@cache
def _server() -> EmbeddedServer:
    prefect_home().mkdir(exist_ok=True)
    return start_server(prefect_home().parent / "server.log")
