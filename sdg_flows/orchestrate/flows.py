from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.runtime import flow_run
from prefect.states import Completed
from pydantic import PositiveInt

from sdg_flows.orchestrate.artifacts import add_tags, show_losses, show_run
from sdg_flows.orchestrate.cancelling import result_or_cancelled, stop_teacher_on_sigterm
from sdg_flows.orchestrate.choices import NUM_INSTRUCTIONS, Choices
from sdg_flows.orchestrate.cluster.remote_executor import open_executor
from sdg_flows.orchestrate.cluster.runners import chosen_runner
from sdg_flows.orchestrate.embedded_server import server_is_configured
from sdg_flows.orchestrate.flow_parameters import RunnerName, SuiteOrPath, TeacherOrFile
from sdg_flows.orchestrate.garbage_collection import collect_garbage_rarely
from sdg_flows.orchestrate.open_run_context import open_run_context
from sdg_flows.orchestrate.past_runs.story_json import row_explainer
from sdg_flows.orchestrate.pipelines import run_pipelines
from sdg_flows.orchestrate.plan import make_plan
from sdg_flows.orchestrate.prepared import PREPARED, PreparedRun
from sdg_flows.orchestrate.publishing import check_publish_target, publish_if_chosen
from sdg_flows.orchestrate.review.review_suspension import is_continued, suspend_for_review
from sdg_flows.orchestrate.run_context import RunContext
from sdg_flows.orchestrate.run_record import make_run_record
from sdg_flows.orchestrate.secret_keys import load_secret_keys
from sdg_flows.orchestrate.teacher_settings import teacher_settings
from sdg_flows.orchestrate.workdir.kept_runs import record_finish, record_start
from sdg_flows.orchestrate.workdir.mirror_upload import upload_in_background
from sdg_flows.orchestrate.workdir.open_work_dir import open_work_dir
from sdg_flows.orchestrate.workdir.remote_work_dir import check_output
from sdg_flows.orchestrate.workdir.scratch import scratch_folder
from sdg_flows.outputs.files.places import free_folder, writable_file
from sdg_flows.outputs.past_runs.run_folders import KeptRun, read_facts
from sdg_flows.outputs.report.overview import overview_line
from sdg_flows.outputs.run_folder.annotated import write_annotated
from sdg_flows.outputs.run_folder.folder import WrittenRun, write_run_folder
from sdg_flows.storage.url import place
from sdg_flows.teacher.settings import TeacherSettings, check_names


def _flow_run_name() -> str:
    """Return such as `simple over taxonomy, 28 Nov 16:25`, with addresses without their query, which may sign them."""
    given: dict[str, Any] = flow_run.get_parameters()
    read = (given["input"] or given["taxonomy"] or "").partition("?")[0].rstrip("/")
    over = f" over {Path(read).name}" if read else ""
    return f"{Path(given['pipeline']).stem}{over}, {datetime.now().astimezone():%d %b %H:%M}"


@flow(name="generate", flow_run_name=_flow_run_name, persist_result=False)
async def generate(
    pipeline: SuiteOrPath = "simple",
    taxonomy: str | None = None,
    input: str | None = None,
    limit: PositiveInt | None = None,
    num_instructions: PositiveInt = NUM_INSTRUCTIONS,
    system_prompt: str | None = None,
    taxonomy_base: str | None = None,
    endpoint: str | None = None,
    model: str | None = None,
    key_block: str | None = None,
    teacher: TeacherOrFile | None = None,
    model_family: str | None = None,
    max_tokens: dict[str, int] | None = None,
    max_in_flight: PositiveInt | None = None,
    budget: str | None = None,
    output: str = "out",
    save_path: str | None = None,
    publish: str | None = None,
    keep_versions: PositiveInt | None = None,
    work_dir: str = ".sdg_work",
    fresh: bool = False,
    runner: RunnerName = "local",
    address: str | None = None,
    workers: PositiveInt | None = None,
) -> dict[str, Any]:
    """Generate training data: run a suite's pipelines over a taxonomy or a table.

    Parameters stand in groups, whose names are in bold where they begin: Prefect makes the form of a run of this.

    Args:
        pipeline: **What to make.** A suite's name, a folder of flow files, or one flow file.
        taxonomy: A folder of qna.yaml files; without it and without input, ./taxonomy or else the example.
        input: A table in place of a taxonomy: JSONL, Parquet or CSV, here or at a URL.
        limit: Read the first so many input rows of each pipeline only.
        num_instructions: How many draws a row has where a flow file says `n: scaled`.
        system_prompt: The system message of training rows; without it that of the model family.
        taxonomy_base: A git branch or commit: only leaves that differ from it are read.
        endpoint: **Who answers.** The address of an OpenAI-compatible server; without it OPENAI_BASE_URL, else
            the offline teacher.
        model: The model to ask; without it the one that the endpoint serves.
        key_block: The name of a Secret block with the endpoint's key, never the key; without it OPENAI_API_KEY.
        teacher: A teacher file, for all that endpoint and model do not say; or offline, which asks no server.
        model_family: A chat format to use on /v1/completions in place of chat messages.
        max_tokens: **How much is asked.** The most tokens of an answer, by block, over what the flow file says.
        max_in_flight: The most requests at one time; how many there are is found by trying.
        budget: The most that this run may buy, such as 25usd or 2Mtok; then it stops, and the same again goes on.
        output: **What is kept.** The folder of runs, here or at a URL; each run makes a folder of its own below it.
        save_path: A file that gets every input row, in order, with what was made of it.
        publish: A folder, here or at a URL, where the run stands as a new version when its rows have changed.
        keep_versions: How many versions stay there, the newest; without it all.
        work_dir: Kept answers and checkpoints, here or at a URL; the same folder again resumes.
        fresh: Draw everything of this suite anew; it uses no earlier answers from then on. They are kept.
        runner: **Where it runs.** Who works on shards: local is this process, dask and ray are workers of a cluster.
        address: The cluster's address; without it one is started on this machine, for this run.
        workers: How many processes such a cluster has; without it one a CPU.
    """
    choices = Choices(**flow_run.get_parameters())
    return await result_or_cancelled(suspend_for_review(lambda: _run_to_state(choices)))


