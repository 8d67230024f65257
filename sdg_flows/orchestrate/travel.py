"""A pipeline's rows on their way: shard by shard through the blocks, each as a task run, kept on disk in between."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from prefect import State

from sdg_flows.core.story import Generated
from sdg_flows.orchestrate.asking import Asker
from sdg_flows.orchestrate.block_result import BlockResult
from sdg_flows.orchestrate.block_work import Work
from sdg_flows.orchestrate.checkpoint_text import SERIALIZER, KeptResult
from sdg_flows.orchestrate.checkpoints import run_block
from sdg_flows.orchestrate.forged_checkpoint import remove_when_forged
from sdg_flows.orchestrate.plan import Job
from sdg_flows.orchestrate.shards import Shard, stretches
from sdg_flows.orchestrate.site import Site
from sdg_flows.orchestrate.stretch import Stretch
from sdg_flows.orchestrate.trace import Trace


async def generated_by(job: Job, site: Site) -> Generated:
    """Send the job's rows through its blocks, and give all that came of them, in the order of the input.

    Between whole-table blocks each shard goes through all blocks on its own; at a whole-table block all shards meet.
    """
    folder = Path(mkdtemp(dir=site.scratch))
    run_kept = run_block.with_options(result_storage=site.work.checkpoints)
    travel = _Travel(job, site, site.asker.within_flow(), Trace(job, folder / "trace", site.teacher.price), run_kept)
    rows = job.inputs
    for number, stops in enumerate(stretches(job.stops)):
        rows = await Stretch(job, stops, rows, folder / str(number), site, travel.past_block).past()
    return travel.trace.story(rows)


@dataclass(frozen=True)
class _Travel:
    """One job on its way, and what becomes of it."""

    job: Job
    site: Site
    asker: Asker
    trace: Trace
    run_kept: Any

    async def past_block(self, work: Work, shard: Shard) -> BlockResult:
        """Send a shard past one block: by its checkpoint when there is one."""
        name, rows = work.stop.block.name, work.shard.num_rows
        progress = self.site.progress.block(self.job.name, name)
        progress.rows_in += rows
        key = work.key(self.site.teacher)
        self.site.used.add(key)
        async with self.site.alone_with(key):
            remove_when_forged(await self.site.work.bring(key), SERIALIZER)
            begun = self.site.begun.pop(key, None)
            # Prefect's overloads take an async task for a state
            state: State[BlockResult | KeptResult] = await self.run_kept(
                work, shard.label(name), key, self.asker, progress, begun, return_state=True
            )
        result = await state.aresult()
        if isinstance(result, KeptResult):
            result = result.result
            progress.add_kept(result.kept_answers)
        progress.rows_out += result.outcome.kept.num_rows
        progress.rejected += result.outcome.rejected.num_rows
        self.trace.note(name, shard.place, work.shard, result)
        return result
