"""Cuts a table into shards, each of which goes through the blocks on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import TypeAlias

from sdg_flows.core.pipeline import ResolvedBlock
from sdg_flows.core.rows import Rows
from sdg_flows.core.whole_table import JudgedBlock

SHARDS = 16
"""A table that all fits is cut into so many, so that the teacher has requests of several blocks at any time."""
FEWEST_ROWS, USUAL_ROWS, MAX_ROWS = 100, 4000, 8000
TASK_RUNS = 1500
"""A table has more rows in a shard than usual when it would else have more task runs than this."""
ROWS_IN_FLIGHT = 16_000
"""Rows of shards that travel at one time: what memory depends on."""
AHEAD = 2
"""Shards beyond those that workers have places for, so that none waits while this process keeps what came back."""


Place: TypeAlias = tuple[int, ...]
"""Where a shard is in its table: its number, and below it the numbers of the parts it was cut into."""


@dataclass(frozen=True)
class Shard:
    """A slice of a table and its place."""

    rows: Rows
    place: Place
    of: int

    def parts(self, grown: Rows, rows: int) -> list[Shard]:
        """Cut a shard that has grown into shards of `rows` rows."""
        return [Shard(piece, (*self.place, number), self.of) for number, piece in enumerate(grown.cut(rows), 1)]

    def label(self, block: str) -> str:
        """Name the task run of a block on this shard."""
        return f"{block} on shard {numbered(self.place)} of {self.of}"


def numbered(place: Place) -> str:
    """Return a place as text, such as 3.1."""
    return ".".join(map(str, place))


def shards_of(rows: Rows, rows_a_shard: int) -> list[Shard]:
    """Cut a table into shards, in order."""
    pieces = list(rows.cut(rows_a_shard))
    return [Shard(piece, (number,), len(pieces)) for number, piece in enumerate(pieces, 1)]


def rows_a_shard(rows: int, blocks: int) -> int:
    """Return how many rows of a table of `rows` go into a shard that travels through `blocks` blocks."""
    fine = min(USUAL_ROWS, ceil(rows / SHARDS))
    return min(MAX_ROWS, max(FEWEST_ROWS, fine, ceil(rows * blocks / TASK_RUNS)))


def shards_in_flight(rows_a_shard: int, places: int) -> int:
    """Return how many shards of so many rows are worked on at one time; more where workers have places for more."""
    return max(2, min(SHARDS, ROWS_IN_FLIGHT // rows_a_shard), places + AHEAD if places else 0)


def stages(blocks: Sequence[ResolvedBlock]) -> list[tuple[ResolvedBlock, ...]]:
    """Cut before each whole-table block, where all shards meet, and after one that must have the table in one piece."""
    began = [one.block.whole_table or (at > 0 and in_one_piece(blocks[at - 1])) for at, one in enumerate(blocks)]
    by_stage = groupby(range(len(blocks)), key=lambda at: sum(began[: at + 1]))
    return [tuple(blocks[at] for at in stage) for _, stage in by_stage]


def in_one_piece(resolved: ResolvedBlock) -> bool:
    """Return True for a block that must have all rows of the table at once, in memory."""
    return resolved.block.whole_table and not isinstance(resolved.block, JudgedBlock)
