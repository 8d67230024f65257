from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import httpx
from prefect.artifacts import acreate_markdown_artifact, acreate_progress_artifact, aupdate_progress_artifact
from prefect.exceptions import PrefectException

from sdg_flows.orchestrate.progress import Progress

SECONDS_A_LOOK = 3.0
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


def _slug(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") or "pipeline"
