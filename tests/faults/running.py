"""The fault server beside this process's own event loop, for commands that run elsewhere; and short waits."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from faults.server import Call, FaultServer
from sdg_flows.teacher import retry_policy


class Faults:
    """A fault server in a thread."""

    def __init__(self) -> None:
        self.server = FaultServer()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def calls(self) -> Sequence[Call]:
        """Return the calls so far."""
        return tuple(self.server.calls)

    def up(self) -> None:
        """Listen, on the same port as before."""
        if not self._thread.is_alive():
            self._thread.start()
        self._wait(self.server.open())

    def down(self) -> None:
        """Drop every connection and listen no more."""
        self._wait(self.server.close())

    def end(self) -> None:
        """Go down for good."""
        self.down()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def wait_for(self, calls: int, seconds: float = 60.0) -> None:
        """Come back when so many calls have come."""
        deadline = time.monotonic() + seconds
        while len(self.server.calls) < calls:
            assert time.monotonic() < deadline, f"{len(self.server.calls)} of {calls} calls came in {seconds} s"
            time.sleep(0.005)

    def _wait(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(20)


@contextmanager
def faults() -> Generator[Faults, None, None]:
    """Serve while the context is open."""
    serving = Faults()
    serving.up()
    try:
        yield serving
    finally:
        serving.end()


@pytest.fixture
def at_faults() -> Iterator[Faults]:
    with faults() as serving:
        yield serving


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the teacher wait for hundredths of a second between attempts where the server names no time."""
    monkeypatch.setattr(retry_policy, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(retry_policy, "MAX_WAIT", 0.05)
