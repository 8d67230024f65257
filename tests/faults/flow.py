"""A flow of two requests a row in a folder of its own, whose command is run against the fault server."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.kill_flows import AT_ONCE, FLOWS, ROWS, SAME_AT_ANY_ENDPOINT, rows_digest, rows_made
from cli.commands import Ended, Process
from faults.running import Faults, faults

CALLS = 2 * ROWS


@dataclass(frozen=True)
class Flow:
    """The folder, the server, and ways to run the command: in this process, or in one of its own."""

    folder: Path
    teacher: Faults
    call: Callable[..., Ended]
    start: Callable[..., Process]

    def words(self, model: str = "ok", **chosen: Path | int) -> list[str]:
        """Return the words of the command; a fault is a model's name."""
        places = {"output": self.folder / "out", "work-dir": self.folder / "work", "max-in-flight": AT_ONCE, **chosen}
        said = [word for name, value in places.items() for word in (f"--{name.replace('_', '-')}", str(value))]
        return [*FLOWS["three_blocks"](self.folder), "--endpoint", self.teacher.url, "--model", model, "--quiet", *said]

    def run(self, model: str = "ok", **chosen: Path | int) -> Ended:
        """Run the command in this process."""
        return self.call(*self.words(model, **chosen))

    def begin(self, *words: str, **environment: str) -> Process:
        """Start the command, with further words, in a process of its own."""
        return self.start(*self.words(), *words, **environment)

    @property
    def runs(self) -> list[Path]:
        """Return the folders of the runs that were written."""
        out = self.folder / "out"
        return sorted(run for run in out.iterdir() if not run.name.startswith(".")) if out.exists() else []

    @property
    def digest(self) -> str:
        """Return the digest of the rows of the last run that was written."""
        return rows_digest(self.runs[-1], SAME_AT_ANY_ENDPOINT)

    @property
    def rejected_by_reason(self) -> Counter[str]:
        """Return how many rows of the last run were rejected, by reason."""
        lines = (self.runs[-1] / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
        return Counter(json.loads(line)["reason"] for line in lines)

    @property
    def rows(self) -> int:
        """Return how many rows the last run made."""
        return len(rows_made(self.runs[-1]))

    @property
    def asked_again(self) -> int:
        """Return how many calls had a prompt that was asked before."""
        return len(self.teacher.calls) - len({call.prompt for call in self.teacher.calls})


@pytest.fixture
def flow(tmp_path: Path, at_faults: Faults, sdg_flows: Callable[..., Ended], start: Callable[..., Process]) -> Flow:
    return Flow(tmp_path, at_faults, sdg_flows, start)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> str:
    """Return the digest of the rows of a run without trouble."""
    folder = tmp_path_factory.mktemp("whole")
    with faults() as teacher:
        command = [sys.executable, "-m", "sdg_flows.run", *FLOWS["three_blocks"](folder), "--endpoint", teacher.url]
        subprocess.run([*command, "--model", "ok", "--quiet"], cwd=folder, check=True)
    return rows_digest(next((folder / "out").iterdir()), SAME_AT_ANY_ENDPOINT)