async def _run_to_state(choices: Choices) -> Any:  # noqa: ANN401  a state that a flow returns is how it ends, and its data is the result
    """Run everything, and return the final state for Prefect, with the result as data and a sentence as message."""
    check_publish_target(choices)
    prepared = PREPARED.get()
    with nullcontext(prepared) if prepared else _prepare(choices) as run:
        settings = teacher_settings(choices, os.environ)
        check_names(settings, run.plan.teachers)
        async with nullcontext(run.context) if run.context else _open_context(run, settings, choices) as context:
            with collect_garbage_rarely(), stop_teacher_on_sigterm(context.teacher):
                async with upload_in_background(run.work, context.teacher.stop):
                    written, summary = await _generate_and_write(run, choices, context)
    data = {"folder": str(written.folder), "rows": dict(written.counts)}
    return Completed(message=summary, data=data)


@contextmanager
def _prepare(choices: Choices) -> Generator[PreparedRun, None, None]:
    check_output(choices)
    with open_work_dir(choices.work_dir) as work, work.lock(), scratch_folder(work.scratch) as folder:
        yield PreparedRun(make_plan(choices, work, folder), work)


@asynccontextmanager
async def _open_context(
    run: PreparedRun, settings: TeacherSettings, choices: Choices
) -> AsyncGenerator[RunContext, None]:
    cluster = chosen_runner(choices, server_is_shared=server_is_configured())
    draws_anew = choices.fresh and not is_continued()  # a retry goes on
    keys = await load_secret_keys(settings)
    async with open_run_context(run, choices, settings, keys, draws_anew=draws_anew) as context:
        if cluster is None:
            yield context
        else:
            async with open_executor(context.teacher, cluster, settings) as executor:
                yield replace(context, executor=executor)


async def _generate_and_write(run: PreparedRun, choices: Choices, context: RunContext) -> tuple[WrittenRun, str]:
    """Run all pipelines, write their rows and show them in Prefect; return the files written and a sentence on them."""
    plan, started = run.plan, run.begun_at or datetime.now(timezone.utc)
    record_start(context.work, choices)
    tags = tuple(name for name in (plan.suite, context.teacher.backend.model) if name)
    await add_tags(tags)
    results = await run_pipelines(plan.jobs, context, tags)
    folder = free_folder(place(choices.output), plan.suite, started)
    record = make_run_record(plan, choices, context.teacher, started, results, folder.name)
    blocks = {job.name: {one.block.name: one.block for one in job.blocks} for job in plan.jobs}
    written = write_run_folder(record, folder, row_explainer(context.teacher.replies, blocks))
    await context.work.upload()
    record_finish(context.work, choices, written.folder, context.teacher.fresh, context.used)
    if choices.save_path:
        with writable_file(place(choices.save_path)) as file:
            write_annotated(results, file)
    context.progress.on_end(written, results)
    kept = KeptRun(written.folder, read_facts(written.folder))
    await show_run(plan.suite, kept, written.report.charts)
    await show_losses(plan.suite, written.rejections, context.teacher)
    await publish_if_chosen(kept, plan.suite, choices)
    return written, overview_line(kept)
