"""A pipeline's rows on their way: shard by shard through the blocks, each as a task run, kept on disk in between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
from prefect import State

from sdg_flows.core.contract import checked, contract
from sdg_flows.core.errors import GenerateError
from sdg_flows.core.exchange import Usage
from sdg_flows.core.pipeline import Stop
from sdg_flows.core.rows import Part, Rows
from sdg_flows.core.story import Generated
from sdg_flows.core.table import ROW_ID
from sdg_flows.core.whole_table import WholeTableBlock
from sdg_flows.orchestrate.asking import Asker
from sdg_flows.orchestrate.checkpoints import SERIALIZER, BlockResult, Work, run_block
from sdg_flows.orchestrate.forged import remove_when_forged
from sdg_flows.orchestrate.plan import Job
from sdg_flows.orchestrate.progress import Progress
from sdg_flows.orchestrate.shards import (
    USUAL_ROWS,
    Shard,
    in_one_piece,
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
    folder = site.scratch / job.name.replace("/", "_")
    trace = Trace(job, folder / "trace")
    rows = job.inputs
    for number, stops in enumerate(stretches(job.stops)):
        rows = await _Stretch(job, site, trace, stops, folder / str(number)).past(rows)
    return trace.story(rows)


async def all_of(work: Sequence[Awaitable[Made]]) -> list[Made]:
    """Give all results in order. When some fail, the others are still finished; then the first failure is raised."""
    ended = await asyncio.gather(*work, return_exceptions=True)
    failures = [end for end in ended if isinstance(end, BaseException)]
    for failure in sorted(failures, key=lambda failure: not isinstance(failure, GenerateError)):
        raise failure
    return [end for end in ended if not isinstance(end, BaseException)]


class _Stretch:
    """Blocks that each shard passes on its own way; the first may be a whole-table block with a verdict a shard."""

    def __init__(self, job: Job, site: Site, trace: Trace, stops: Sequence[Stop], folder: Path) -> None:
        self._job, self._site, self._trace, self._stops, self._folder = job, site, trace, stops, folder
        self._asker = site.asker.within_flow()
        self._run_block = run_block.with_options(result_storage=site.work.checkpoints)

    async def past(self, rows: Rows) -> Rows:
        """Send a table past the blocks."""
        whole = in_one_piece(self._stops[0])
        self._size = max(rows.num_rows, 1) if whole else rows_a_shard(rows.num_rows, len(self._job.stops))
        self._grown = max(USUAL_ROWS, self._size)
        self._places = asyncio.Semaphore(shards_in_flight(self._size))
        shards = shards_of(rows, self._size)
        self._verdicts = await asyncio.to_thread(self._settled, shards)
        ways = await all_of([self._through(self._stops, shard) for shard in shards])
        return Rows.under_one_another([part for way in ways for part in way])

    def _settled(self, shards: Sequence[Shard]) -> dict[tuple[int, ...], Part]:
        """Give the verdict on each shard, by place, when the stretch begins with a whole-table block."""
        block = self._stops[0].block
        if not isinstance(block, WholeTableBlock):
            return {}
        columns = [ROW_ID, *block.columns.needs]
        told = [
            store_part(block.gist(shard.rows.table(columns)), self._folder / f"gist-{shard.place[0]}.arrow")
            for shard in shards
        ]
        verdicts = block.settled(Rows.under_one_another(told))
        return {
            shard.place: store_part(verdict, self._folder / f"verdict-{shard.place[0]}.arrow")
            for shard, verdict in zip(shards, verdicts, strict=True)
        }

    async def _through(self, stops: Sequence[Stop], shard: Shard) -> list[Part]:
        """Send a shard past blocks; one that has grown beyond twice a usual size goes on in parts."""
        async with self._places:
            table, done = self._read(shard), 0
            while done < len(stops) and (done == 0 or table.num_rows <= 2 * self._grown):
                table = await self._past(stops[done], table, shard)
                done += 1
            kept = store_part(table, self._folder / f"{'.'.join(map(str, shard.place))}.arrow")
        if done == len(stops):
            return [kept]
        parts = shard.parts(Rows.under_one_another([kept]), self._grown)
        return [part for way in await all_of([self._through(stops[done:], part) for part in parts]) for part in way]

    def _read(self, shard: Shard) -> pa.Table:
        table = shard.rows.table()
        if self._stops[0] is self._job.stops[0] and len(shard.place) == 1:
            checked(table, contract(table.column_names, {}), f"the input of {self._job.name}")
        return table

    async def _past(self, stop: Stop, table: pa.Table, shard: Shard) -> pa.Table:
        """Send a shard past one block: by its checkpoint when there is one."""
        progress = self._site.progress.block(self._job.name, stop.block.name)
        progress.rows_in += table.num_rows
        verdict = self._verdicts.get(shard.place) if stop is self._stops[0] else None
        work = Work(stop, table, None if verdict is None else verdict.read())
        key = work.key(self._site.teacher)
        self._site.used.add(key)
        remove_when_forged(self._site.work.checkpoints / key, SERIALIZER)
        run_kept: Any = self._run_block  # Prefect's overloads take an async task for a state
        state: State[BlockResult] = await run_kept(
            work,
            shard.label(stop.block.name),
            key,
            self._asker,
            progress,
            return_state=True,
        )
        result = await state.aresult()
        if state.name == "Cached":
            progress.add_kept(result.answers)
            result = replace(result, asked=0, kept_answers=result.answers, usage=Usage(), seconds=0.0)
        progress.rows_out += result.outcome.kept.num_rows
        progress.rejected += result.outcome.rejected.num_rows
        self._trace.note(stop.block.name, shard.place, table.num_rows, result)
        return result.outcome.kept
