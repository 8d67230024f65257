"""A run that has not started, for the commands that try some rows before it: `plan`, `preview` and `compare`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from sdg_flows.cli.running import choices_of
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.plan import Plan, make_plan
from sdg_flows.orchestrate.teacher_settings import teacher_settings
from sdg_flows.orchestrate.workdir.open_work_dir import open_work_dir
from sdg_flows.orchestrate.workdir.scratch import scratch_folder
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.teacher.budget import Budget, Price, parse_budget
from sdg_flows.teacher.settings import TeacherSettings, check_names


@dataclass(frozen=True)
class PendingRun:
    """A run that has not started: its plan, its work directory, and the limit on what it may buy."""

    plan: Plan
    work: WorkDir
    budget: Budget | None


@contextmanager
def pending_run(choices: Choices) -> Generator[PendingRun]:
    """Plan the chosen run, and lock its work directory while the context lasts.

    Raises:
        Refused, WorkDirInUse, DiskError: for the same reasons as a run.
    """
    with open_work_dir(choices.work_dir) as work, work.lock(), scratch_folder(work.scratch) as folder:
        yield PendingRun(
            make_plan(choices, work, folder), work, parse_budget(choices.budget) if choices.budget else None
        )


def chosen_teacher(flags: argparse.Namespace) -> TeacherSettings:
    """Return the settings of the chosen teacher, with the price of `--price`.

    Raises:
        SettingsError: see `teacher_settings`.
    """
    settings = teacher_settings(choices_of(flags), os.environ)
    if not flags.price:
        return settings
    prompt, completion = flags.price
    return settings.model_copy(update={"price": Price(prompt=prompt, completion=completion)})


async def keys_for(settings: TeacherSettings, plan: Plan) -> dict[str, str]:
    """Load the keys in Secret blocks.

    Raises:
        SettingsError: a block of the flow names an unknown endpoint, or a Secret block does not exist.
    """
    check_names(settings, plan.teachers)
    if not settings.key_blocks:
        return {}
    from sdg_flows.orchestrate.secret_keys import load_secret_keys  # imports Prefect, which nothing else here needs

    return await load_secret_keys(settings)


def prices_of(settings: TeacherSettings) -> dict[str | None, Price | None]:
    """Return the price of each endpoint by its name, None for the run's own."""
    return {None: settings.price} | {name: one.price for name, one in settings.endpoints.items()}
