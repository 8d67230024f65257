from __future__ import annotations

import time
from typing import Any

from prefect import task
from prefect.cache_policies import CachePolicy
from prefect.context import TaskRunContext
from prefect.transactions import get_transaction

from sdg_flows.core.block import TableBlock, TeacherBlock
from sdg_flows.core.contract import Contract, checked
from sdg_flows.core.exchange import Usage
from sdg_flows.core.identity import table_digest
from sdg_flows.core.whole_table import JudgedBlock
from sdg_flows.orchestrate.asking import Asker
from sdg_flows.orchestrate.block_result import BlockResult, BlockResultSerializer
from sdg_flows.orchestrate.block_work import Work
from sdg_flows.orchestrate.progress import BlockProgress


class CheckpointKey(CachePolicy):
    """The key that `run_block` was called with."""

    def compute_key(
        self,
        task_ctx: TaskRunContext,
        inputs: dict[str, Any],
        flow_parameters: dict[str, Any],
        **kwargs: Any,  # noqa: ANN401  Prefect's signature
    ) -> str | None:
        """Give the key."""
        return inputs["key"]


@task(
    name="block",
    task_run_name="{label}",
    persist_result=True,
    cache_result_in_memory=False,  # Prefect would hold a thousand of them
    result_serializer=BlockResultSerializer(),
    cache_policy=CheckpointKey(),
)
async def run_block(work: Work, label: str, key: str, asker: Asker, progress: BlockProgress) -> BlockResult:
    """Run one block on one shard. The result is a checkpoint, unless a request failed in a way that may pass.

    Raises:
        ContractError: the block returned other columns or types than it declared.
        TeacherStopped, EndpointDown, DiskError, Interrupted: no more is asked; what was answered is kept.
    """
    began = time.monotonic()
    stop, block, shard = work.stop, work.stop.block, work.shard
    bought, found, usage = 0, 0, Usage()
    if isinstance(block, TeacherBlock):
        asked = await asker.asked(block, shard, progress)
        if asked.passing:
            _leave_no_checkpoint()
        asker.teacher.note_use(key, asked.keys)
        outcome, bought, found, usage = asked.outcome, asked.bought, asked.kept, asked.usage
    elif isinstance(block, JudgedBlock) and work.verdict is not None:
        outcome = block.judged(shard, work.verdict)
    elif isinstance(block, TableBlock):
        outcome = await asker.made(block, shard)
    else:
        raise TypeError(f"{block.name}: a block is a TableBlock or a TeacherBlock")
    kept = checked(outcome.kept, Contract(set(stop.columns), stop.types), f"block {block.name!r}")
    return BlockResult(outcome, table_digest(kept), bought, found, usage, time.monotonic() - began)


def _leave_no_checkpoint() -> None:
    """Let the result of the task run that this is called in be used, but not kept."""
    transaction = get_transaction()
    if transaction is not None:
        transaction.write_on_commit = False
