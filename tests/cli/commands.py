"""The command line, called in this process, or started in one of its own where signals and exit matter."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from orchestrate.counting_teacher import CountingTeacher
from orchestrate.project import Project
from sdg_flows.cli.main import main

Process = subprocess.Popen[str]


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture
def start(tmp_path: Path, prefect_server: str) -> Iterator[Callable[..., Process]]:
    """Return a function that starts `python -m sdg_flows.run` with words, in the test's folder."""
    running: list[Process] = []

    def started(*words: str, options: tuple[str, ...] = (), **environment: str) -> Process:
        command = [sys.executable, *options, "-m", "sdg_flows.run", *words]
        pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        running.append(subprocess.Popen(command, cwd=tmp_path, env={**os.environ, **environment}, **pipes))
        return running[-1]

    yield started
    for process in running:
        killed(process)


def ended(process: Process) -> Ended:
    """Wait for a command."""
    out, err = process.communicate(timeout=100)
    return Ended(process.returncode, out, err)


def killed(process: Process) -> int:
    """Kill a command, unless it has ended, and give how it ended."""
    process.kill()
    with process:
        return process.wait()


@pytest.fixture
def sdg_flows(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Ended]]:
    """Return a function that calls `sdg-flows run`, or another command, with words, in the test's folder."""
    monkeypatch.chdir(tmp_path)
    taken = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def called(*words: str, command: str = "run") -> Ended:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main([command, *words])
        said = capfd.readouterr()
        return Ended(int(left.value.code or 0), said.out, said.err)

    yield called
    for number, handler in taken.items():
        signal.signal(number, handler)


@pytest.fixture
def refused(
    sdg_flows: Callable[..., Ended], project: Project, teacher: CountingTeacher
) -> Callable[..., tuple[int, str]]:
    """Return a function that calls with words that are wrong; nothing is asked, written or printed but sentences.

    It gives the exit code and the sentences.
    """

    def called(*words: str) -> tuple[int, str]:
        end = sdg_flows(*words)
        assert (teacher.prompts, (project.folder / "out").exists(), end.out) == ([], False, "")
        assert "Traceback" not in end.err
        return end.code, end.err

    return called
