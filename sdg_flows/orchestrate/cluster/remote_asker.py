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
from sdg_flows.orchestrate.cluster.runners import Chosen, Runner
from sdg_flows.orchestrate.cluster.worker import (
    AskCall,
    AskResult,
    BlockCall,
    Envelope,
    Failure,
    TeacherSpec,
    make_on_worker,
    run_on_worker,
)
from sdg_flows.orchestrate.job.asking import Asked, Asker, LocalAsker
from sdg_flows.orchestrate.progress import BlockProgress
from sdg_flows.teacher.settings import EndpointSettings, TeacherSettings
from sdg_flows.teacher.teacher import Teacher

MOST_SHARDS_OUT = 512
"""Shards that workers can have at one time: each is waited for in a thread."""


@dataclass(frozen=True)
class RemoteAsker:
    """Asks about shards on the workers of a task runner. Answers are in this process's store before they count.

    Workers are sent what the store does not have; a shard waits while another shard has some of its requests asked, so
    that equal requests are one request here too. `context` is that of the flow run whose task runs these are.
    """

    teacher: Teacher
    spec: TeacherSpec
    runner: Runner
    threads: Executor
    context: Context = field(default_factory=copy_context)
    _out: dict[str, asyncio.Event] = field(default_factory=dict[str, asyncio.Event])

    @property
    def places(self) -> int:
        """Return how many shards the workers can have at one time."""
        return min(self.runner.places, MOST_SHARDS_OUT)

    def within_flow(self) -> RemoteAsker:
        """Return the asker as it works for the flow run that this is called in."""
        return replace(self, context=copy_context())

    async def asked(self, block: TeacherBlock, shard: pa.Table, progress: BlockProgress) -> Asked:
        """Have a worker ask about the shard and read the answers."""
        requests = block.requests(shard)
        progress.requests += len(requests)
        keyed = self.teacher.keyed(requests)
        async with self._alone(key for key, _ in keyed):
            call = AskCall(block, shard, keyed, self.teacher.kept(keyed), self.spec)
            result: AskResult = await self._done(run_on_worker, call, f"{progress.pipeline}, {block.name}")
            self.teacher.take(result.replies, result.tally)
        if isinstance(result.made, Failure):
            raise self._failed(result.made, block.name)
        progress.add_answers(len(requests))
        return result.made

    async def made(self, block: TableBlock, shard: pa.Table) -> Outcome:
        """Have a worker run a block that makes or parses texts; one of Arrow kernels is sooner run here."""
        if not block.row_by_row:
            return block(shard)
        made: Outcome | Failure = await self._done(make_on_worker, BlockCall(block, shard), block.name)
        if isinstance(made, Failure):
            raise self._failed(made, block.name)
        return made

    @asynccontextmanager
    async def _alone(self, keys: Iterable[str]) -> AsyncGenerator[None, None]:
        """Wait until no other shard has any of these keys out, and have them out meanwhile."""
        mine, back = set(keys), asyncio.Event()
        while out := [self._out[key] for key in mine & self._out.keys()]:
            await out[0].wait()
        self._out.update(dict.fromkeys(mine, back))
        try:
            yield
        finally:
            for key in mine:
                del self._out[key]
            back.set()

    async def _done(self, work: Task[..., Any], call: AskCall | BlockCall, label: str) -> Any:  # noqa: ANN401  of the task
        """Send a call and wait for what it gives, in a thread: runners know no event loop.

        The context is the flow run's, without the task run that the shard's checkpoint is: Prefect would send along
        all that this one was called with.
        """
        run = partial(self.runner.result_of, work, {"envelope": Envelope(call), "label": label})
        loop = asyncio.get_running_loop()
        returned: Envelope[Any] = await loop.run_in_executor(self.threads, partial(self.context.copy().run, run))
        return returned.content

    def _failed(self, failure: Failure, block: str) -> Exception:
        error = failure.error(f"block {block!r}")
        if isinstance(error, TeacherStopped | EndpointDown):
            self.teacher.stop(error)
        return error


@asynccontextmanager
async def asker_for(teacher: Teacher, cluster: Chosen | None, settings: TeacherSettings) -> AsyncGenerator[Asker, None]:
    """Yield the asker: this process, or a cluster's workers, started and ended in threads as that takes seconds.

    Raises:
        ClusterDown: the workers cannot be reached.
    """
    if cluster is None:
        yield LocalAsker(teacher)
        return
    starting = cluster.started()
    runner = await asyncio.to_thread(starting.__enter__)
    try:
        with ThreadPoolExecutor(MOST_SHARDS_OUT) as threads:
            spec = TeacherSpec(worker_settings(settings, runner.workers), teacher.fresh, teacher.identity)
            yield RemoteAsker(teacher, spec, runner, threads)
    finally:
        await asyncio.to_thread(starting.__exit__, None, None, None)


def worker_settings(settings: TeacherSettings, workers: int) -> TeacherSettings:
    """Return one worker's settings: its share of the requests in flight, at every endpoint, whoever else asks there."""
    named = {name: one.model_copy(update=_share(one, workers)) for name, one in settings.endpoints.items()}
    return settings.model_copy(update={**_share(settings, workers), "endpoints": named})


def _share(endpoint: EndpointSettings, workers: int) -> dict[str, int]:
    return {"max_in_flight": max(1, endpoint.max_in_flight // workers), "share_limit": False}
