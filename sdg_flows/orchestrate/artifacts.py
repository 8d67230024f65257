"""What a run shows on its page in Prefect: artifacts and tags."""

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

from sdg_flows.orchestrate.pictures import pictures_page
from sdg_flows.orchestrate.progress import Progress
from sdg_flows.outputs.figures import clipped
from sdg_flows.outputs.losses import Loss, most_first
from sdg_flows.outputs.markdown import inline
from sdg_flows.outputs.past_runs.run_folders import KeptRun
from sdg_flows.outputs.report.in_short import page, samples_page
from sdg_flows.outputs.report.report_charts import NamedChart
from sdg_flows.storage.url import Place
from sdg_flows.teacher.teacher import Teacher

POLL_SECONDS = 3.0
_SAMPLES, _WAITING = 10, 500
_CLIPPED = 400
"""Characters of an answer or a row in a table of the UI."""
_CELL = 44
"""Characters of a line in a cell."""
_UNTOLD = (httpx.HTTPError, PrefectException)
"""What a server that is away or refuses gives: the rows matter more than what the UI shows of them."""


@asynccontextmanager
async def progress_shown(pipeline: str, progress: Progress) -> AsyncGenerator[None, None]:
    """Keep a progress artifact of the pipeline up to date while it runs; it ends at 100 when all went well."""
    key = f"progress-{slug(pipeline)}"
    artifact = await acreate_progress_artifact(0.0, key, f"Answers of {pipeline}")

    async def looks() -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            with suppress(*_UNTOLD):
                await aupdate_progress_artifact(artifact, 100 * progress.fraction_answered(pipeline))

    looking = asyncio.create_task(looks())
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
    with suppress(*_UNTOLD):
        await aupdate_progress_artifact(artifact, 100.0)


async def run_shown(suite: str, run: KeptRun, charts: Sequence[NamedChart]) -> None:
    """Keep as artifacts of the run: a summary, some rows, the places of its files, and the report.

    A run of a deployment also has the charts as pictures, which take seconds to draw.
    """
    named, report = slug(suite), (run.folder / "report.md").read_text(encoding="utf-8")
    with suppress(*_UNTOLD):
        await acreate_markdown_artifact(page(run), f"summary-{named}", f"What {suite} made, rejected and cost")
        if samples := samples_page(run, _SAMPLES):
            await acreate_markdown_artifact(samples, f"samples-{named}", f"Training rows of {suite} to look at")
        where, said = _address(run.folder), f"All files of the run of {suite}"
        await acreate_link_artifact(where, key=f"files-{named}", description=said)
        await acreate_markdown_artifact(report, f"report-{named}", f"The whole report of {suite}")
        if deployment.id and (pictures := pictures_page(charts)):
            said = f"Funnels, lengths, scores and diversity of {suite}"
            await acreate_markdown_artifact(pictures, f"charts-{named}", said)


def _address(folder: Place) -> str:
    return folder.resolve().as_uri() if isinstance(folder, Path) else str(folder)


async def version_shown(suite: str, markdown: str) -> None:
    """Keep what a new version brings, or that there is none, as an artifact of the run."""
    with suppress(*_UNTOLD):
        await acreate_markdown_artifact(markdown, f"version-{slug(suite)}", f"What changed in {suite} since last time")


async def review_shown(block: str, waiting: Sequence[Mapping[str, Any]]) -> None:
    """Keep a table of rows that wait for people as an artifact."""
    rows = [{name: _cell(str(cell)) for name, cell in row.items()} for row in waiting[:_WAITING]]
    with suppress(*_UNTOLD):
        await acreate_table_artifact(rows, f"review-{slug(block)}", f"Rows that wait for people at {block}")


async def losses_shown(suite: str, losses: Iterable[Loss], teacher: Teacher) -> None:
    """Keep a table of the rejected rows as an artifact: by reason, the most rows first, each with a raw answer."""
    found = most_first(losses)
    if not found:
        return
    said = teacher.said(loss.answer_key for loss in found if loss.answer_key)
    table = [_line(loss, said.get(loss.answer_key or "")) for loss in found]
    with suppress(*_UNTOLD):
        await acreate_table_artifact(table, f"rejected-{slug(suite)}", f"Why rows of {suite} were rejected")


def _line(loss: Loss, answer: str | None) -> dict[str, str | int]:
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
    """Return a text, or its beginning, for a cell of the UI, which reads Markdown and breaks no lines itself."""
    return "\n".join(textwrap.wrap(inline(clipped(text, _CLIPPED)), _CELL))


async def tagged(names: Iterable[str]) -> None:
    """Add tags to the flow run that this is called in.

    Its task runs get none: for each tag of a task run Prefect asks its server whether it may begin.
    """
    tags = [*flow_run.get_tags(), *names]
    with suppress(*_UNTOLD):
        async with get_client() as client:
            await client.update_flow_run(UUID(flow_run.get_id()), tags=list(dict.fromkeys(tags)))


def slug(name: str) -> str:
    """Return a name as the keys of Prefect allow it: small letters, digits and hyphens."""
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") or "pipeline"
