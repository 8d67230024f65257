"""The mock teacher as a process of its own, for the time of one measurement."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class MockTeacher:
    """Where it serves, and the requests a second that it can answer at most: without latency, any number."""

    url: str
    limit: float

    def stats(self) -> dict[str, Any]:
        """Return its counts so far."""
        with urllib.request.urlopen(self.url.removesuffix("/v1") + "/stats") as reply:
            return json.load(reply)


@contextmanager
def mock_teacher(slots: int, latency_ms: float, *further: str) -> Generator[MockTeacher, None, None]:
    """Serve on a free port while the context is open; `further` are flags of mock_teacher.py."""
    program = Path(__file__).parent / "mock_teacher.py"
    command = [sys.executable, str(program), "--slots", str(slots), "--latency-ms", str(latency_ms), *further]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield MockTeacher(process.stdout.readline().strip(), slots * 1000 / latency_ms if latency_ms else inf)
        finally:
            process.terminate()
