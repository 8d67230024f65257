"""The beginning of a run, made while Prefect comes up: the run takes over what was begun."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import mkdtemp

from sdg_flows.core.block import TeacherBlock
from sdg_flows.core.errors import GenerateError
from sdg_flows.orchestrate.block_result import BlockResult
from sdg_flows.orchestrate.block_run import block_run
from sdg_flows.orchestrate.block_work import Work
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.plan import Job, Plan
from sdg_flows.orchestrate.shards import Shard, stretches
from sdg_flows.orchestrate.site import Site
from sdg_flows.orchestrate.stretch import Stretch
from sdg_flows.orchestrate.work_dir import WorkDir
from sdg_flows.teacher.settings import TeacherSettings
from sdg_flows.teacher.teacher import Teacher

SECONDS_A_LOOK = 0.1
BUSY = 0.4
"""Share of a core."""
LONGEST_WAIT = 10.0


def may_have_head_start(choices: Choices, settings: TeacherSettings, work: WorkDir) -> bool:
    """True when this process asks a server, and needs neither Prefect nor another machine to do so."""
    here = choices.runner == Choices.runner and work.mirror is None
    return here and settings.endpoint is not None and not settings.key_blocks


@asynccontextmanager
async def head_start(plan: Plan, site: Site) -> AsyncGenerator[None, None]:
    """Send the first shards of each pipeline past its blocks, up to the first block that must see the whole table.

    How far it may get is bounded by what a run has on its way at one time. What goes wrong here goes wrong in the run
    too, which says so. When the context ends no more is sent; what is in flight is awaited and kept.
    """
    beginning = asyncio.gather(*(_begun(job, site) for job in plan.jobs), return_exceptions=True)
    try:
        yield
    finally:
        site.teacher.stop(GenerateError("the run is over"))
        await beginning


async def asking_leaves_time(teacher: Teacher) -> None:
    """Return once other work does not hold up asking: requests go out no faster than before, and take little CPU time.

    Where asking takes all of this process's time, that is when all is answered, or after `LONGEST_WAIT`.
    """
    before, asked, began = -1, teacher.tally.asked, time.monotonic()
    while time.monotonic() < began + LONGEST_WAIT:
        at, used = time.monotonic(), time.process_time()
        await asyncio.sleep(SECONDS_A_LOOK)
        busy = (time.process_time() - used) / (time.monotonic() - at)
        went_out, asked = teacher.tally.asked - asked, teacher.tally.asked
        if went_out <= before and busy < BUSY:
            return
        before = went_out


async def _begun(job: Job, site: Site) -> None:
    stops = stretches(job.stops)[0]
    if stops[0].block.whole_table or not any(isinstance(stop.block, TeacherBlock) for stop in stops):
        return

    async def past_block(work: Work, shard: Shard) -> BlockResult:
        key = work.key(site.teacher)
        if (site.work.checkpoints / key).exists():
            raise _CheckpointIsThere(key)
        progress = site.progress.block(job.name, work.stop.block.name)
        running = site.begun[key] = asyncio.ensure_future(block_run(work, site.asker, progress))
        return (await running).result

    await Stretch(job, stops, job.inputs, Path(mkdtemp(dir=site.scratch)), site, past_block).first_shards_past()


class _CheckpointIsThere(Exception):  # noqa: N818  named for what is the case
    """The run has this result already, and so goes through this shard faster than a head start could."""
