"""A stage of a pipeline: consecutive blocks that each shard of a table goes through independently."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import pyarrow as pa

from sdg_flows.core.block import Block, TeacherBlock
from sdg_flows.core.contract import Contract, enforce
from sdg_flows.core.errors import GenerateError
from sdg_flows.core.identity import table_digest
from sdg_flows.core.pipeline import ResolvedBlock
from sdg_flows.core.rows import Part, Rows
from sdg_flows.core.table import ROW_ID
from sdg_flows.core.whole_table import TwoPassBlock, WholeTableBlock
from sdg_flows.orchestrate.job.block_call import BlockCall
from sdg_flows.orchestrate.job.block_result import BlockResult
from sdg_flows.orchestrate.job.shards import (
    USUAL_ROWS,
    Shard,
    ShardIndex,
    cut_into_shards,
    in_one_piece,
    index_text,
    rows_per_shard,
    shards_in_flight,
)
from sdg_flows.orchestrate.plan import Job
from sdg_flows.orchestrate.review.reviewing import verdicts_of_people
from sdg_flows.orchestrate.run_context import RunContext
from sdg_flows.storage.parts import store_part

Result = TypeVar("Result")
RunBlock: TypeAlias = Callable[[BlockCall, Shard], Awaitable[BlockResult]]
"""Runs one block on one shard."""


async def gather_all(work: Sequence[Awaitable[Result]]) -> list[Result]:
    """Return all results in order. When some fail, finish the rest, then raise one failure, ours first."""
    ended = await asyncio.gather(*work, return_exceptions=True)
    failures = [end for end in ended if isinstance(end, BaseException)]
    for failure in sorted(failures, key=lambda failure: not isinstance(failure, GenerateError)):
        raise failure
    return [end for end in ended if not isinstance(end, BaseException)]


class Stage:
    """Blocks of which only the first may need the whole table, by a verdict on each shard; the others see one shard."""

    def __init__(
        self,
        job: Job,
        blocks: Sequence[ResolvedBlock],
        rows: Rows,
        folder: Path,
        context: RunContext,
        run_block: RunBlock,
    ) -> None:
        self._job, self._blocks, self._folder = job, blocks, folder
        self._context, self._run_block = context, run_block
        whole, slots = in_one_piece(blocks[0]), context.executor.slots
        usual = max(rows.num_rows, 1) if whole else rows_per_shard(rows.num_rows, len(job.blocks))
        self._max_rows = max(USUAL_ROWS, usual)
        self._in_flight = shards_in_flight(usual, slots)
        self._slots = asyncio.Semaphore(self._in_flight)
        self._start_lock = asyncio.Lock()
        self._shards = cut_into_shards(rows, usual)
        self._verdicts: dict[ShardIndex, Part] = {}

    async def run(self) -> Rows:
        """Run the blocks on the table and return the rows that are kept."""
        block = self._blocks[0].block
        if isinstance(block, TwoPassBlock):
            self._verdicts = await asyncio.to_thread(self._verdicts_by_shard, block)
        runs = await gather_all([self._run_shard(self._blocks, shard) for shard in self._shards])
        return Rows.concat([part for run in runs for part in run])

    async def run_while(self, should_continue: Callable[[], bool]) -> None:
        """Start shards while `should_continue`, and wait for them. Failures are ignored; no block needs a verdict."""
        runs: set[asyncio.Future[Any]] = set()
        for shard in self._shards:
            if len(runs) == self._in_flight:
                _, runs = await asyncio.wait(runs, return_when=asyncio.FIRST_COMPLETED)
            if not should_continue():
                break
            runs.add(asyncio.gather(self._run_shard(self._blocks, shard), return_exceptions=True))
        await asyncio.gather(*runs)

    def _verdicts_by_shard(self, block: TwoPassBlock) -> dict[ShardIndex, Part]:
        """Return the verdict on each shard, by place: that of a whole-table block, or of people.

        Raises:
            ReviewAwaited: people have not judged all rows.
        """
        columns = [ROW_ID, *block.columns.needs]
        gists = [
            store_part(
                block.summarize(shard.rows.table(columns)), self._folder / f"gist-{index_text(shard.index)}.arrow"
            )
            for shard in self._shards
        ]
        verdicts = self._verdicts_on(block, Rows.concat(gists))
        return {
            shard.index: store_part(verdict, self._folder / f"verdict-{index_text(shard.index)}.arrow")
            for shard, verdict in zip(self._shards, verdicts, strict=True)
        }

    def _verdicts_on(self, block: TwoPassBlock, gists: Rows) -> Iterator[pa.Table]:
        if isinstance(block, WholeTableBlock):
            return block.verdicts(gists)
        return verdicts_of_people(gists, self._job.name, block.name, self._context.work)

    async def _run_shard(self, blocks: Sequence[ResolvedBlock], shard: Shard) -> list[Part]:
        """Run blocks on a shard; one that grows beyond twice the usual size continues in parts.

        Shards start one at a time, each when the one before waits for the teacher or a worker: the teacher is asked
        about the first shard before this process works on the last.
        """
        async with self._slots, AsyncExitStack() as start_lock:
            await start_lock.enter_async_context(self._start_lock)
            table, done = self._read(shard), 0
            digest = table_digest(table)
            while done < len(blocks) and (done == 0 or table.num_rows <= 2 * self._max_rows):
                verdict = self._verdicts.get(shard.index) if blocks[done] is self._blocks[0] else None
                call = BlockCall(blocks[done], table, digest, None if verdict is None else verdict.read())
                if self._waits_for_others(blocks[done].block):
                    await start_lock.aclose()
                result = await self._run_block(call, shard)
                table, digest, done = result.outcome.kept, result.kept_digest, done + 1
            kept = store_part(table, self._folder / f"{index_text(shard.index)}.arrow")
        if done == len(blocks):
            return [kept]
        parts = shard.parts(Rows.concat([kept]), self._max_rows)
        runs = await gather_all([self._run_shard(blocks[done:], part) for part in parts])
        return [part for run in runs for part in run]

    def _waits_for_others(self, block: Block) -> bool:
        """Return whether the teacher or a worker does most of the block's work."""
        return isinstance(block, TeacherBlock) or (self._context.executor.slots > 0 and block.row_by_row)

    def _read(self, shard: Shard) -> pa.Table:
        table = shard.rows.table()
        if self._blocks[0] is self._job.blocks[0] and len(shard.index) == 1:
            enforce(table, Contract(set(table.column_names), {}), f"the input of {self._job.name}")
        return table
