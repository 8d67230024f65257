"""A pipeline's rows on their way: shard by shard through the blocks, each as a task run, kept on disk in between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

import pyarrow as pa
from prefect import State

from sdg_flows.core.contract import Contract, checked
from sdg_flows.core.errors import GenerateError
from sdg_flows.core.identity import table_digest
from sdg_flows.core.pipeline import Stop
from sdg_flows.core.rows import Part, Rows
from sdg_flows.core.story import Generated
from sdg_flows.core.table import ROW_ID
from sdg_flows.core.whole_table import JudgedBlock, WholeTableBlock
from sdg_flows.orchestrate.asking import Asker
from sdg_flows.orchestrate.block_result import SERIALIZER, BlockResult, KeptResult
from sdg_flows.orchestrate.block_work import Work
from sdg_flows.orchestrate.checkpoints import run_block
from sdg_flows.orchestrate.forged import remove_when_forged
from sdg_flows.orchestrate.plan import Job
from sdg_flows.orchestrate.progress import Progress
from sdg_flows.orchestrate.reviewing import reviewed
from sdg_flows.orchestrate.shards import (
    USUAL_ROWS,
    Place,
    Shard,
    in_one_piece,
    numbered,
    rows_a_shard,
    shards_in_flight,
    shards_of,
    stretches,
)
from sdg_flows.orchestrate.trace import Trace
from sdg_flows.orchestrate.work_dir import WorkDir
from sdg_flows.storage.parts import store_part
from sdg_flows.teacher.teacher import Teacher

Made = TypeVar("Made")


@dataclass(frozen=True)
class Site:
    """Where a run happens: who answers, where checkpoints lie, who watches, and where rows lie on their way.

    `used` has the keys of the checkpoints used so far.
    """

    asker: Asker
    work: WorkDir
    progress: Progress
    scratch: Path
    used: set[str] = field(default_factory=set[str])

    @property
    def teacher(self) -> Teacher:
        """Give the teacher that answers."""
        return self.asker.teacher


async def generated_by(job: Job, site: Site) -> Generated:
    """Send the job's rows through its blocks, and give all that came of them, in the order of the input.

    Between whole-table blocks each shard goes through all blocks on its own; at a whole-table block all shards meet.
    """
    folder = Path(mkdtemp(dir=site.scratch))
    run_kept = run_block.with_options(result_storage=site.work.checkpoints)
    travel = _Travel(job, site, site.asker.within_flow(), Trace(job, folder / "trace", site.teacher.price), run_kept)
    rows = job.inputs
    for number, stops in enumerate(stretches(job.stops)):
        rows = await _Stretch(travel, stops, folder / str(number), rows).past()
    return travel.trace.story(rows)


async def all_of(work: Sequence[Awaitable[Made]]) -> list[Made]:
    """Give all results in order. When some fail, the others are still finished; then the first failure is raised."""
    ended = await asyncio.gather(*work, return_exceptions=True)
    failures = [end for end in ended if isinstance(end, BaseException)]
    for failure in sorted(failures, key=lambda failure: not isinstance(failure, GenerateError)):
        raise failure
    return [end for end in ended if not isinstance(end, BaseException)]


@dataclass(frozen=True)
class _Travel:
    """One job on its way, and what becomes of it."""

    job: Job
    site: Site
    asker: Asker
    trace: Trace
    run_kept: Any

    async def past(self, work: Work, shard: Shard) -> BlockResult:
        """Send a shard past one block: by its checkpoint when there is one."""
        name, rows = work.stop.block.name, work.shard.num_rows
        progress = self.site.progress.block(self.job.name, name)
        progress.rows_in += rows
        key = work.key(self.site.teacher)
        self.site.used.add(key)
        remove_when_forged(await self.site.work.bring(key), SERIALIZER)
        # Prefect's overloads take an async task for a state
        state: State[BlockResult | KeptResult] = await self.run_kept(
            work, shard.label(name), key, self.asker, progress, return_state=True
        )
        result = await state.aresult()
        if isinstance(result, KeptResult):
            result = result.result
            progress.add_kept(result.kept_answers)
        progress.rows_out += result.outcome.kept.num_rows
        progress.rejected += result.outcome.rejected.num_rows
        self.trace.note(name, shard.place, work.shard, result)
        return result


class _Stretch:
    """Blocks that each shard passes on its own way; the first may be a whole-table block with a verdict a shard."""

    def __init__(self, travel: _Travel, stops: Sequence[Stop], folder: Path, rows: Rows) -> None:
        self._travel, self._stops, self._folder = travel, stops, folder
        whole, blocks = in_one_piece(stops[0]), len(travel.job.stops)
        usual = max(rows.num_rows, 1) if whole else rows_a_shard(rows.num_rows, blocks)
        self._most_rows = max(USUAL_ROWS, usual)
        self._places = asyncio.Semaphore(shards_in_flight(usual, travel.asker.places))
        self._setting_out = asyncio.Lock()
        self._shards = shards_of(rows, usual)
        self._verdicts: dict[Place, Part] = {}

    async def past(self) -> Rows:
        """Send the table past the blocks."""
        block = self._stops[0].block
        if isinstance(block, JudgedBlock):
            self._verdicts = await asyncio.to_thread(self._settled, block)
        ways = await all_of([self._through(self._stops, shard) for shard in self._shards])
        return Rows.under_one_another([part for way in ways for part in way])

    def _settled(self, block: JudgedBlock) -> dict[Place, Part]:
        """Give the verdict on each shard, by place: that of a whole-table block, or of people.

        Raises:
            ReviewAwaited: people have not said it of all rows.
        """
        columns = [ROW_ID, *block.columns.needs]
        told = [
            store_part(block.gist(shard.rows.table(columns)), self._folder / f"gist-{numbered(shard.place)}.arrow")
            for shard in self._shards
        ]
        verdicts = self._verdicts_on(block, Rows.under_one_another(told))
        return {
            shard.place: store_part(verdict, self._folder / f"verdict-{numbered(shard.place)}.arrow")
            for shard, verdict in zip(self._shards, verdicts, strict=True)
        }

    def _verdicts_on(self, block: JudgedBlock, gists: Rows) -> Iterator[pa.Table]:
        if isinstance(block, WholeTableBlock):
            return block.settled(gists)
        return reviewed(gists, self._travel.job.name, block.name, self._travel.site.work)

    async def _through(self, stops: Sequence[Stop], shard: Shard) -> list[Part]:
        """Send a shard past blocks; one that has grown beyond twice a usual size goes on in parts.

        Shards set out one by one, each when the one before waits for others: the teacher is asked about the first shard
        before this process works on the last.
        """
        async with self._places, AsyncExitStack() as setting_out:
            await setting_out.enter_async_context(self._setting_out)
            table, done = self._read(shard), 0
            digest = table_digest(table)
            while done < len(stops) and (done == 0 or table.num_rows <= 2 * self._most_rows):
                verdict = self._verdicts.get(shard.place) if stops[done] is self._stops[0] else None
                work = Work(stops[done], table, digest, None if verdict is None else verdict.read())
                if work.waits_for_others(self._travel.asker):
                    await setting_out.aclose()
                result = await self._travel.past(work, shard)
                table, digest, done = result.outcome.kept, result.kept_digest, done + 1
            kept = store_part(table, self._folder / f"{numbered(shard.place)}.arrow")
        if done == len(stops):
            return [kept]
        parts = shard.parts(Rows.under_one_another([kept]), self._most_rows)
        return [part for way in await all_of([self._through(stops[done:], part) for part in parts]) for part in way]

    def _read(self, shard: Shard) -> pa.Table:
        table, job = shard.rows.table(), self._travel.job
        if self._stops[0] is job.stops[0] and len(shard.place) == 1:
            checked(table, Contract(set(table.column_names), {}), f"the input of {job.name}")
        return table
