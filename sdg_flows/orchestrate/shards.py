from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from prefect import State

from sdg_flows.core.contract import checked, contract
from sdg_flows.core.errors import GenerateError
from sdg_flows.core.exchange import Usage
from sdg_flows.core.pipeline import Stop
from sdg_flows.core.story import BLOCK_FIELD, MADE_BY, REJECTED_BY, Generated, Step
from sdg_flows.core.table import joined, split
from sdg_flows.orchestrate.asking import Asker
from sdg_flows.orchestrate.checkpoints import BlockResult, checkpoint_key, run_block
from sdg_flows.orchestrate.plan import Job
from sdg_flows.orchestrate.progress import Progress
from sdg_flows.orchestrate.work_dir import WorkDir
from sdg_flows.teacher.teacher import Teacher

ROWS_A_SHARD = 1000
SHARDS_IN_FLIGHT = 16

Made = TypeVar("Made")


@dataclass(frozen=True)
class Site:
    """Where a run happens: who answers, where checkpoints lie, and who watches."""

    asker: Asker
    work: WorkDir
    progress: Progress

    @property
    def teacher(self) -> Teacher:
        """Give the teacher that answers."""
        return self.asker.teacher


@dataclass(frozen=True)
class Shard:
    """A slice of a table and its place: its number, and below it the numbers of the parts it was cut into."""

    rows: pa.Table
    place: tuple[int, ...]
    of: int

    def parts(self) -> list[Shard]:
        """Cut a shard that has grown into shards of the usual size."""
        pieces = split(self.rows, ROWS_A_SHARD)
        return [Shard(piece, (*self.place, number), self.of) for number, piece in enumerate(pieces, 1)]

    def label(self, block: str) -> str:
        """Say what a block does here, as the name of a task run."""
        return f"{block} · shard {'.'.join(map(str, self.place))} of {self.of}"


async def generated_by(job: Job, site: Site) -> Generated:
    """Send the job's rows through its blocks, and give all that came of them, in the order of the input.

    Between whole-table blocks each shard goes through all blocks on its own; at a whole-table block all shards meet.
    """
    travel = _Travel(job, site)
    table = checked(job.inputs, contract(job.inputs.column_names, {}), f"the input of {job.name}")
    for stops in _stretches(job.stops):
        cut = [table] if stops[0].block.whole_table else split(table, ROWS_A_SHARD)
        shards = [Shard(rows, (number,), len(cut)) for number, rows in enumerate(cut, 1)]
        table = joined(await all_of([travel.through(stops, shard) for shard in shards]))
    return travel.story(table)


def _stretches(stops: Sequence[Stop]) -> list[tuple[Stop, ...]]:
    """Cut at whole-table blocks: each of them is a stretch of its own."""
    numbered = groupby(enumerate(stops), key=lambda entry: entry[0] if entry[1].block.whole_table else -1)
    return [tuple(stop for _, stop in stretch) for _, stretch in numbered]


async def all_of(work: Sequence[Awaitable[Made]]) -> list[Made]:
    """Give all results in order. When some fail, the others are still finished; then the first failure is raised."""
    ended = await asyncio.gather(*work, return_exceptions=True)
    failures = [end for end in ended if isinstance(end, BaseException)]
    for failure in sorted(failures, key=lambda failure: not isinstance(failure, GenerateError)):
        raise failure
    return [end for end in ended if not isinstance(end, BaseException)]


class _Travel:
    """One job on its way: what each block did so far, gathered over shards."""

    def __init__(self, job: Job, site: Site) -> None:
        self._job = job
        self._site = site
        self._asker = site.asker.within_flow()
        self._places = asyncio.Semaphore(SHARDS_IN_FLIGHT)
        self._run_block = run_block.with_options(result_storage=site.work.checkpoints)
        self._steps = {stop.block.name: Step(stop.block.name, type(stop.block).__name__) for stop in job.stops}
        self._left: dict[str, list[tuple[tuple[int, ...], pa.Table]]] = {name: [] for name in self._steps}
        self._born: dict[str, list[tuple[tuple[int, ...], pa.Table]]] = {name: [] for name in self._steps}

    async def through(self, stops: Sequence[Stop], shard: Shard) -> pa.Table:
        """Send a shard through blocks; one that has grown beyond twice its size goes on in parts."""
        async with self._places:
            done = 0
            while done < len(stops) and (done == 0 or shard.rows.num_rows <= 2 * ROWS_A_SHARD):
                shard = replace(shard, rows=await self._past(stops[done], shard))
                done += 1
        if done == len(stops):
            return shard.rows
        return joined(await all_of([self.through(stops[done:], part) for part in shard.parts()]))

    async def _past(self, stop: Stop, shard: Shard) -> pa.Table:
        """Send a shard past one block: by its checkpoint when there is one."""
        progress = self._site.progress.block(self._job.name, stop.block.name)
        progress.rows_in += shard.rows.num_rows
        run_kept: Any = self._run_block  # Prefect's overloads take an async task for a state
        state: State[BlockResult] = await run_kept(
            stop,
            shard.rows,
            shard.label(stop.block.name),
            checkpoint_key(stop.block, shard.rows, self._site.teacher),
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
        self._note(stop.block.name, shard, result)
        return result.outcome.kept

    def _note(self, name: str, shard: Shard, result: BlockResult) -> None:
        outcome, so_far = result.outcome, self._steps[name]
        counted = pc.value_counts(outcome.rejected["reason"].combine_chunks()).to_pylist()
        self._steps[name] = so_far + Step(
            name,
            so_far.block_type,
            shard.rows.num_rows,
            outcome.kept.num_rows,
            {entry["values"]: entry["counts"] for entry in counted},
            result.asked,
            result.kept_answers,
            result.usage,
            result.seconds,
        )
        self._left[name].append((shard.place, outcome.rejected))
        self._born[name].append((shard.place, outcome.lineage))

    def story(self, rows: pa.Table) -> Generated:
        """Give all that came of the job's rows."""
        return Generated(
            self._job.name,
            self._job.pipeline.source,
            self._job.inputs,
            rows,
            _signed(self._left, REJECTED_BY),
            _signed(self._born, MADE_BY),
            tuple(self._steps.values()),
            self._job.instructions,
        )


def _signed(parts: dict[str, list[tuple[tuple[int, ...], pa.Table]]], schema: pa.Schema) -> pa.Table:
    """Put the parts under one another by block and then by place, with the block's name in each row."""
    tables = [schema.empty_table()]
    for name, placed in parts.items():
        for _, part in sorted(placed, key=lambda entry: entry[0]):
            names = pa.array([name] * part.num_rows, pa.string())
            tables.append(part.append_column(BLOCK_FIELD, names).select(schema.names))
    return pa.concat_tables(tables)
