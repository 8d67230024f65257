"""Copies a work directory into another one."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from sdg_flows.core.errors import DiskError
from sdg_flows.orchestrate.workdir.fresh_draws import fresh_draws, write_fresh_draws
from sdg_flows.orchestrate.workdir.opened_work_dir import opened_work_dir
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.teacher.answer_store.pruning import answers_by_model
from sdg_flows.teacher.answer_store.segments import merge


@dataclass(frozen=True)
class AddedCounts:
    """How many answers, checkpoints, notes of runs and review files were added."""

    answers: int
    checkpoints: int
    runs: int
    reviews: int


def copied(work: WorkDir, to: str) -> AddedCounts:
    """Add what a work directory keeps to another one; what is already there stays as it is.

    Raises:
        SettingsError, WorkDirInUse, DiskError: one of the two cannot be had, read or written.
    """
    with opened_work_dir(to) as other, other.held():
        if work.mirror:
            work.mirror.bring_checkpoints()
        before = _answers(other)
        merge(work.answers, other.answers)
        try:
            folders = (work.checkpoints, other.checkpoints), (work.runs, other.runs), (work.reviews, other.reviews)
            done = [_added(source, target) for source, target in folders]
            if drawn := fresh_draws(work.draws) | fresh_draws(other.draws):
                write_fresh_draws(drawn, other.draws)
        except OSError as error:
            raise DiskError(f"{other}: cannot be written ({error.strerror})") from error
        return AddedCounts(_answers(other) - before, *done)


def _answers(work: WorkDir) -> int:
    return sum(model.count for model in answers_by_model(work.answers)) if work.answers.exists() else 0


def _added(source: Path, target: Path) -> int:
    """Copy the files of a folder that are not in another."""
    target.mkdir(mode=0o700, exist_ok=True)
    there = {file.name for file in target.iterdir()}
    new = [file for file in source.glob("*") if file.is_file() and file.name not in there]
    for file in new:
        shutil.copy2(file, target / file.name)
    return len(new)
