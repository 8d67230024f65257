"""The one Prefect server of a test session, begun before Prefect is imported and reads its settings."""

import atexit
import os
import shutil
import warnings
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from sdg_flows.orchestrate.embedded_server import QUIET_SETTINGS, EmbeddedServer, start_server

_USERS_OWN = ("PREFECT_PROFILE", "OPENAI_API_KEY", "OPENAI_BASE_URL")


@cache
def prefect_home() -> Path:
    """Return the folder that Prefect has as its home in this session."""
    return Path(mkdtemp(prefix="sdg-flows-prefect-"))


@cache
def begun_server() -> EmbeddedServer:
    """Start the server and set it, with a home of its own, for this process and those it starts.

    What is told to end at exit before Prefect is imported ends after it: Prefect still has things to tell the server.
    """
    for name in _USERS_OWN:
        os.environ.pop(name, None)
    os.environ.update({**QUIET_SETTINGS, "PREFECT_HOME": str(prefect_home())})
    server = start_server(prefect_home() / "server.log")
    os.environ["PREFECT_API_URL"] = server.api_url
    atexit.register(_end, server)
    return server


@pytest.fixture(scope="session")
def prefect_server(pytestconfig: pytest.Config) -> str:
    """Return the address of the server, once it is up."""
    server = begun_server()
    server.wait_until_up()
    _let_prefect_leave_sockets(pytestconfig, server.port)
    return server.api_url


def _let_prefect_leave_sockets(config: pytest.Config, port: int) -> None:
    """Pass over one warning: Prefect leaves the sockets of its synchronous client to the garbage collector."""
    message = rf"unclosed <socket.* raddr=\('127.0.0.1', {port}\)"
    config.addinivalue_line("filterwarnings", f"ignore:{message}:ResourceWarning")
    warnings.filterwarnings("ignore", message, ResourceWarning)  # the line is read when the next test begins


def _end(server: EmbeddedServer) -> None:
    server.stop()
    shutil.rmtree(prefect_home(), ignore_errors=True)
