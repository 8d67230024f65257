from __future__ import annotations

import asyncio
import os
import platform
from collections.abc import Sequence
from contextlib import nullcontext
from contextvars import ContextVar
from datetime import datetime, timezone
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.runtime import flow_run

from sdg_flows import __version__
from sdg_flows.core.story import Generated, RunRecord
from sdg_flows.orchestrate.artifacts import progress_shown, summary_shown
from sdg_flows.orchestrate.choices import NUM_INSTRUCTIONS, Choices
from sdg_flows.orchestrate.collecting import rarely_collected
from sdg_flows.orchestrate.copy_of_url import check_output
from sdg_flows.orchestrate.crew import asker_for
from sdg_flows.orchestrate.embedded_server import server_is_configured
from sdg_flows.orchestrate.kept_runs import note_begun, note_finished
from sdg_flows.orchestrate.opened_work_dir import opened_work_dir
from sdg_flows.orchestrate.plan import Job, Plan, plan_of
from sdg_flows.orchestrate.progress import WATCHED, Progress
from sdg_flows.orchestrate.runners import chosen_runner
from sdg_flows.orchestrate.scratch import scratch
from sdg_flows.orchestrate.sending import sent_meanwhile
from sdg_flows.orchestrate.travel import Site, all_of, generated_by
from sdg_flows.outputs.annotated import write_annotated
from sdg_flows.outputs.folder import Written, write
from sdg_flows.outputs.places import file_at, free_folder
from sdg_flows.storage.url import place
from sdg_flows.teacher.budget import budget_of
from sdg_flows.teacher.offline import OfflineLine
from sdg_flows.teacher.opening import open_teacher
from sdg_flows.teacher.settings import check_names, settings_from
from sdg_flows.teacher.store import AnswerStore
from sdg_flows.teacher.teacher import Teacher

PACKAGES = ("prefect", "datasets", "openai", "pyarrow")

_SITE: ContextVar[tuple[Site, Job, asyncio.Event]] = ContextVar("_SITE")
"""What a pipeline's subflow works with; its parameters are only what the UI shows."""


def _named_by_suite() -> str:
    given: dict[str, Any] = flow_run.get_parameters()
    return f"{Path(given['pipeline']).stem} · {datetime.now().astimezone():%d %b %H:%M}"


@flow(name="pipeline", flow_run_name="{pipeline} · {rows} rows", persist_result=False)
async def run_pipeline(pipeline: str, flow_file: str, rows: int) -> Generated:
    """Run one pipeline on its table; the parameters are there to be seen in the UI.

    Task runners send the flow to workers by value: what it does is a function of its own, which goes by name.
    """
    return await _generated(pipeline)


async def _generated(pipeline: str) -> Generated:
    site, job, begun = _SITE.get()
    begun.set()
    async with progress_shown(pipeline, site.progress):
        return await generated_by(job, site)


