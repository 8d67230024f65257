"""The Prefect task that runs a block on a shard; its persisted result is the checkpoint."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from prefect import task
from prefect.cache_policies import CachePolicy
from prefect.context import TaskRunContext
from prefect.transactions import get_transaction

from sdg_flows.core.block import TeacherBlock
from sdg_flows.orchestrate.job.block_call import BlockCall
from sdg_flows.orchestrate.job.block_result import BlockResult
from sdg_flows.orchestrate.job.block_run import BlockRun, run_block_on_shard
from sdg_flows.orchestrate.job.checkpoint_text import BlockResultSerializer
from sdg_flows.orchestrate.job.executor import BlockExecutor
from sdg_flows.orchestrate.progress import BlockProgress


class CheckpointKey(CachePolicy):
    """Uses the `key` that `run_block` was called with."""

    def compute_key(
        self,
        task_ctx: TaskRunContext,
        inputs: dict[str, Any],
        flow_parameters: dict[str, Any],
        **kwargs: Any,  # noqa: ANN401  Prefect's signature
    ) -> str | None:
        """Return the key."""
        return inputs["key"]


@task(
    name="block",
    task_run_name="{label}",
    persist_result=True,
    cache_result_in_memory=False,  # Prefect would hold a thousand of them
    result_serializer=BlockResultSerializer(),
    cache_policy=CheckpointKey(),
)
async def run_block(
    call: BlockCall,
    label: str,
    key: str,
    executor: BlockExecutor,
    progress: BlockProgress,
    head_start: Awaitable[BlockRun] | None,
) -> BlockResult:
    """Run one block on one shard, or await the run that a head start has begun. Unless transient, it is a checkpoint.

    Raises:
        ContractError: the block returned other columns or types than it declared.
        TeacherStopped, EndpointDown, DiskError, Interrupted: no more requests are sent; all answers are kept.
    """
    run = await (head_start or run_block_on_shard(call, executor, progress))
    if run.is_transient:
        _discard_checkpoint()
    if isinstance(call.resolved.block, TeacherBlock):
        executor.teacher.record_use(key, run.answer_keys)
    return run.result


def _discard_checkpoint() -> None:
    """Do not persist the result of the current task run."""
    transaction = get_transaction()
    if transaction is not None:
        transaction.write_on_commit = False
