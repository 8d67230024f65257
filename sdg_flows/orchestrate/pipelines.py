"""Runs the pipelines of a run concurrently, each as a subflow."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass

from prefect import flow

from sdg_flows.core.run_record import PipelineResult
from sdg_flows.orchestrate.artifacts import add_tags, show_progress
from sdg_flows.orchestrate.cancelling import reinstall_sigterm_handler, result_or_cancelled
from sdg_flows.orchestrate.job.job_run import run_job
from sdg_flows.orchestrate.job.stage import gather_all
from sdg_flows.orchestrate.plan import Job
from sdg_flows.orchestrate.review.reviewing import ReviewAwaited
from sdg_flows.orchestrate.run_context import RunContext


@dataclass(frozen=True)
class _PipelineCall:
    """What a pipeline's subflow needs beside its parameters, which are for the UI. The subflow sets `started`."""

    context: RunContext
    job: Job
    tags: tuple[str, ...]
    started: asyncio.Event


_CALL: ContextVar[_PipelineCall] = ContextVar("_CALL")


async def run_pipelines(jobs: Sequence[Job], context: RunContext, tags: tuple[str, ...]) -> list[PipelineResult]:
    """Run all pipelines concurrently, starting each when the one before has started.

    A Prefect server on SQLite answers 503 to subflows that are created at the same moment, which costs seconds.
    """
    running: list[asyncio.Task[PipelineResult | ReviewAwaited]] = []
    for job in jobs:
        started = asyncio.Event()
        _CALL.set(_PipelineCall(context, job, tags, started))
        running.append(asyncio.ensure_future(run_pipeline(job.name, job.pipeline.source, job.inputs.num_rows)))
        starting = asyncio.ensure_future(started.wait())
        await asyncio.wait([running[-1], starting], return_when=asyncio.FIRST_COMPLETED)
        starting.cancel()
    results = await gather_all(running)
    for awaited in results:
        if isinstance(awaited, ReviewAwaited):
            raise awaited
    return [one for one in results if isinstance(one, PipelineResult)]


@flow(name="pipeline", flow_run_name="{pipeline} over {rows} rows", persist_result=False)
async def run_pipeline(pipeline: str, flow_file: str, rows: int) -> PipelineResult | ReviewAwaited:
    """Run one pipeline on its table. The parameters are only shown in the UI.

    Task runners send the flow to workers by value, so its work is in a separate function, which is sent by name.
    """
    return await result_or_cancelled(_run_pipeline(pipeline))


async def _run_pipeline(pipeline: str) -> PipelineResult | ReviewAwaited:
    """Return the pipeline's result, or the review that it waits for."""
    call = _CALL.get()
    reinstall_sigterm_handler()
    call.started.set()
    await add_tags(call.tags)
    async with show_progress(pipeline, call.context.progress):
        try:
            return await run_job(call.job, call.context)
        except ReviewAwaited as awaited:
            return awaited
