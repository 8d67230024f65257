"""Finds and removes what no run in the work directory refers to."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sdg_flows.core.errors import DiskError
from sdg_flows.orchestrate.workdir.kept_runs import finished_runs, forget_gone, unfinished_runs
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.teacher.answer_store.pruning import remove_unneeded, unneeded_answers

DAY = 86_400.0


@dataclass(frozen=True)
class Unneeded:
    """What can be removed: checkpoints by name and size, answers by number and size, and the folders that are gone.

    All of it is from before the time `before`, and none of the `needed` checkpoints rests on it.
    """

    before: float
    needed: frozenset[str]
    checkpoints: dict[str, int]
    answers: int
    answer_bytes: int
    gone: tuple[str, ...]


def unneeded(work: WorkDir, days: float | None = None) -> Unneeded:
    """Find what no run needs: neither one whose folder still exists, nor one that may still be resumed.

    What came after the last run finished, or after the first unfinished run started, is needed. With `days`, so is what
    came in these last days; an unfinished run that started before them counts as abandoned.

    Raises:
        DiskError: the work directory cannot be read.
    """
    runs = list(finished_runs(work))
    here = [run for run in runs if run.is_there]
    before = _before(work, [run.finished for run in runs], days)
    files = {entry.name: entry.stat() for entry in _files_in(work.checkpoints)}
    young = {name for name, facts in files.items() if facts.st_mtime >= before}
    needed = frozenset({key for run in here for key in run.checkpoints} | young)
    answers, size = unneeded_answers(work.answers, needed, before)
    checkpoints = {name: facts.st_size for name, facts in files.items() if name not in needed}
    return Unneeded(before, needed, checkpoints, answers, size, tuple(run.folder for run in runs if run not in here))


def remove(work: WorkDir, found: Unneeded) -> None:
    """Remove what was found; after an interruption the same call goes on.

    Raises:
        DiskError: the work directory cannot be written.
    """
    try:
        for name in found.checkpoints:
            (work.checkpoints / name).unlink(missing_ok=True)
    except OSError as error:
        raise DiskError(f"{work.checkpoints}: checkpoints cannot be removed ({error.strerror})") from error
    remove_unneeded(work.answers, found.needed, found.before)
    forget_gone(work)


def _before(work: WorkDir, finished: list[float], days: float | None) -> float:
    """Give the time from which on everything is needed; the beginning of time when no run has finished."""
    if not finished:
        return 0.0
    since = float("inf") if days is None else time.time() - days * DAY
    going_on = [run.begun for run in unfinished_runs(work) if days is None or run.begun >= since]
    return min(max(finished), since, *going_on)


def _files_in(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if entry.is_file())
