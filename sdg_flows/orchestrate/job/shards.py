"""Cuts a table into shards, each of which goes through the blocks independently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import TypeAlias

from sdg_flows.core.pipeline import ResolvedBlock
from sdg_flows.core.rows import Rows
from sdg_flows.core.whole_table import TwoPassBlock

TARGET_SHARDS = 16
"""Shards of a table of usual size: enough that the teacher has requests of several blocks at any time."""
MIN_ROWS, USUAL_ROWS, MAX_ROWS = 100, 4000, 8000
MAX_TASK_RUNS = 1500
"""A large table has more rows in a shard than usual, to stay below this number of task runs."""
MAX_ROWS_IN_FLIGHT = 16_000
"""Rows of all shards that are worked on at a time, which bounds memory."""
QUEUED_SHARDS = 2
"""Shards in flight beyond the slots of workers, so that no worker is idle while this process stores results."""


ShardIndex: TypeAlias = tuple[int, ...]
"""A shard's number in its table, followed by the number of each part that it was cut into."""


@dataclass(frozen=True)
class Shard:
    """A slice of a table, and its index among `total` shards."""

    rows: Rows
    index: ShardIndex
    total: int

    def parts(self, grown: Rows, rows: int) -> list[Shard]:
        """Cut `grown`, the rows that this shard has become, into shards of `rows` rows."""
        return [Shard(piece, (*self.index, number), self.total) for number, piece in enumerate(grown.split(rows), 1)]

    def label(self, block: str) -> str:
        """Return the name of the task run of a block on this shard."""
        return f"{block} on shard {index_text(self.index)} of {self.total}"


def index_text(index: ShardIndex) -> str:
    """Return an index as text, such as 3.1."""
    return ".".join(map(str, index))


def cut_into_shards(rows: Rows, rows_per_shard: int) -> list[Shard]:
    """Cut a table into shards, in order."""
    pieces = list(rows.split(rows_per_shard))
    return [Shard(piece, (number,), len(pieces)) for number, piece in enumerate(pieces, 1)]


def rows_per_shard(rows: int, blocks: int) -> int:
    """Return the rows in a shard for a table of `rows` rows and a pipeline of `blocks` blocks."""
    fine = min(USUAL_ROWS, ceil(rows / TARGET_SHARDS))
    return min(MAX_ROWS, max(MIN_ROWS, fine, ceil(rows * blocks / MAX_TASK_RUNS)))


def shards_in_flight(rows_per_shard: int, slots: int) -> int:
    """Return how many shards of this size are worked on at a time, at least two; more when workers have more slots."""
    return max(2, min(TARGET_SHARDS, MAX_ROWS_IN_FLIGHT // rows_per_shard), slots + QUEUED_SHARDS if slots else 0)


def stages(blocks: Sequence[ResolvedBlock]) -> list[tuple[ResolvedBlock, ...]]:
    """Cut the blocks into stages: before each whole-table block, and after one that needs the table in one piece."""
    began = [one.block.whole_table or (at > 0 and in_one_piece(blocks[at - 1])) for at, one in enumerate(blocks)]
    by_stage = groupby(range(len(blocks)), key=lambda at: sum(began[: at + 1]))
    return [tuple(blocks[at] for at in stage) for _, stage in by_stage]


def in_one_piece(resolved: ResolvedBlock) -> bool:
    """Return whether a block needs all rows of the table at once, in memory."""
    return resolved.block.whole_table and not isinstance(resolved.block, TwoPassBlock)
