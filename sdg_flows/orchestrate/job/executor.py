"""Executors run blocks on shards: in this process (`LocalExecutor`) or on the workers of a cluster."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

from sdg_flows.core.block import Outcome, TableBlock, TeacherBlock
from sdg_flows.core.exchange import Answer, Usage
from sdg_flows.orchestrate.progress import BlockProgress
from sdg_flows.teacher.teacher import Teacher

POLL_SECONDS = 0.01
LOOP_TURNS_PER_REQUEST = 12
"""Turns of the event loop between the arrival of an answer and the next request that is sent in its place."""


@dataclass(frozen=True)
class BlockOutput:
    """The outcome of a block on a shard. For a teacher block: the keys of its answers, their numbers and their tokens.

    `bought` answers were asked for now, `kept` ones were in the store. `is_transient` is True when asking again later
    may give another outcome.
    """

    outcome: Outcome
    keys: tuple[str, ...] = ()
    bought: int = 0
    kept: int = 0
    usage: Usage = field(default_factory=Usage)
    is_transient: bool = False


def read_answers(block: TeacherBlock, shard: pa.Table, answers: Sequence[Answer]) -> BlockOutput:
    """Read the answers to a block's requests about a shard."""
    kept = sum(answer.kept for answer in answers)
    usage = sum((answer.usage for answer in answers), Usage())
    is_transient = any(answer.transient for answer in answers)
    keys = tuple(answer.key for answer in answers)
    return BlockOutput(block.read(shard, answers), keys, len(answers) - kept, kept, usage, is_transient)


class BlockExecutor(Protocol):
    """Runs blocks on shards."""

    @property
    def teacher(self) -> Teacher:
        """Return the teacher whose store the answers go into."""
        ...

    @property
    def slots(self) -> int:
        """Return how many shards other processes can work on at a time; 0 when all work is done in this process."""
        ...

    def bind_to_flow(self) -> BlockExecutor:
        """Return an executor whose task runs belong to the flow run that this is called in."""
        ...

    async def run_teacher_block(self, block: TeacherBlock, shard: pa.Table, progress: BlockProgress) -> BlockOutput:
        """Ask the block's requests about a shard, store the answers, and let the block read them.

        Raises:
            TeacherStopped, EndpointDown, DiskError, Interrupted: no more requests are sent; all answers are kept.
        """
        ...

    async def run_table_block(self, block: TableBlock, shard: pa.Table) -> Outcome:
        """Run a table block on a shard."""
        ...


@dataclass(frozen=True)
class LocalExecutor:
    """Runs blocks in this process. Requests are built, and answers read, for one shard at a time.

    In between, the event loop sends requests and receives answers; many shards at once would block it for a second. For
    the same reason, a block's next requests are built only when fewer of its own are waiting than are in flight.
    """

    teacher: Teacher
    slots: int = 0
    _cpu_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _request_locks: dict[tuple[str, str], asyncio.Lock] = field(default_factory=dict[tuple[str, str], asyncio.Lock])

    def bind_to_flow(self) -> LocalExecutor:
        """Return this executor, which starts no task runs."""
        return self

    async def run_teacher_block(self, block: TeacherBlock, shard: pa.Table, progress: BlockProgress) -> BlockOutput:
        """Ask about a shard in this process."""
        async with self._request_locks.setdefault((progress.pipeline, progress.block), asyncio.Lock()):
            await self._wait_for_queue(progress)
            async with self._cpu_turn():
                keyed = self.teacher.keyed(block.requests(shard))
                progress.requests += len(keyed)
        answers = await self.teacher.answers(keyed, progress.add_answers, progress.pipeline)
        async with self._cpu_turn():
            return read_answers(block, shard, answers)

    async def _wait_for_queue(self, progress: BlockProgress) -> None:
        """Wait until no more of the block's requests are waiting than are in flight.

        Raises:
            GenerateError: the reason why the teacher was stopped.
        """
        while progress.requests - progress.answers > 2 * self.teacher.in_flight:
            self.teacher.check_running()
            await asyncio.sleep(POLL_SECONDS)

    @asynccontextmanager
    async def _cpu_turn(self) -> AsyncGenerator[None, None]:
        async with self._cpu_lock:
            for _ in range(LOOP_TURNS_PER_REQUEST):
                await asyncio.sleep(0)
            yield

    async def run_table_block(self, block: TableBlock, shard: pa.Table) -> Outcome:
        """Run the block in this process."""
        return block(shard)
