"""Which input row each row goes back to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID

Marks: TypeAlias = NDArray[np.int64]
"""Ids of rows as numbers of 64 bits, 8 bytes a row where the text takes 24: within one process, the same for equal ids.

At a million rows, one chance in a million million that any two have one number."""


def marks_of(rows: Rows) -> Marks:
    """Give the mark of each row, in order."""
    marks = np.empty(rows.num_rows, np.int64)
    begin = 0
    for table in rows.tables([ROW_ID]):
        marks[begin : begin + table.num_rows] = _marks(table[ROW_ID])
        begin += table.num_rows
    return marks


def first_ancestors(rows: Rows, lineage: Rows) -> Marks:
    """Give the marks of the first known ancestors of all rows, each once; a row without lineage is its own.

    `lineage` has the rows of one block in each part, in the order of the blocks, and is followed from its end.
    """
    known = np.unique(marks_of(rows))
    for parts in _by_block_from_the_end(lineage):
        made, above = np.zeros(len(known), bool), [known[:0]]
        for child, parent in _edges_to(known, parts):
            made[child] = True
            above.append(parent)
        known = np.union1d(known[~made], np.concatenate(above))
    return known


def roots(rows: Rows, lineage: Rows) -> Marks:
    """Give the mark of the first known ancestor of each row, in order; of several parents, the last counts."""
    known, place = np.unique(marks_of(rows), return_inverse=True)
    for parts in _by_block_from_the_end(lineage):
        above = known.copy()
        for child, parent in _edges_to(known, parts):
            above[child] = parent
        known, further = np.unique(above, return_inverse=True)
        place = further[place]
    return known[place]


def are_among(marks: Marks, known: Marks) -> NDArray[np.bool_]:
    """Say of each mark whether it is among the known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(marks), bool)
    return known[_places(marks, known)] == marks


def _by_block_from_the_end(lineage: Rows) -> Iterator[Iterator[pa.Table]]:
    tables = (part.read([ROW_ID, "parent_id", "block"]) for part in reversed(lineage.parts) if part.num_rows)
    return (parts for _, parts in groupby(tables, key=lambda table: table["block"][0].as_py()))


def _edges_to(known: Marks, parts: Iterator[pa.Table]) -> Iterator[tuple[NDArray[np.intp], Marks]]:
    """Yield, for each part, the places in `known` of the rows that it says the parent of, and the parents' marks."""
    for part in parts if len(known) else ():
        children, parents = _marks(part[ROW_ID]), _marks(part["parent_id"])
        place = _places(children, known)
        there = known[place] == children
        yield place[there], parents[there]


def _places(marks: Marks, known: Marks) -> NDArray[np.intp]:
    """Give where each mark is among the known ones, sorted and at least one; any place for one that is not there."""
    return np.minimum(np.searchsorted(known, marks), len(known) - 1)


def _marks(ids: pa.ChunkedArray) -> Marks:
    texts: list[Any] = ids.to_pylist()
    return np.fromiter(map(hash, texts), np.int64, len(texts))
