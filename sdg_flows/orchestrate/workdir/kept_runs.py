"""The work directory's notes of runs: unfinished ones, and the checkpoints that finished ones depend on."""

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

_PLACEMENT_CHOICES = ("runner", "address", "workers")
"""Choices that may differ when a run is resumed: they do not change its rows."""


@dataclass(frozen=True)
class FinishedRun:
    """A run's folder, its end in seconds since 1970, its count of fresh draws, and the keys of its checkpoints.

    `host` is the machine with the folder; empty when the folder is at an address.
    """

    folder: str
    finished: float
    fresh: int
    checkpoints: Sequence[str]
    host: str = ""

    @property
    def exists(self) -> bool:
        """Return whether the folder exists; a folder on another machine is assumed to."""
        return place(self.folder).is_dir() or self.host not in ("", socket.gethostname())


@dataclass(frozen=True)
class UnfinishedRun:
    """A run that has started and not finished, and its start in seconds since 1970."""

    pipeline: str
    begun: float


def record_start(work: WorkDir, choices: Choices) -> None:
    """Note that a run has started. The note of a run that is resumed keeps its first start time.

    Raises:
        DiskError: the work directory cannot be written.
    """
    note = _unfinished_note(work, choices)
    if not note.exists():
        _write(note, asdict(UnfinishedRun(choices.pipeline, time.time())))


def record_finish(work: WorkDir, choices: Choices, folder: Place, fresh: int, checkpoints: Iterable[str]) -> None:
    """Note the folder of a finished run, the checkpoints that it depends on, and a time not before its last answer's.

    Raises:
        DiskError: the work directory cannot be read or written.
    """
    finished = max(time.time(), last_received(work.answers))
    host = socket.gethostname() if isinstance(folder, Path) else ""
    keys = tuple(sorted(checkpoints))
    run = FinishedRun(str(folder.resolve()), finished, fresh, keys, host)
    _write(work.runs / f"{digest(run.folder)}.json", asdict(run))
    _unfinished_note(work, choices).unlink(missing_ok=True)


def finished_runs(work: WorkDir) -> Iterator[FinishedRun]:
    """Yield the finished runs, including those whose folder is gone."""
    for note in sorted(work.runs.glob("*.json")):
        yield FinishedRun(**json.loads(note.read_text(encoding="utf-8")))


def unfinished_runs(work: WorkDir) -> Iterator[UnfinishedRun]:
    """Yield the runs that have started and not finished."""
    for note in sorted(work.runs.glob("*.begun")):
        yield UnfinishedRun(**json.loads(note.read_text(encoding="utf-8")))


def forget_missing_runs(work: WorkDir) -> None:
    """Remove the notes of finished runs whose folder no longer exists."""
    for run in finished_runs(work):
        if not run.exists:
            (work.runs / f"{digest(run.folder)}.json").unlink()


def _unfinished_note(work: WorkDir, choices: Choices) -> Path:
    said = {name: choice for name, choice in choices.for_report().items() if name not in _PLACEMENT_CHOICES}
    return work.runs / f"{digest({**said, 'fresh': False})}.begun"


def _write(note: Path, content: dict[str, object]) -> None:
    try:
        note.parent.mkdir(mode=0o700, exist_ok=True)
        write_atomically(json.dumps(content), note)
    except OSError as error:
        raise DiskError(f"{note}: what a run rests on cannot be noted ({error.strerror})") from error
