"""Runs a job: shard by shard through the blocks, each block and shard a Prefect task run, rows on disk in between."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from prefect import State

from sdg_flows.core.run_record import PipelineResult
from sdg_flows.orchestrate.job.block_call import BlockCall
from sdg_flows.orchestrate.job.block_result import BlockResult
from sdg_flows.orchestrate.job.checkpoint_text import SERIALIZER, KeptResult
from sdg_flows.orchestrate.job.checkpoints import run_block
from sdg_flows.orchestrate.job.executor import BlockExecutor
from sdg_flows.orchestrate.job.forged_checkpoint import remove_if_forged
from sdg_flows.orchestrate.job.shards import Shard, stages
from sdg_flows.orchestrate.job.stage import Stage
from sdg_flows.orchestrate.job.trace import Trace
from sdg_flows.orchestrate.plan import Job
from sdg_flows.orchestrate.run_context import RunContext


async def run_job(job: Job, context: RunContext) -> PipelineResult:
    """Run the job's blocks on its rows, and return the result with rows in the order of the input.

    Between whole-table blocks, each shard goes through all blocks independently; a whole-table block waits for all.
    """
    folder = Path(mkdtemp(dir=context.scratch))
    block_task = run_block.with_options(result_storage=context.work.checkpoints)
    trace = Trace(job, folder / "trace", context.teacher.price)
    job_run = _JobRun(job, context, context.executor.bind_to_flow(), trace, block_task)
    rows = job.inputs
    for number, blocks in enumerate(stages(job.blocks)):
        rows = await Stage(job, blocks, rows, folder / str(number), context, job_run.run_block).run()
    return trace.result(rows)


@dataclass(frozen=True)
class _JobRun:
    """A job that is running: the task that runs its blocks, and the trace of its results."""

    job: Job
    context: RunContext
    executor: BlockExecutor
    trace: Trace
    block_task: Any

    async def run_block(self, call: BlockCall, shard: Shard) -> BlockResult:
        """Run a block on a shard, or take the result from its checkpoint when there is one."""
        name, rows = call.resolved.block.name, call.shard.num_rows
        progress = self.context.progress.block(self.job.name, name)
        progress.rows_in += rows
        key = call.key(self.context.teacher)
        self.context.used.add(key)
        async with self.context.lock_for(key):
            remove_if_forged(await self.context.work.fetch_checkpoint(key), SERIALIZER)
            head_start = self.context.begun.pop(key, None)
            # Prefect's overloads take an async task for a state
            state: State[BlockResult | KeptResult] = await self.block_task(
                call, shard.label(name), key, self.executor, progress, head_start, return_state=True
            )
        result = await state.aresult()
        if isinstance(result, KeptResult):
            result = result.result
            progress.add_checkpoint_answers(result.kept_answers)
        progress.rows_out += result.outcome.kept.num_rows
        progress.rejected += result.outcome.rejected.num_rows
        self.trace.record(name, shard.index, call.shard, result)
        return result
