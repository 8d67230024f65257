from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.job.executor import LocalExecutor
from sdg_flows.orchestrate.open_run_teacher import open_run_teacher
from sdg_flows.orchestrate.prepared import PreparedRun
from sdg_flows.orchestrate.run_context import RunContext
from sdg_flows.orchestrate.workdir.scratch import scratch_folder
from sdg_flows.teacher.budget import parse_budget
from sdg_flows.teacher.settings import TeacherSettings


@asynccontextmanager
async def open_run_context(
    run: PreparedRun, choices: Choices, settings: TeacherSettings, keys: Mapping[str, str], *, draws_anew: bool
) -> AsyncGenerator[RunContext, None]:
    """Open the teacher of a run whose blocks run in this process, tell its progress, and close all on exit.

    Raises:
        SettingsError, EndpointDown, TeacherStopped: see `open_run_teacher`; or the budget is none.
    """
    budget = parse_budget(choices.budget) if choices.budget else None
    with scratch_folder(run.work.scratch) as folder:
        async with open_run_teacher(settings, keys, run.plan, run.work, budget, draws_anew=draws_anew) as teacher:
            run.progress.on_start(run.plan, teacher)
            yield RunContext(LocalExecutor(teacher), run.work, run.progress, folder)
