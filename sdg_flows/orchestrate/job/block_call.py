"""A block's call with one shard, and the key of its checkpoint."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from sdg_flows.core.block import TeacherBlock
from sdg_flows.core.identity import digest, table_digest
from sdg_flows.core.pipeline import ResolvedBlock
from sdg_flows.teacher.teacher import Teacher


@dataclass(frozen=True)
class BlockCall:
    """A block to run on one shard; `shard_digest` is the digest of the shard.

    For a whole-table block, `verdict` is its verdict on the rows of this shard, which depends on all shards.
    """

    resolved: ResolvedBlock
    shard: pa.Table
    shard_digest: str
    verdict: pa.Table | None = None

    def key(self, teacher: Teacher) -> str:
        """Return the checkpoint key: a digest of block type, version, settings, rows, verdict, and teacher if asked."""
        block = self.resolved.block
        rests_on = list(teacher.identity) if isinstance(block, TeacherBlock) else None
        if self.verdict is not None:
            rests_on = ["verdict", table_digest(self.verdict)]
        return digest("checkpoint 5", type(block).__name__, block.version, block.settings, self.shard_digest, rests_on)
