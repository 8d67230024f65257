"""The beginning of a run, made while Prefect comes up: the run takes over what was begun."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import mkdtemp

from sdg_flows.blocks.human_review import HumanReviewBlock
from sdg_flows.core.block import TeacherBlock
from sdg_flows.core.errors import GenerateError
from sdg_flows.core.pipeline import ResolvedBlock
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.job.block_call import BlockCall
from sdg_flows.orchestrate.job.block_result import BlockResult
from sdg_flows.orchestrate.job.block_run import block_run
from sdg_flows.orchestrate.job.shards import Shard, stages
from sdg_flows.orchestrate.job.stage import Stage
from sdg_flows.orchestrate.plan import Job, Plan
from sdg_flows.orchestrate.run_context import RunContext
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.teacher.settings import TeacherSettings
from sdg_flows.teacher.teacher import Teacher

SECONDS_A_LOOK = 0.1
BUSY = 0.4
"""The share of a core that asking may take for other work not to hold it up."""
LONGEST_WAIT = 10.0
MOST_ROWS, MOST_BYTES = 64_000, 256 * 1024**2
"""Rows that all blocks of a pipeline may have had, together: what they made of them is held in memory."""


def may_have_head_start(choices: Choices, settings: TeacherSettings, work: WorkDir) -> bool:
    """True when this process asks a server, and needs neither Prefect nor another machine to do so."""
    here = choices.runner == Choices.runner and work.mirror is None
    return here and settings.endpoint is not None and not settings.key_blocks


@asynccontextmanager
async def head_start(plan: Plan, context: RunContext) -> AsyncGenerator[None, None]:
    """Send a table of at most `MOST_ROWS` past its pipeline's blocks, and of a larger one as many shards.

    Shards of a large one go up to the first block that sees the whole table. What goes wrong here goes wrong in the run
    too, which says so. When the context ends no more is sent; what is in flight is awaited and kept.
    """
    beginning = asyncio.gather(*(_begun(job, context) for job in plan.jobs), return_exceptions=True)
    try:
        yield
    finally:
        context.teacher.stop(GenerateError("the run is over"))
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


async def _begun(job: Job, context: RunContext) -> None:
    folder, rows, past_block = Path(mkdtemp(dir=context.scratch)), job.inputs, _Beginning(job.name, context)
    for number, blocks in enumerate(_stages_up_to_a_question(job.blocks)):
        stage = Stage(job, blocks, rows, folder / str(number), context, past_block)
        if rows.num_rows > MOST_ROWS:
            if not blocks[0].block.whole_table:
                await stage.past_while(past_block.may_begin_more)
            return
        rows = await stage.past()


def _stages_up_to_a_question(blocks: Sequence[ResolvedBlock]) -> list[tuple[ResolvedBlock, ...]]:
    """Give the stages up to the last that asks, and none from where people have their say."""
    cut = stages(blocks)
    asking = [at for at, stage in enumerate(cut) if any(isinstance(one.block, TeacherBlock) for one in stage)]
    people = [at for at, stage in enumerate(cut) if isinstance(stage[0].block, HumanReviewBlock)]
    return cut[: min([max(asking, default=-1) + 1, *people])]


class _Beginning:
    """Begins block runs that have no checkpoint, until the run is as far, or they have had `MOST_ROWS` in all."""

    def __init__(self, pipeline: str, context: RunContext) -> None:
        self._pipeline, self._context = pipeline, context
        self._rows = self._bytes = 0
        self._is_overtaken = False

    def may_begin_more(self) -> bool:
        """True while there is room, and neither the run is as far nor the teacher was stopped."""
        has_room = self._rows <= MOST_ROWS and self._bytes <= MOST_BYTES
        return has_room and not self._is_overtaken and self._context.teacher.is_going

    async def __call__(self, call: BlockCall, shard: Shard) -> BlockResult:
        """Begin a block's run on a shard, unless one on equal rows was begun, and wait for it. Raises `_LeftToRun`."""
        context, key = self._context, call.key(self._context.teacher)
        self._is_overtaken |= key in context.used
        if (context.work.checkpoints / key).exists():
            raise _LeftToRun
        self._rows += call.shard.num_rows
        self._bytes += call.shard.nbytes
        if not self.may_begin_more():
            raise _LeftToRun
        if key not in context.begun:
            progress = context.progress.block(self._pipeline, call.resolved.block.name)
            context.begun[key] = asyncio.ensure_future(block_run(call, context.asker, progress))
        return (await context.begun[key]).result


class _LeftToRun(Exception):  # noqa: N818  named for what is the case
    """The block run is the run's to begin, or to find a checkpoint for."""
