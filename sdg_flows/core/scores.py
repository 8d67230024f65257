"""Counts of the scores a filter looked at, for kept and rejected rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.table import ROW_ID

Score: TypeAlias = float | bool

_EMPTY: Mapping[Score, int] = {}


class FilterCells(NamedTuple):
    """The cells by which a block keeps rows, a number or a boolean each, and what they must meet, such as `≥ 2`."""

    column: str
    condition: str
    cells: pa.ChunkedArray


@dataclass(frozen=True)
class Scores:
    """How many rows had each score, of those that a filter kept and of those that it let go.

    Numbers are rounded to two digits, so that there are never many; rows without a finite score are not counted.
    """

    column: str
    condition: str
    kept: Mapping[Score, int] = field(default_factory=lambda: _EMPTY)
    left: Mapping[Score, int] = field(default_factory=lambda: _EMPTY)

    def __add__(self, other: Scores) -> Scores:
        return Scores(self.column, self.condition, _sum(self.kept, other.kept), _sum(self.left, other.left))

    @property
    def counts(self) -> list[tuple[Score, int, int]]:
        """Return each score, from the lowest, with the rows that were kept and those that left."""
        there = sorted({*self.kept, *self.left})
        return [(score, self.kept.get(score, 0), self.left.get(score, 0)) for score in there]


def count_scores(judged: FilterCells, table: pa.Table, kept: pa.Table) -> Scores:
    """Count the scores of the rows of `table`, of which those in `kept` went on."""
    went_on = pc.is_in(table[ROW_ID], kept[ROW_ID].combine_chunks())
    stayed, left = judged.cells.filter(went_on), judged.cells.filter(pc.invert(went_on))
    return Scores(judged.column, judged.condition, _count(stayed), _count(left))


def _count(cells: pa.ChunkedArray) -> dict[Score, int]:
    counts: Counter[Score] = Counter()
    told = cells.filter(pc.is_finite(cells)) if pa.types.is_floating(cells.type) else cells.drop_null()
    for entry in pc.value_counts(told).to_pylist():
        counts[_rounded(entry["values"])] += entry["counts"]
    return dict(counts)


def _rounded(score: Score) -> Score:
    return score if isinstance(score, bool) else float(f"{score:.2g}")


def _sum(some: Mapping[Score, int], others: Mapping[Score, int]) -> dict[Score, int]:
    return dict(Counter(some) + Counter(others))
