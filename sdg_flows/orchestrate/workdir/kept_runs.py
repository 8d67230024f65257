"""The work directory's notes of runs: those that have not finished, and the checkpoints that finished ones rest on."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sdg_flows.core.errors import DiskError
from sdg_flows.core.identity import digest
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.storage.atomic_write import write_atomically
from sdg_flows.storage.url import Place, place
from sdg_flows.teacher.answer_store.kept_replies import last_received

_OF_ONE_COMMAND = ("runner", "address", "workers")
"""Choices in which the command that goes on with a run may differ: the same rows come of it."""


@dataclass(frozen=True)
class FinishedRun:
    """A run's folder, when it was finished, its count of fresh draws, and the keys of the checkpoints it rests on.

    `host` is the machine that has the folder; empty when that is at an address.
    """

    folder: str
    finished: float
    fresh: int
    checkpoints: Sequence[str]
    host: str = ""

    @property
    def is_there(self) -> bool:
        """True when the folder exists; one on another machine is taken to exist."""
        return place(self.folder).is_dir() or self.host not in ("", socket.gethostname())


@dataclass(frozen=True)
class UnfinishedRun:
    """A run that has started and not yet finished."""

    pipeline: str
    begun: float


def note_begun(work: WorkDir, choices: Choices) -> None:
    """Note that a run has started; the same command again resumes it, and keeps its first start time.

    Raises:
        DiskError: the work directory cannot be written.
    """
    note = _of_unfinished(work, choices)
    if not note.exists():
        _write(note, asdict(UnfinishedRun(choices.pipeline, time.time())))


def note_finished(work: WorkDir, choices: Choices, folder: Place, fresh: int, checkpoints: Iterable[str]) -> None:
    """Note what a run rests on, now that its folder is written; it is finished after the last answer, by any clock.

    Raises:
        DiskError: the work directory cannot be read or written.
    """
    finished = max(time.time(), last_received(work.answers))
    host = socket.gethostname() if isinstance(folder, Path) else ""
    keys = tuple(sorted(checkpoints))
    run = FinishedRun(str(folder.resolve()), finished, fresh, keys, host)
    _write(work.runs / f"{digest(run.folder)}.json", asdict(run))
    _of_unfinished(work, choices).unlink(missing_ok=True)


def finished_runs(work: WorkDir) -> Iterator[FinishedRun]:
    """Yield the finished runs, including those whose folder is gone."""
    for note in sorted(work.runs.glob("*.json")):
        yield FinishedRun(**json.loads(note.read_text(encoding="utf-8")))


def unfinished_runs(work: WorkDir) -> Iterator[UnfinishedRun]:
    """Yield the runs that have started and not finished."""
    for note in sorted(work.runs.glob("*.begun")):
        yield UnfinishedRun(**json.loads(note.read_text(encoding="utf-8")))


def forget_gone(work: WorkDir) -> None:
    """Forget the finished runs whose folder is gone."""
    for run in finished_runs(work):
        if not run.is_there:
            (work.runs / f"{digest(run.folder)}.json").unlink()


def _of_unfinished(work: WorkDir, choices: Choices) -> Path:
    said = {name: choice for name, choice in choices.shown.items() if name not in _OF_ONE_COMMAND}
    return work.runs / f"{digest({**said, 'fresh': False})}.begun"


def _write(note: Path, content: dict[str, object]) -> None:
    try:
        note.parent.mkdir(mode=0o700, exist_ok=True)
        write_atomically(json.dumps(content), note)
    except OSError as error:
        raise DiskError(f"{note}: what a run rests on cannot be noted ({error.strerror})") from error
