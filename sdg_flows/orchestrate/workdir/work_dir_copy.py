"""Copies a work directory into another one."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from sdg_flows.core.errors import DiskError
from sdg_flows.orchestrate.workdir.fresh_draws import read_fresh_draws, write_fresh_draws
from sdg_flows.orchestrate.workdir.open_work_dir import open_work_dir
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.teacher.answer_store.pruning import answers_by_model
from sdg_flows.teacher.answer_store.segments import merge


@dataclass(frozen=True)
class AddedCounts:
    """The number of answers, checkpoints, notes of runs and review files that were added."""

    answers: int
    checkpoints: int
    runs: int
    reviews: int


def copy_work_dir(work: WorkDir, to: str) -> AddedCounts:
    """Add the contents of a work directory to another one, in which existing answers and files stay unchanged.

    Raises:
        SettingsError, WorkDirInUse, DiskError: one of the two cannot be opened, read or written.
    """
    with open_work_dir(to) as other, other.lock():
        if work.mirror:
            work.mirror.fetch_checkpoints()
        before = _count_answers(other)
        merge(work.answers, other.answers)
        try:
            folders = (work.checkpoints, other.checkpoints), (work.runs, other.runs), (work.reviews, other.reviews)
            done = [_copy_missing_files(source, target) for source, target in folders]
            if drawn := read_fresh_draws(work.fresh_draws_file) | read_fresh_draws(other.fresh_draws_file):
                write_fresh_draws(drawn, other.fresh_draws_file)
        except OSError as error:
            raise DiskError(f"{other}: cannot be written ({error.strerror})") from error
        return AddedCounts(_count_answers(other) - before, *done)


def _count_answers(work: WorkDir) -> int:
    return sum(model.count for model in answers_by_model(work.answers)) if work.answers.exists() else 0


def _copy_missing_files(source: Path, target: Path) -> int:
    """Copy the files that `target` lacks, and return how many they are."""
    target.mkdir(mode=0o700, exist_ok=True)
    there = {file.name for file in target.iterdir()}
    new = [file for file in source.glob("*") if file.is_file() and file.name not in there]
    for file in new:
        shutil.copy2(file, target / file.name)
    return len(new)
