"""Asking about a shard: what the answers made of it, and who sees to it."""

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
TURNS_A_REQUEST = 12
"""Turns of the event loop from an answer's arrival until another request has gone out in its place."""


@dataclass(frozen=True)
class Asked:
    """What a block made of its answers, if it asks, their keys, how many were bought and how many kept, and their cost.

    `passing` is True when asking again later may give another outcome.
    """

    outcome: Outcome
    keys: tuple[str, ...] = ()
    bought: int = 0
    kept: int = 0
    usage: Usage = field(default_factory=Usage)
    passing: bool = False


def read_by(block: TeacherBlock, shard: pa.Table, answers: Sequence[Answer]) -> Asked:
    """Let the block read the answers about its shard."""
    kept = sum(answer.kept for answer in answers)
    usage = sum((answer.usage for answer in answers), Usage())
    passing = any(answer.passing for answer in answers)
    keys = tuple(answer.key for answer in answers)
    return Asked(block.read(shard, answers), keys, len(answers) - kept, kept, usage, passing)


class Asker(Protocol):
    """Who sees to it that a shard is asked about."""

    @property
    def teacher(self) -> Teacher:
        """Return the teacher whose store the answers go into."""
        ...

    @property
    def places(self) -> int:
        """Return how many shards can be worked on at one time in other processes."""
        ...

    def within_flow(self) -> Asker:
        """Return the asker as it works for the flow run that this is called in."""
        ...

    async def asked(self, block: TeacherBlock, shard: pa.Table, progress: BlockProgress) -> Asked:
        """Ask what the block asks about a shard, and let it read the answers, which are in the store by then.

        Raises:
            TeacherStopped, EndpointDown, DiskError, Interrupted: no more is asked; what was answered is kept.
        """
        ...

    async def made(self, block: TableBlock, shard: pa.Table) -> Outcome:
        """Return what a table block makes of a shard."""
        ...


@dataclass(frozen=True)
class LocalAsker:
    """Asks in this process. One shard at a time has its requests made or its answers read.

    In between, the event loop sends requests and takes answers: many shards at once would hold it up for a second. For
    the same reason a block's next requests are made when fewer of its own wait than are in flight.
    """

    teacher: Teacher
    places: int = 0
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _next: dict[tuple[str, str], asyncio.Lock] = field(default_factory=dict[tuple[str, str], asyncio.Lock])

    def within_flow(self) -> LocalAsker:
        """Return the same: it is no matter for which flow run it works."""
        return self

    async def asked(self, block: TeacherBlock, shard: pa.Table, progress: BlockProgress) -> Asked:
        """Ask in this process."""
        async with self._next.setdefault((progress.pipeline, progress.block), asyncio.Lock()):
            await self._few_wait(progress)
            async with self._in_turn():
                keyed = self.teacher.keyed(block.requests(shard))
                progress.requests += len(keyed)
        answers = await self.teacher.answers(keyed, progress.add_answers, progress.pipeline)
        async with self._in_turn():
            return read_by(block, shard, answers)

    async def _few_wait(self, progress: BlockProgress) -> None:
        """Return once no more of a block's requests wait to be sent than are in flight.

        Raises:
            GenerateError: the teacher was stopped; the reason.
        """
        while progress.requests - progress.answers > 2 * self.teacher.in_flight:
            self.teacher.check_going()
            await asyncio.sleep(POLL_SECONDS)

    @asynccontextmanager
    async def _in_turn(self) -> AsyncGenerator[None, None]:
        async with self._turn:
            for _ in range(TURNS_A_REQUEST):
                await asyncio.sleep(0)
            yield

    async def made(self, block: TableBlock, shard: pa.Table) -> Outcome:
        """Run the block in this process."""
        return block(shard)
