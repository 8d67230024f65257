"""Run a command and watch its process from outside, by what /proc says of it (Linux)."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SECONDS_A_LOOK = 0.05
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Watched:
    """A command that has ended well. Times are seconds since 1970; `cpu` is (time, CPU seconds so far) for each look.

    CPU and memory are those of the process itself, without its children.
    """

    began: float
    printed: float
    ended: float
    output: str
    cpu: tuple[tuple[float, float], ...]
    peak_rss_mb: float

    @property
    def seconds(self) -> float:
        """Return how long it ran."""
        return self.ended - self.began

    def cpu_seconds(self, since: float, until: float) -> float:
        """Return the CPU seconds that it used between two times, by the nearest looks."""
        return self._cpu_at(until) - self._cpu_at(since)

    def _cpu_at(self, moment: float) -> float:
        at = bisect_left(self.cpu, (moment,))
        return self.cpu[min(at, len(self.cpu) - 1)][1]


def watched(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Watched:
    """Run a command in a folder.

    Raises:
        RuntimeError: it left with another exit code than 0; the message ends with what it printed.
    """
    looks: list[tuple[float, float]] = []
    peak = 0.0
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as said:
        began = time.time()
        process = subprocess.Popen(command, cwd=folder, env=dict(environment), stdout=output, stderr=said)
        while process.poll() is None:
            with suppress(FileNotFoundError, ProcessLookupError):  # it may end between two looks
                looks.append((time.time(), _cpu(process.pid)))
                peak = max(peak, _peak_rss_mb(process.pid))
            time.sleep(SECONDS_A_LOOK)
        ended = time.time()
        output.seek(0)
        said.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}: exit code {process.returncode}\n{said.read()[-3000:]}")
        printed = os.fstat(output.fileno()).st_mtime
        return Watched(began, printed, ended, output.read(), tuple(looks), peak)


def _cpu(pid: int) -> float:
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / _TICK


def _peak_rss_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)
