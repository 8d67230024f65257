"""Creates what a run shows on its page in Prefect: artifacts and tags."""

from __future__ import annotations

import asyncio
import re
import textwrap
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from prefect.artifacts import (
    acreate_link_artifact,
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)
from prefect.client.orchestration import get_client
from prefect.exceptions import PrefectException
from prefect.runtime import deployment, flow_run

from sdg_flows.orchestrate.pictures import charts_page
from sdg_flows.orchestrate.progress import Progress
from sdg_flows.outputs.figures import clipped
from sdg_flows.outputs.markdown import inline
from sdg_flows.outputs.past_runs.run_folders import KeptRun
from sdg_flows.outputs.rejections import Rejection, most_first
from sdg_flows.outputs.report.overview import overview_page, samples_page
from sdg_flows.outputs.report.report_charts import NamedChart
from sdg_flows.storage.url import Place
from sdg_flows.teacher.teacher import Teacher

POLL_SECONDS = 3.0
_MAX_SAMPLES, _MAX_WAITING = 10, 500
_MAX_CHARACTERS = 400
"""The most characters of an answer or a row in a table of the UI."""
_LINE_LENGTH = 44
"""The most characters of a line in a cell."""
_SERVER_ERRORS = (httpx.HTTPError, PrefectException)
"""Errors of a server that is down or refuses, which are ignored: the rows matter more than the UI."""


@asynccontextmanager
async def show_progress(pipeline: str, progress: Progress) -> AsyncGenerator[None, None]:
    """Update a progress artifact of the pipeline while the context lasts; set it to 100 at the end if all went well."""
    key = f"progress-{slug(pipeline)}"
    artifact = await acreate_progress_artifact(0.0, key, f"Answers of {pipeline}")

    async def update() -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            with suppress(*_SERVER_ERRORS):
                await aupdate_progress_artifact(artifact, 100 * progress.fraction_answered(pipeline))

    updating = asyncio.create_task(update())
    try:
        yield
    finally:
        updating.cancel()
        with suppress(asyncio.CancelledError):
            await updating
    with suppress(*_SERVER_ERRORS):
        await aupdate_progress_artifact(artifact, 100.0)


async def show_run(suite: str, run: KeptRun, charts: Sequence[NamedChart]) -> None:
    """Create artifacts with a summary of the run, some of its rows, a link to its files, and the report.

    For a run of a deployment, also create one with pictures of the charts, which take seconds to draw.
    """
    named, report = slug(suite), (run.folder / "report.md").read_text(encoding="utf-8")
    with suppress(*_SERVER_ERRORS):
        await acreate_markdown_artifact(overview_page(run), f"summary-{named}", f"What {suite} made, rejected and cost")
        if samples := samples_page(run, _MAX_SAMPLES):
            await acreate_markdown_artifact(samples, f"samples-{named}", f"Training rows of {suite} to look at")
        where, said = _address(run.folder), f"All files of the run of {suite}"
        await acreate_link_artifact(where, key=f"files-{named}", description=said)
        await acreate_markdown_artifact(report, f"report-{named}", f"The whole report of {suite}")
        if deployment.id and (pictures := charts_page(charts)):
            said = f"Funnels, lengths, scores and diversity of {suite}"
            await acreate_markdown_artifact(pictures, f"charts-{named}", said)


def _address(folder: Place) -> str:
    return folder.resolve().as_uri() if isinstance(folder, Path) else str(folder)


async def show_version(suite: str, markdown: str) -> None:
    """Create an artifact with the changes of a new version, or a note that there is none."""
    with suppress(*_SERVER_ERRORS):
        await acreate_markdown_artifact(markdown, f"version-{slug(suite)}", f"What changed in {suite} since last time")


async def show_review(block: str, waiting: Sequence[Mapping[str, Any]]) -> None:
    """Create an artifact with a table of rows that wait for human review."""
    rows = [{name: _cell(str(cell)) for name, cell in row.items()} for row in waiting[:_MAX_WAITING]]
    with suppress(*_SERVER_ERRORS):
        await acreate_table_artifact(rows, f"review-{slug(block)}", f"Rows that wait for people at {block}")


async def show_losses(suite: str, losses: Iterable[Rejection], teacher: Teacher) -> None:
    """Create an artifact with a table of rejections by reason, the most frequent first, each with a raw answer."""
    found = most_first(losses)
    if not found:
        return
    said = teacher.answer_texts(loss.answer_key for loss in found if loss.answer_key)
    table = [_line(loss, said.get(loss.answer_key or "")) for loss in found]
    with suppress(*_SERVER_ERRORS):
        await acreate_table_artifact(table, f"rejected-{slug(suite)}", f"Why rows of {suite} were rejected")


def _line(loss: Rejection, answer: str | None) -> dict[str, str | int]:
    row = "; ".join(f"{name}: {cell}" for name, cell in loss.example.items())
    return {
        "reason": loss.reason,
        "block": loss.block,
        "rows": loss.rows,
        "an answer, as it came": _cell(answer or ""),
        "the row": _cell(row),
        "pipeline": loss.pipeline,
        "why": _cell(loss.detail or ""),
    }


def _cell(text: str) -> str:
    """Return a text, clipped and wrapped, for a cell of the UI, which renders Markdown and does not wrap lines."""
    return "\n".join(textwrap.wrap(inline(clipped(text, _MAX_CHARACTERS)), _LINE_LENGTH))


async def add_tags(names: Iterable[str]) -> None:
    """Add tags to the current flow run.

    Its task runs get none: for each tag of a task run, Prefect asks its server whether the task may start.
    """
    tags = [*flow_run.get_tags(), *names]
    with suppress(*_SERVER_ERRORS):
        async with get_client() as client:
            await client.update_flow_run(UUID(flow_run.get_id()), tags=list(dict.fromkeys(tags)))


def slug(name: str) -> str:
    """Return a name as a valid artifact key of Prefect: lower-case letters, digits and hyphens."""
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") or "pipeline"
