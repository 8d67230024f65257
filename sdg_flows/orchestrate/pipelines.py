"""The pipelines of a run, each a subflow of its own, side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass

from prefect import flow

from sdg_flows.core.story import Generated
from sdg_flows.orchestrate.artifacts import progress_shown, tagged
from sdg_flows.orchestrate.cancelling import made_or_cancelled, still_stopped_gently
from sdg_flows.orchestrate.job.job_run import run_job
from sdg_flows.orchestrate.job.stage import gather_all
from sdg_flows.orchestrate.plan import Job
from sdg_flows.orchestrate.review.reviewing import ReviewAwaited
from sdg_flows.orchestrate.run_context import RunContext


@dataclass(frozen=True)
class _Order:
    """What a pipeline's subflow works with; its parameters are only what the UI shows. `begun` is set by it."""

    context: RunContext
    job: Job
    tags: tuple[str, ...]
    begun: asyncio.Event


_ORDER: ContextVar[_Order] = ContextVar("_ORDER")


async def side_by_side(jobs: Sequence[Job], context: RunContext, tags: tuple[str, ...]) -> list[Generated]:
    """Run all pipelines at once, each begun after the one before has begun.

    A Prefect server on SQLite answers 503 to subflows that are made at the same moment, and seconds are lost.
    """
    running: list[asyncio.Task[Generated | ReviewAwaited]] = []
    for job in jobs:
        begun = asyncio.Event()
        _ORDER.set(_Order(context, job, tags, begun))
        running.append(asyncio.ensure_future(run_pipeline(job.name, job.pipeline.source, job.inputs.num_rows)))
        beginning = asyncio.ensure_future(begun.wait())
        await asyncio.wait([running[-1], beginning], return_when=asyncio.FIRST_COMPLETED)
        beginning.cancel()
    made = await gather_all(running)
    for awaited in made:
        if isinstance(awaited, ReviewAwaited):
            raise awaited
    return [one for one in made if isinstance(one, Generated)]


@flow(name="pipeline", flow_run_name="{pipeline} over {rows} rows", persist_result=False)
async def run_pipeline(pipeline: str, flow_file: str, rows: int) -> Generated | ReviewAwaited:
    """Run one pipeline on its table; the parameters are there to be seen in the UI.

    Task runners send the flow to workers by value: what it does is a function of its own, which goes by name.
    """
    return await made_or_cancelled(_generated(pipeline))


async def _generated(pipeline: str) -> Generated | ReviewAwaited:
    """Return what came of the rows, or which of them wait for people: then the pipeline has got as far as it can."""
    order = _ORDER.get()
    still_stopped_gently()
    order.begun.set()
    await tagged(order.tags)
    async with progress_shown(pipeline, order.context.progress):
        try:
            return await run_job(order.job, order.context)
        except ReviewAwaited as awaited:
            return awaited
