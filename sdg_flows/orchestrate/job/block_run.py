"""Runs a block on a shard, for the flow and for a head start."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sdg_flows.core.block import TableBlock, TeacherBlock
from sdg_flows.core.contract import Contract, enforce
from sdg_flows.core.identity import table_digest
from sdg_flows.core.whole_table import TwoPassBlock
from sdg_flows.orchestrate.job.block_call import BlockCall
from sdg_flows.orchestrate.job.block_result import BlockResult
from sdg_flows.orchestrate.job.executor import BlockExecutor, BlockOutput
from sdg_flows.orchestrate.progress import BlockProgress


@dataclass(frozen=True)
class BlockRun:
    """The result of a block on a shard, and the keys of the answers it was read from.

    `is_transient` is True when a request failed for a temporary reason: the result must not become a checkpoint.
    """

    result: BlockResult
    answer_keys: tuple[str, ...] = ()
    is_transient: bool = False


async def run_block_on_shard(call: BlockCall, executor: BlockExecutor, progress: BlockProgress) -> BlockRun:
    """Run one block on one shard.

    Raises:
        ContractError: the block returned other columns or types than it declared.
        TeacherStopped, EndpointDown, DiskError, Interrupted: no more requests are sent; all answers are kept.
    """
    began = time.monotonic()
    output = await _run_block(call, executor, progress)
    contract = Contract(set(call.resolved.columns), call.resolved.types)
    kept = enforce(output.outcome.kept, contract, f"block {call.resolved.block.name!r}")
    seconds = time.monotonic() - began
    result = BlockResult(output.outcome, table_digest(kept), output.bought, output.kept, output.usage, seconds)
    return BlockRun(result, output.keys, output.is_transient)


async def _run_block(call: BlockCall, executor: BlockExecutor, progress: BlockProgress) -> BlockOutput:
    block, shard = call.resolved.block, call.shard
    if isinstance(block, TeacherBlock):
        return await executor.run_teacher_block(block, shard, progress)
    if isinstance(block, TwoPassBlock) and call.verdict is not None:
        return BlockOutput(block.apply(shard, call.verdict))
    if isinstance(block, TableBlock):
        return BlockOutput(await executor.run_table_block(block, shard))
    raise TypeError(f"{block.name}: a block is a TableBlock or a TeacherBlock")
