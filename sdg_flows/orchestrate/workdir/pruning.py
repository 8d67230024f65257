"""Finds and removes what no run in the work directory refers to."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sdg_flows.core.errors import DiskError
from sdg_flows.orchestrate.workdir.kept_runs import finished_runs, forget_missing_runs, unfinished_runs
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.teacher.answer_store.pruning import remove_unneeded, unneeded_answers

DAY = 86_400.0


@dataclass(frozen=True)
class Unneeded:
    """What can be removed: checkpoints by name with their bytes, a number of answers and their bytes, and gone runs.

    All of it is older than `before` (seconds since 1970), and no checkpoint in `needed` depends on it. `gone` has the
    folders of finished runs that no longer exist.
    """

    before: float
    needed: frozenset[str]
    checkpoints: dict[str, int]
    answers: int
    answer_bytes: int
    gone: tuple[str, ...]


def unneeded(work: WorkDir, days: float | None = None) -> Unneeded:
    """Find what is needed neither by a run whose folder exists nor by one that may be resumed.

    Everything since the last run finished, or since the first unfinished run started, is needed. With `days`, so is
    everything of the last `days` days, and an unfinished run that started earlier counts as abandoned.

    Raises:
        DiskError: the work directory cannot be read.
    """
    runs = list(finished_runs(work))
    kept = [run for run in runs if run.exists]
    before = _needed_since(work, [run.finished for run in runs], days)
    files = {entry.name: entry.stat() for entry in _files_in(work.checkpoints)}
    young = {name for name, facts in files.items() if facts.st_mtime >= before}
    needed = frozenset({key for run in kept for key in run.checkpoints} | young)
    answers, size = unneeded_answers(work.answers, needed, before)
    checkpoints = {name: facts.st_size for name, facts in files.items() if name not in needed}
    return Unneeded(before, needed, checkpoints, answers, size, tuple(run.folder for run in runs if run not in kept))


def remove(work: WorkDir, found: Unneeded) -> None:
    """Remove what was found. After an interruption, call it again to finish.

    Raises:
        DiskError: the work directory cannot be written.
    """
    try:
        for name in found.checkpoints:
            (work.checkpoints / name).unlink(missing_ok=True)
    except OSError as error:
        raise DiskError(f"{work.checkpoints}: checkpoints cannot be removed ({error.strerror})") from error
    remove_unneeded(work.answers, found.needed, found.before)
    forget_missing_runs(work)


def _needed_since(work: WorkDir, finished: list[float], days: float | None) -> float:
    """Return the time since when everything is needed, in seconds since 1970; 0 when no run has finished."""
    if not finished:
        return 0.0
    since = float("inf") if days is None else time.time() - days * DAY
    resumable = [run.begun for run in unfinished_runs(work) if days is None or run.begun >= since]
    return min(max(finished), since, *resumable)


def _files_in(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if entry.is_file())
