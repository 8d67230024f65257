"""The first requests of a run, asked while Prefect comes up: the run finds their answers on their way, or there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager

from sdg_flows.core.block import TableBlock, TeacherBlock
from sdg_flows.core.errors import GenerateError
from sdg_flows.core.exchange import Request
from sdg_flows.core.identity import table_digest
from sdg_flows.orchestrate.block_work import Work
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.plan import Job, Plan
from sdg_flows.orchestrate.shards import Shard, rows_a_shard, shards_of
from sdg_flows.orchestrate.work_dir import WorkDir
from sdg_flows.teacher.settings import TeacherSettings
from sdg_flows.teacher.teacher import Teacher

SECONDS_A_LOOK = 0.1


def may_have_head_start(choices: Choices, settings: TeacherSettings, work: WorkDir) -> bool:
    """True when this process asks a server, and needs neither Prefect nor another machine to do so."""
    here = choices.runner == Choices.runner and work.mirror is None
    return here and settings.endpoint is not None and not settings.key_blocks


@asynccontextmanager
async def head_start(plan: Plan, teacher: Teacher, work: WorkDir) -> AsyncGenerator[None, None]:
    """Ask what the first asking block of each pipeline will ask, shard by shard, until the run asks what is further on.

    What goes wrong here is met by the run again, which tells of it. When the context ends no more is sent; what is in
    flight is awaited and kept.
    """
    ahead = [teacher.ask_ahead(_requests(job, teacher, work), job.name) for job in plan.jobs]
    asking = asyncio.gather(*ahead, return_exceptions=True)
    try:
        yield
    finally:
        teacher.stop(GenerateError("the run is over"))
        await asking


async def pace_is_found(teacher: Teacher) -> None:
    """Come back when requests go out no faster than a moment before: the server's limit is met, or all are out."""
    before, asked = -1, teacher.tally.asked
    while True:
        await asyncio.sleep(SECONDS_A_LOOK)
        went_out, asked = teacher.tally.asked - asked, teacher.tally.asked
        if went_out <= before:
            return
        before = went_out


def _requests(job: Job, teacher: Teacher, work: WorkDir) -> Iterator[Sequence[Request]]:
    """Yield what is asked about each shard first, until a block fails, as one that a user wrote may in any way.

    The run meets the failure too, and says where. Let out here, it would end requests that are in flight, and paid.
    """
    for shard in shards_of(job.inputs, rows_a_shard(job.inputs.num_rows, len(job.stops))):
        try:
            requests = _first_requests(job, shard, teacher, work)
        except Exception:
            return
        yield requests


def _first_requests(job: Job, shard: Shard, teacher: Teacher, work: WorkDir) -> Sequence[Request]:
    """Give what is asked about a shard first; nothing when it has a checkpoint, or must first meet the other shards."""
    table = shard.rows.table()
    for stop in job.stops:
        block = stop.block
        if isinstance(block, TeacherBlock):
            key = Work(stop, table, table_digest(table)).key(teacher)
            return () if (work.checkpoints / key).exists() else block.requests(table)
        if block.whole_table or not isinstance(block, TableBlock):
            return ()
        table = block(table).kept
    return ()
