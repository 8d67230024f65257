"""A pipeline's rows on their way: shard by shard through the blocks, each as a task run, kept on disk in between."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from prefect import State

from sdg_flows.core.story import Generated
from sdg_flows.orchestrate.job.asking import Asker
from sdg_flows.orchestrate.job.block_call import BlockCall
from sdg_flows.orchestrate.job.block_result import BlockResult
from sdg_flows.orchestrate.job.checkpoint_text import SERIALIZER, KeptResult
from sdg_flows.orchestrate.job.checkpoints import run_block
from sdg_flows.orchestrate.job.forged_checkpoint import remove_when_forged
from sdg_flows.orchestrate.job.shards import Shard, stages
from sdg_flows.orchestrate.job.stage import Stage
from sdg_flows.orchestrate.job.trace import Trace
from sdg_flows.orchestrate.plan import Job
from sdg_flows.orchestrate.run_context import RunContext


async def run_job(job: Job, context: RunContext) -> Generated:
    """Send the job's rows through its blocks, and return all that came of them, in the order of the input.

    Between whole-table blocks each shard goes through all blocks on its own; at a whole-table block all shards meet.
    """
    folder = Path(mkdtemp(dir=context.scratch))
    run_kept = run_block.with_options(result_storage=context.work.checkpoints)
    trace = Trace(job, folder / "trace", context.teacher.price)
    job_run = _JobRun(job, context, context.asker.within_flow(), trace, run_kept)
    rows = job.inputs
    for number, blocks in enumerate(stages(job.blocks)):
        rows = await Stage(job, blocks, rows, folder / str(number), context, job_run.run_block).run()
    return trace.story(rows)


@dataclass(frozen=True)
class _JobRun:
    """One job on its way, and what becomes of it."""

    job: Job
    context: RunContext
    asker: Asker
    trace: Trace
    run_kept: Any

    async def run_block(self, call: BlockCall, shard: Shard) -> BlockResult:
        """Send a shard past one block: by its checkpoint when there is one."""
        name, rows = call.resolved.block.name, call.shard.num_rows
        progress = self.context.progress.block(self.job.name, name)
        progress.rows_in += rows
        key = call.key(self.context.teacher)
        self.context.used.add(key)
        async with self.context.alone_with(key):
            remove_when_forged(await self.context.work.fetch_checkpoint(key), SERIALIZER)
            begun = self.context.begun.pop(key, None)
            # Prefect's overloads take an async task for a state
            state: State[BlockResult | KeptResult] = await self.run_kept(
                call, shard.label(name), key, self.asker, progress, begun, return_state=True
            )
        result = await state.aresult()
        if isinstance(result, KeptResult):
            result = result.result
            progress.add_kept(result.kept_answers)
        progress.rows_out += result.outcome.kept.num_rows
        progress.rejected += result.outcome.rejected.num_rows
        self.trace.note(name, shard.place, call.shard, result)
        return result
