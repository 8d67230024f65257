"""Start a run's blocks while Prefect is still starting; the flow takes over the block runs that were begun."""

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
from sdg_flows.orchestrate.job.block_run import run_block_on_shard
from sdg_flows.orchestrate.job.shards import Shard, stages
from sdg_flows.orchestrate.job.stage import Stage
from sdg_flows.orchestrate.plan import Job, Plan
from sdg_flows.orchestrate.run_context import RunContext
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.teacher.settings import TeacherSettings
from sdg_flows.teacher.teacher import Teacher

POLL_SECONDS = 0.1
BUSY_CPU_SHARE = 0.4
"""The share of a core that asking may use while other work can go on beside it."""
MAX_WAIT_SECONDS = 10.0
MAX_ROWS, MAX_BYTES = 64_000, 256 * 1024**2
"""Input rows and bytes of all block runs of a pipeline together: their results are held in memory."""


def may_have_head_start(choices: Choices, settings: TeacherSettings, work: WorkDir) -> bool:
    """Return whether this process asks a server itself, without Prefect and without another machine."""
    here = choices.runner == Choices.runner and work.mirror is None
    return here and settings.endpoint is not None and not settings.key_blocks


@asynccontextmanager
async def head_start(plan: Plan, context: RunContext) -> AsyncGenerator[None, None]:
    """Run the blocks of each job in the background, on at most `MAX_ROWS` rows, while the context is open.

    A larger table is run in part: its first shards, up to the first block that needs the whole table. Errors are
    ignored here: the flow meets them too and reports them. On exit no more requests are sent; those in flight are
    awaited and kept.
    """
    running = asyncio.gather(*(_run_ahead(job, context) for job in plan.jobs), return_exceptions=True)
    try:
        yield
    finally:
        context.teacher.stop(GenerateError("the run is over"))
        await running


async def wait_for_idle_cpu(teacher: Teacher) -> None:
    """Wait until asking leaves CPU time for other work: requests go out no faster than before, at a low CPU share.

    If asking keeps the process busy throughout, return when all is answered, or after `MAX_WAIT_SECONDS`.
    """
    before, asked, began = -1, teacher.tally.asked, time.monotonic()
    while time.monotonic() < began + MAX_WAIT_SECONDS:
        at, used = time.monotonic(), time.process_time()
        await asyncio.sleep(POLL_SECONDS)
        busy = (time.process_time() - used) / (time.monotonic() - at)
        went_out, asked = teacher.tally.asked - asked, teacher.tally.asked
        if went_out <= before and busy < BUSY_CPU_SHARE:
            return
        before = went_out


async def _run_ahead(job: Job, context: RunContext) -> None:
    folder, rows, run_block = Path(mkdtemp(dir=context.scratch)), job.inputs, _HeadStartRunner(job.name, context)
    for number, blocks in enumerate(_stages_to_run_ahead(job.blocks)):
        stage = Stage(job, blocks, rows, folder / str(number), context, run_block)
        if rows.num_rows > MAX_ROWS:
            if not blocks[0].block.whole_table:
                await stage.run_while(run_block.may_start_more)
            return
        rows = await stage.run()


def _stages_to_run_ahead(blocks: Sequence[ResolvedBlock]) -> list[tuple[ResolvedBlock, ...]]:
    """Return the stages up to the last one with a teacher block, but none from the first human review on."""
    cut = stages(blocks)
    asking = [at for at, stage in enumerate(cut) if any(isinstance(one.block, TeacherBlock) for one in stage)]
    people = [at for at, stage in enumerate(cut) if isinstance(stage[0].block, HumanReviewBlock)]
    return cut[: min([max(asking, default=-1) + 1, *people])]


class _HeadStartRunner:
    """Begins block runs that have no checkpoint, until the flow catches up or `MAX_ROWS` or `MAX_BYTES` is reached."""

    def __init__(self, pipeline: str, context: RunContext) -> None:
        self._pipeline, self._context = pipeline, context
        self._rows = self._bytes = 0
        self._is_overtaken = False

    def may_start_more(self) -> bool:
        """Return whether there is room, the flow has not caught up, and the teacher has not been stopped."""
        has_room = self._rows <= MAX_ROWS and self._bytes <= MAX_BYTES
        return has_room and not self._is_overtaken and self._context.teacher.is_running

    async def __call__(self, call: BlockCall, shard: Shard) -> BlockResult:
        """Run a block on a shard, or wait for a run on equal rows that was begun.

        Raises:
            _LeftToFlow: there is a checkpoint, or no more block runs may begin here.
        """
        context, key = self._context, call.key(self._context.teacher)
        self._is_overtaken |= key in context.used
        if (context.work.checkpoints / key).exists():
            raise _LeftToFlow
        self._rows += call.shard.num_rows
        self._bytes += call.shard.nbytes
        if not self.may_start_more():
            raise _LeftToFlow
        if key not in context.begun:
            progress = context.progress.block(self._pipeline, call.resolved.block.name)
            context.begun[key] = asyncio.ensure_future(run_block_on_shard(call, context.executor, progress))
        return (await context.begun[key]).result


class _LeftToFlow(Exception):  # noqa: N818  named for what is the case
    """The block run is left to the flow, which begins it or reads its checkpoint."""
