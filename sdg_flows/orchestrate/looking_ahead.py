from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.forecast import Looked
from sdg_flows.orchestrate.plan import Job, Plan
from sdg_flows.orchestrate.trying import looked_up, tried
from sdg_flows.orchestrate.work_dir import WorkDir
from sdg_flows.teacher.budget import budget_of
from sdg_flows.teacher.opening import open_teacher
from sdg_flows.teacher.settings import TeacherSettings
from sdg_flows.teacher.store import AnswerStore
from sdg_flows.teacher.teacher import Teacher

ROWS_LOOKED_UP = 2000
"""Rows for which it is looked what is kept; there is a prompt to render for each."""


async def looked_ahead(
    plan: Plan, choices: Choices, settings: TeacherSettings, keys: Mapping[str, str], work: WorkDir, sample: int
) -> list[Looked]:
    """Look what is kept, and try `sample` rows of each pipeline, spread over its input; their answers are kept.

    Raises:
        SettingsError, EndpointDown, TeacherStopped: the teacher does not answer, take the key or serve the model.
    """
    store, draws = partial(AnswerStore, work.answers), partial(work.fresh, again=False)
    teacher = await open_teacher(settings, store, draws, keys)
    try:
        if choices.budget:
            teacher.spend_at_most(budget_of(choices.budget))
        return [await _looked(job, teacher, sample) for job in plan.jobs]
    finally:
        await teacher.close()


async def _looked(job: Job, teacher: Teacher, sample: int) -> Looked:
    many, few = job.inputs.spread(ROWS_LOOKED_UP).table(), job.inputs.spread(sample).table()
    found = await looked_up(job.stops, many, teacher)
    seen = await tried(job.stops, few, teacher, job.name)
    return Looked(job.name, job.inputs.num_rows, few.num_rows, seen, many.num_rows, found)
