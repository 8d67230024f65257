from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pyarrow as pa
from prefect import Task

from sdg_flows.core.block import Outcome, TableBlock, TeacherBlock
from sdg_flows.core.errors import EndpointDown, TeacherStopped
from sdg_flows.orchestrate.cluster.runners import ChosenRunner, Runner
from sdg_flows.orchestrate.cluster.worker import (
    Envelope,
    Failure,
    TableBlockCall,
    TeacherBlockCall,
    TeacherBlockResult,
    TeacherSpec,
    run_table_block_on_worker,
    run_teacher_block_on_worker,
)
from sdg_flows.orchestrate.job.executor import BlockExecutor, BlockOutput
from sdg_flows.orchestrate.progress import BlockProgress
from sdg_flows.teacher.settings import EndpointSettings, TeacherSettings
from sdg_flows.teacher.teacher import Teacher

MAX_SHARDS_ON_WORKERS = 512
"""The most shards that workers can have at a time: a thread waits for each."""


@dataclass(frozen=True)
class RemoteExecutor:
    """Runs blocks on the workers of a task runner. Answers are stored by this process before they count.

    Workers ask only what the store does not have. A shard waits while another one has some of the same requests out, so
    that equal requests are asked once. Task runs belong to the flow run of `context`.
    """

    teacher: Teacher
    spec: TeacherSpec
    runner: Runner
    threads: Executor
    context: Context = field(default_factory=copy_context)
    _requested: dict[str, asyncio.Event] = field(default_factory=dict[str, asyncio.Event])

    @property
    def slots(self) -> int:
        """Return how many shards the workers can have at a time."""
        return min(self.runner.slots, MAX_SHARDS_ON_WORKERS)

    def bind_to_flow(self) -> RemoteExecutor:
        """Return an executor whose task runs belong to the flow run that this is called in."""
        return replace(self, context=copy_context())

    async def run_teacher_block(self, block: TeacherBlock, shard: pa.Table, progress: BlockProgress) -> BlockOutput:
        """Ask about a shard, and read the answers, on a worker."""
        requests = block.requests(shard)
        progress.requests += len(requests)
        keyed = self.teacher.keyed(requests)
        async with self._exclusive(key for key, _ in keyed):
            call = TeacherBlockCall(block, shard, keyed, self.teacher.stored_replies(keyed), self.spec)
            result: TeacherBlockResult = await self._run_on_worker(
                run_teacher_block_on_worker, call, f"{progress.pipeline}, {block.name}"
            )
            self.teacher.store_replies(result.replies, result.tally)
        if isinstance(result.output, Failure):
            raise self._to_error(result.output, block.name)
        progress.add_answers(len(requests))
        return result.output

    async def run_table_block(self, block: TableBlock, shard: pa.Table) -> Outcome:
        """Run a row-by-row block on a worker; a block of Arrow kernels runs in this process, which is faster."""
        if not block.row_by_row:
            return block(shard)
        output: Outcome | Failure = await self._run_on_worker(
            run_table_block_on_worker, TableBlockCall(block, shard), block.name
        )
        if isinstance(output, Failure):
            raise self._to_error(output, block.name)
        return output

    @asynccontextmanager
    async def _exclusive(self, keys: Iterable[str]) -> AsyncGenerator[None, None]:
        """Claim request keys while the context lasts, after other shards have released those that they share."""
        own, done = set(keys), asyncio.Event()
        while out := [self._requested[key] for key in own & self._requested.keys()]:
            await out[0].wait()
        self._requested.update(dict.fromkeys(own, done))
        try:
            yield
        finally:
            for key in own:
                del self._requested[key]
            done.set()

    async def _run_on_worker(self, work: Task[..., Any], call: TeacherBlockCall | TableBlockCall, label: str) -> Any:  # noqa: ANN401  of the task
        """Run a task on a worker and return its result. The wait is in a thread, because runners are not async.

        It runs in the context of the flow run, not of the checkpoint's task run: Prefect would send along all arguments
        of that one.
        """
        run = partial(self.runner.run, work, {"envelope": Envelope(call), "label": label})
        loop = asyncio.get_running_loop()
        returned: Envelope[Any] = await loop.run_in_executor(self.threads, partial(self.context.copy().run, run))
        return returned.content

    def _to_error(self, failure: Failure, block: str) -> Exception:
        error = failure.error(f"block {block!r}")
        if isinstance(error, TeacherStopped | EndpointDown):
            self.teacher.stop(error)
        return error


@asynccontextmanager
async def open_executor(
    teacher: Teacher, cluster: ChosenRunner, settings: TeacherSettings
) -> AsyncGenerator[BlockExecutor, None]:
    """Yield an executor for a cluster, which is started and stopped in a thread: it takes seconds.

    Raises:
        ClusterDown: the workers cannot be reached.
    """
    starting = cluster.start()
    runner = await asyncio.to_thread(starting.__enter__)
    try:
        with ThreadPoolExecutor(MAX_SHARDS_ON_WORKERS) as threads:
            spec = TeacherSpec(worker_settings(settings, runner.workers), teacher.fresh, teacher.identity)
            yield RemoteExecutor(teacher, spec, runner, threads)
    finally:
        await asyncio.to_thread(starting.__exit__, None, None, None)


def worker_settings(settings: TeacherSettings, workers: int) -> TeacherSettings:
    """Return one worker's settings: a fixed share of the requests in flight at each endpoint, whoever else asks."""
    named = {name: one.model_copy(update=_share(one, workers)) for name, one in settings.endpoints.items()}
    return settings.model_copy(update={**_share(settings, workers), "endpoints": named})


def _share(endpoint: EndpointSettings, workers: int) -> dict[str, int]:
    return {"max_in_flight": max(1, endpoint.max_in_flight // workers), "share_limit": False}
