"""Opens a run's teacher with the answer store of its work directory."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from sdg_flows.orchestrate.context_check import check_context
from sdg_flows.orchestrate.plan import Plan
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.teacher.answer_store.answers import CarriedAnswers
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.budget import Budget
from sdg_flows.teacher.offline import OfflineBackend
from sdg_flows.teacher.opening import open_teacher
from sdg_flows.teacher.pacing.pace import Pace
from sdg_flows.teacher.settings import TeacherSettings
from sdg_flows.teacher.teacher import Teacher


@asynccontextmanager
async def open_run_teacher(
    settings: TeacherSettings,
    keys: Mapping[str, str],
    plan: Plan,
    work: WorkDir,
    budget: Budget | None = None,
    *,
    draws_anew: bool = False,
) -> AsyncGenerator[Teacher, None]:
    """Open the teacher, which keeps its answers in the work directory, and close it on exit.

    With `draws_anew`, earlier answers of the suite are not reused.

    Raises:
        SettingsError, EndpointDown, TeacherStopped: the teacher does not answer, accept the key or serve the model, or
            the model's context is too short for a block of the plan.
    """
    teacher = await open_teacher(
        settings, partial(AnswerStore, work.answers), partial(work.count_fresh_draws, plan.suite, add=draws_anew), keys
    )
    try:
        check_context(plan.jobs, teacher)
        if budget:
            teacher.limit_budget(budget)
        yield teacher
    finally:
        await teacher.close()


def offline_stand_in() -> Teacher:
    """Return an offline teacher to use in place of one that must not be asked. Its answers are not kept."""
    return Teacher(OfflineBackend(), CarriedAnswers({}), Pace(1))
