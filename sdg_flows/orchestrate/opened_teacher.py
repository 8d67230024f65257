"""Opens a run's teacher over the answer store of its work directory."""

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
async def opened_teacher(
    settings: TeacherSettings,
    keys: Mapping[str, str],
    plan: Plan,
    work: WorkDir,
    budget: Budget | None = None,
    *,
    draws_anew: bool = False,
) -> AsyncGenerator[Teacher, None]:
    """Yield the teacher of the settings, whose answers are kept in the work directory; closed at the end.

    Unless it `draws_anew`, it reuses earlier draws, which are counted by suite.

    Raises:
        SettingsError, EndpointDown, TeacherStopped: the teacher does not answer, take the key or serve the model, or
            the model takes too little for a block of the plan.
    """
    teacher = await open_teacher(
        settings, partial(AnswerStore, work.answers), partial(work.count_fresh_draws, plan.suite, add=draws_anew), keys
    )
    try:
        check_context(plan.jobs, teacher)
        if budget:
            teacher.spend_at_most(budget)
        yield teacher
    finally:
        await teacher.close()


def stand_in() -> Teacher:
    """Return the offline teacher in place of one that must not be asked; its answers are not kept."""
    return Teacher(OfflineBackend(), CarriedAnswers({}), Pace(1))