@flow(name="generate", flow_run_name=_named_by_suite, persist_result=False)
async def generate(
    pipeline: str = "simple",
    taxonomy: str | None = None,
    input: str | None = None,
    output: str = "out",
    work_dir: str = ".sdg_work",
    endpoint: str | None = None,
    model: str | None = None,
    model_family: str | None = None,
    teacher: str | None = None,
    num_instructions: int = NUM_INSTRUCTIONS,
    max_in_flight: int | None = None,
    fresh: bool = False,
    limit: int | None = None,
    save_path: str | None = None,
    max_tokens: dict[str, int] | None = None,
    system_prompt: str | None = None,
    taxonomy_base: str | None = None,
    runner: str = "local",
    address: str | None = None,
    workers: int | None = None,
    budget: str | None = None,
) -> dict[str, Any]:
    """Generate training data: run a suite's pipelines over a taxonomy or a table.

    Args:
        pipeline: A suite's name, a folder of flow files, or one flow file.
        taxonomy: A folder of qna.yaml files; without it and without input, ./taxonomy or else the example.
        input: A table in place of a taxonomy: JSONL, Parquet or CSV, here or at a URL.
        output: The folder of runs, here or at a URL; each run makes a folder of its own below it.
        work_dir: Kept answers and checkpoints, here or at a URL; the same folder again resumes.
        endpoint: The address of an OpenAI-compatible server; without it OPENAI_BASE_URL, else the offline teacher.
        model: The model to ask; without it the one that the endpoint serves.
        model_family: A chat format to use on /v1/completions in place of chat messages.
        teacher: A teacher file, for all that endpoint and model do not say.
        num_instructions: How many draws a row has where a flow file says `n: scaled`.
        max_in_flight: The most requests at one time; how many there are is found by trying.
        fresh: Draw everything anew, and keep it beside the earlier answers.
        limit: Read the first so many input rows of each pipeline only.
        save_path: A file that gets every input row, in order, with what was made of it.
        max_tokens: The most tokens of an answer, by the name of the block, over what the flow file says.
        system_prompt: The system message of training rows; without it that of the model family.
        taxonomy_base: A git branch or commit: only leaves that differ from it are read.
        runner: Where shards are worked on: local is this process, dask and ray are the workers of a cluster.
        address: The cluster's address; without it one is started on this machine, for this run.
        workers: How many processes such a cluster has; without it one a CPU.
        budget: The most that this run may buy, such as 25usd or 2Mtok; then it stops, and the same again goes on.
    """
    choices = Choices(**flow_run.get_parameters())
    check_output(choices)
    progress = WATCHED.get() or Progress()
    at_work = nullcontext(progress.work) if progress.work else opened_work_dir(choices.work_dir)
    with at_work as work, work.held(), scratch(work.scratch) as folder:
        plan = progress.plan or plan_of(choices, work, folder / "inputs")
        settings = settings_from(choices.teacher_file, choices.asked_of_teacher, os.environ)
        check_names(settings, plan.teachers)
        cluster = chosen_runner(choices, server_is_shared=server_is_configured())
        draws = partial(work.fresh, again=choices.fresh)
        opened = await open_teacher(settings, partial(AnswerStore, work.answers), draws)
        try:
            if choices.budget:
                opened.spend_at_most(budget_of(choices.budget))
            with rarely_collected():
                asking = asker_for(opened, cluster, settings, work.fresh(again=False))
                async with sent_meanwhile(work, opened.stop), asking as asker:
                    written = await _run(plan, choices, Site(asker, work, progress, folder))
        finally:
            await opened.close()
    return {"folder": str(written.folder), "rows": dict(written.counts)}


async def _run(plan: Plan, choices: Choices, site: Site) -> Written:
    """Run all pipelines side by side, and write what they made."""
    started = datetime.now(timezone.utc)
    note_begun(site.work, choices)
    site.progress.began(plan, site.teacher)
    generated = await _side_by_side(plan.jobs, site)
    folder = free_folder(place(choices.output), plan.suite, started)
    written = write(_record(plan, choices, site.teacher, started, generated, folder.name), folder)
    await site.work.send()
    note_finished(site.work, choices, written.folder, site.used)
    if choices.save_path:
        with file_at(place(choices.save_path)) as file:
            write_annotated(generated, file)
    site.progress.ended(written, generated)
    await summary_shown(plan.suite, written.files["report.md"].read_text(encoding="utf-8"))
    return written


async def _side_by_side(jobs: Sequence[Job], site: Site) -> list[Generated]:
    """Run all pipelines at once, each begun after the one before has begun.

    A Prefect server on SQLite answers 503 to subflows that are made at the same moment, and seconds are lost.
    """
    running: list[asyncio.Task[Generated]] = []
    for job in jobs:
        begun = asyncio.Event()
        _SITE.set((site, job, begun))
        running.append(asyncio.ensure_future(run_pipeline(job.name, job.pipeline.source, job.inputs.num_rows)))
        beginning = asyncio.ensure_future(begun.wait())
        await asyncio.wait([running[-1], beginning], return_when=asyncio.FIRST_COMPLETED)
        beginning.cancel()
    return await all_of(running)


def _record(
    plan: Plan, choices: Choices, teacher: Teacher, started: datetime, generated: Sequence[Generated], name: str
) -> RunRecord:
    return RunRecord(
        name=name,
        suite=plan.suite,
        started=started,
        finished=datetime.now(timezone.utc),
        settings={**choices.shown, "source": plan.source},
        teacher=teacher.line.description,
        model=teacher.line.model,
        teacher_is_offline=isinstance(teacher.line, OfflineLine),
        versions={
            "sdg_flows": __version__,
            "python": platform.python_version(),
            **{package: version(package) for package in PACKAGES},
        },
        generated=tuple(generated),
        warnings=plan.warnings,
        endpoints=teacher.endpoints,
        fresh_draws=teacher.fresh,
    )
