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
    """A block's call with one shard, whose digest is `shard_digest`.

    A whole-table block's `verdict` says what follows from the rest.
    """

    resolved: ResolvedBlock
    shard: pa.Table
    shard_digest: str
    verdict: pa.Table | None = None

    def key(self, teacher: Teacher) -> str:
        """Return the key of the result: type and version, settings, rows, verdict, and for answers the teacher."""
        block = self.resolved.block
        rests_on = list(teacher.identity) if isinstance(block, TeacherBlock) else None
        if self.verdict is not None:
            rests_on = ["verdict", table_digest(self.verdict)]
        return digest("checkpoint 5", type(block).__name__, block.version, block.settings, self.shard_digest, rests_on)
