"""A Prefect server of a test's own, which may be killed and come back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sdg_flows.orchestrate import embedded_server
from sdg_flows.orchestrate.embedded_server import EmbeddedServer, start_server


class OwnPrefect:
    """A Prefect server with a database of its own."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._home = home
        self._patch = monkeypatch
        self._patch.setenv("PREFECT_HOME", str(home))
        self._server: EmbeddedServer | None = None

    @property
    def url(self) -> str:
        assert self._server
        return self._server.api_url

    def up(self) -> None:
        """Start it, at its address of before."""
        self._home.mkdir(exist_ok=True)
        if before := self._server:
            self._patch.setattr(embedded_server, "_free_port", lambda: before.port)
        self._server = start_server(self._home / "server.log")
        self._server.wait_until_up()

    def gone(self) -> None:
        """Kill it."""
        assert self._server
        self._server.kill()

    def forget(self) -> None:
        """Kill it, and delete all it knows."""
        self.gone()
        shutil.rmtree(self._home)


@pytest.fixture
def own_prefect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnPrefect]:
    server = OwnPrefect(tmp_path / "prefect", monkeypatch)
    server.up()
    yield server
    server.gone()
