from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import httpx
from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)
from prefect.client.orchestration import get_client
from prefect.exceptions import PrefectException
from prefect.runtime import flow_run

from sdg_flows.core.story import Generated
from sdg_flows.orchestrate.progress import Progress
from sdg_flows.outputs.losses import Loss, losses, most_first
from sdg_flows.teacher.teacher import Teacher

SECONDS_A_LOOK = 3.0
_CLIPPED = 600
"""Characters of an answer or a row in a table of the UI."""
_UNTOLD = (httpx.HTTPError, PrefectException)
"""What a server that is away or refuses gives: the rows matter more than what the UI shows of them."""


@asynccontextmanager
async def progress_shown(pipeline: str, progress: Progress) -> AsyncGenerator[None, None]:
    """Keep a progress artifact of the pipeline up to date while it runs; it ends at 100 when all went well."""
    key = f"progress-{_slug(pipeline)}"
    artifact = await acreate_progress_artifact(0.0, key, f"Answers of {pipeline}")

    async def looks() -> None:
        while True:
            await asyncio.sleep(SECONDS_A_LOOK)
            with suppress(*_UNTOLD):
                await aupdate_progress_artifact(artifact, 100 * progress.share_done(pipeline))

    looking = asyncio.create_task(looks())
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
    with suppress(*_UNTOLD):
        await aupdate_progress_artifact(artifact, 100.0)


async def summary_shown(suite: str, markdown: str) -> None:
    """Keep the report as an artifact of the run."""
    with suppress(*_UNTOLD):
        await acreate_markdown_artifact(
            markdown, f"report-{_slug(suite)}", f"What the run of {suite} made and rejected"
        )


async def losses_shown(suite: str, generated: Sequence[Generated], teacher: Teacher) -> None:
    """Keep a table of the rejected rows as an artifact: by reason, the most rows first, each with a raw answer."""
    found = most_first(loss for one in generated for loss in losses(one))
    if not found:
        return
    said = teacher.said(loss.answer_key for loss in found if loss.answer_key)
    table = [_line(loss, said.get(loss.answer_key or "")) for loss in found]
    with suppress(*_UNTOLD):
        await acreate_table_artifact(table, f"rejected-{_slug(suite)}", f"Why rows of {suite} were rejected")


def _line(loss: Loss, answer: str | None) -> dict[str, str | int]:
    row = "; ".join(f"{name}: {cell}" for name, cell in loss.example.items())
    return {
        "reason": loss.reason,
        "rows": loss.rows,
        "pipeline": loss.pipeline,
        "block": loss.block,
        "why": _clipped(loss.detail or ""),
        "an answer, as it came": _clipped(answer or ""),
        "the row": _clipped(row),
    }


def _clipped(text: str) -> str:
    return text if len(text) <= _CLIPPED else f"{text[:_CLIPPED]}…"


async def tagged(names: Iterable[str]) -> None:
    """Add tags to the flow run that this is called in.

    Its task runs get none: for each tag of a task run Prefect asks its server whether it may begin.
    """
    tags = [*flow_run.get_tags(), *names]
    with suppress(*_UNTOLD):
        async with get_client() as client:
            await client.update_flow_run(UUID(flow_run.get_id()), tags=list(dict.fromkeys(tags)))


def _slug(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") or "pipeline"
