"""A tool of rival_tools.py at its job: run once, run again, and killed at half."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from case import Case
from mock_process import MockTeacher
from rival_tools import OURS, command, probes, variables

SECONDS_A_LOOK = 0.02


@dataclass(frozen=True)
class Job:
    """One tool in a new folder with a new server; `patience` is how many seconds a run may take."""

    tool: str
    case: Case
    mock: MockTeacher
    slots: int
    venvs: Path
    home: Path
    patience: float

    @property
    def printed(self) -> Path:
        """Return the file of what the last run printed."""
        return self.case.folder / "printed"

    @property
    def said(self) -> Path:
        """Return the file of what the last run said on stderr."""
        return self.case.folder / "said"

    def started(self) -> subprocess.Popen[bytes]:
        """Start the command, in a process group of its own."""
        typed = command(self.tool, self.case, self.mock.url, self.slots, self.venvs)
        with self.printed.open("wb") as printed, self.said.open("wb") as said:
            return subprocess.Popen(
                typed,
                cwd=self.case.folder,
                env=variables(self.tool, self.case, self.home),
                stdout=printed,
                stderr=said,
                start_new_session=True,
            )

    def written(self) -> int:
        """Return the rows in the file of answers that the last run has left."""
        if self.tool == OURS:
            return json.loads(self.printed.read_text(encoding="utf-8"))["rows"]["generated/flow.jsonl"]
        answers = self.case.folder / "answers.jsonl"
        return len(answers.read_bytes().splitlines()) if answers.exists() else 0


@dataclass(frozen=True)
class Run:
    """A command that has ended: its seconds, CPU seconds of it and its children, its requests, and rows written."""

    began: float
    seconds: float
    cpu_s: float
    asked: int
    written: int


def run(job: Job) -> Run:
    """Run a tool's command to its end.

    Raises:
        RuntimeError: it left with another exit code than 0, or took longer than the job's patience.
    """
    before, cpu, began = job.mock.stats()["requests"], _cpu_of_children(), time.time()
    process = job.started()
    try:
        code = process.wait(job.patience)
    except subprocess.TimeoutExpired:
        _kill(process)
        raise RuntimeError(f"{job.tool}: no end within {job.patience:g} s") from None
    seconds, cpu = time.time() - began, _cpu_of_children() - cpu
    if code:
        raise RuntimeError(f"{job.tool}: exit code {code}\n{job.said.read_text(errors='replace')[-3000:]}")
    return Run(began, round(seconds, 2), round(cpu, 2), job.mock.stats()["requests"] - before, job.written())


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def measured(job: Job) -> dict[str, Any]:
    """Measure a run, and the same command again."""
    first = run(job)
    seen = job.mock.stats()
    first_row = seen["first_requests"][probes(job.tool)]
    again = run(job)
    return {
        "first_request_s": round(first_row - first.began, 2),
        "share_in_window": round(job.case.rows / (seen["last_answer"] - first_row) / job.mock.limit, 3),
        "seconds": first.seconds,
        "cpu_s": first.cpu_s,
        "asked": first.asked,
        "written": first.written,
        "again": {name: getattr(again, name) for name in ("seconds", "cpu_s", "asked", "written")},
    }


def killed(job: Job) -> dict[str, Any]:
    """Kill a run when half of its rows are answered, run the command again, and say what that cost."""
    process, deadline = job.started(), time.time() + job.patience
    while job.mock.stats()["answered"] < job.case.rows / 2 and process.poll() is None and time.time() < deadline:
        time.sleep(SECONDS_A_LOOK)
    _kill(process)
    try:
        again = run(job)
    except RuntimeError as ended:
        return {"again": str(ended)}
    return {"asked_beyond": job.mock.stats()["requests"] - job.case.rows, "lost": job.case.rows - again.written}
