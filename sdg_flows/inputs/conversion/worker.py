"""Our end of a child process that converts documents."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from sdg_flows.core.errors import DiskError
from sdg_flows.inputs.conversion.formats import Format

_PACKAGE_PARENT = Path(__file__).parents[3]
"""The folder of the child, so that nothing in the user's own shadows a module."""


@dataclass(frozen=True)
class Task:
    """A document to convert, and the file that shall hold it as JSON."""

    path: Path
    target: Path
    format: Format


class Worker:
    """A child process that has one task at a time; it ends with its input, or when its limits are reached."""

    def __init__(self) -> None:
        self._stderr: IO[bytes] = TemporaryFile()  # noqa: SIM115  closed by `end`
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sdg_flows.inputs.conversion.child"],
            cwd=_PACKAGE_PARENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            bufsize=0,
            start_new_session=True,
        )
        self.task: Task | None = None
        self.deadline = 0.0

    @property
    def reply_fd(self) -> int:
        """Return the file descriptor that can be read when the child has replied or ended."""
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    def send(self, task: Task) -> None:
        """Send a task; a child that is gone is noticed when its reply is read."""
        self.task, self.deadline = task, time.monotonic() + task.format.limits.wall_seconds
        limits = {"memory": task.format.limits.memory, "cpu_seconds": task.format.limits.cpu_seconds}
        paths = {"path": str(task.path.absolute()), "target": str(task.target.absolute())}
        request = json.dumps({"module": task.format.module, **paths, **limits})
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{request}\n".encode())
        except BrokenPipeError:
            return

    def read_reply(self) -> str | None:
        """Return the reason why the task's document cannot be read, or None if it was converted.

        Raises:
            DiskError: the converted document cannot be kept.
        """
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            return self._exit_reason()
        reply = json.loads(line)
        if reply.get("disk"):
            raise DiskError(f"a converted document cannot be kept: {reply['disk']}")
        return reply["reason"]

    @property
    def alive(self) -> bool:
        """Return whether it can be given another task."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Kill it, with what it started, and close its streams."""
        if self.alive:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()
        self._stderr.close()

    def _exit_reason(self) -> str:
        code = self._process.wait()
        assert self.task is not None
        if code == -signal.SIGXCPU:
            return f"it takes more than {self.task.format.limits.cpu_seconds} seconds of processor time"
        if code < 0:
            return f"its parser was ended by {signal.Signals(-code).name}"
        self._stderr.seek(0)
        said = self._stderr.read().decode(errors="replace").strip().splitlines()
        return f"its parser stopped: {said[-1][:300] if said else f'exit code {code}'}"
