"""What a block does with a shard, whoever has it done."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sdg_flows.core.block import TableBlock, TeacherBlock
from sdg_flows.core.contract import Contract, checked
from sdg_flows.core.identity import table_digest
from sdg_flows.core.whole_table import JudgedBlock
from sdg_flows.orchestrate.job.asking import Asked, Asker
from sdg_flows.orchestrate.job.block_call import BlockCall
from sdg_flows.orchestrate.job.block_result import BlockResult
from sdg_flows.orchestrate.progress import BlockProgress


@dataclass(frozen=True)
class BlockRun:
    """The result of a block on a shard, and the keys of the answers it was read from.

    `passing` is True when a request failed in a way that may pass: the result is no checkpoint.
    """

    result: BlockResult
    answer_keys: tuple[str, ...] = ()
    passing: bool = False


async def block_run(call: BlockCall, asker: Asker, progress: BlockProgress) -> BlockRun:
    """Run one block on one shard.

    Raises:
        ContractError: the block returned other columns or types than it declared.
        TeacherStopped, EndpointDown, DiskError, Interrupted: no more is asked; what was answered is kept.
    """
    began = time.monotonic()
    asked = await _asked_or_made(call, asker, progress)
    contract = Contract(set(call.resolved.columns), call.resolved.types)
    kept = checked(asked.outcome.kept, contract, f"block {call.resolved.block.name!r}")
    seconds = time.monotonic() - began
    result = BlockResult(asked.outcome, table_digest(kept), asked.bought, asked.kept, asked.usage, seconds)
    return BlockRun(result, asked.keys, asked.passing)


async def _asked_or_made(call: BlockCall, asker: Asker, progress: BlockProgress) -> Asked:
    block, shard = call.resolved.block, call.shard
    if isinstance(block, TeacherBlock):
        return await asker.asked(block, shard, progress)
    if isinstance(block, JudgedBlock) and call.verdict is not None:
        return Asked(block.judged(shard, call.verdict))
    if isinstance(block, TableBlock):
        return Asked(await asker.made(block, shard))
    raise TypeError(f"{block.name}: a block is a TableBlock or a TeacherBlock")
