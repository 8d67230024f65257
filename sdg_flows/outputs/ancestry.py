"""Traces rows through the lineage back to the input rows they come from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID

RowHashes: TypeAlias = NDArray[np.int64]
"""Hashes of row ids, 8 bytes a row where the text takes 24; comparable within one process only.

At a million rows the chance of any collision is about one in a million million."""


def row_hashes(rows: Rows) -> RowHashes:
    """Return the hash of each row's id, in order."""
    hashes = np.empty(rows.num_rows, np.int64)
    begin = 0
    for table in rows.tables([ROW_ID]):
        hashes[begin : begin + table.num_rows] = _hash_ids(table[ROW_ID])
        begin += table.num_rows
    return hashes


def distinct_roots(rows: Rows, lineage: Rows) -> RowHashes:
    """Return the hashes of the first known ancestors of all rows, each once; a row without lineage is its own ancestor.

    `lineage` has the rows of one block in each part, in the order of the blocks, and is followed from its end.
    """
    known = np.unique(row_hashes(rows))
    for parts in _blocks_from_the_end(lineage):
        made, above = np.zeros(len(known), bool), [known[:0]]
        for child, parent in _edges_to(known, parts):
            made[child] = True
            above.append(parent)
        known = np.union1d(known[~made], np.concatenate(above))
    return known


def root_of_each(rows: Rows, lineage: Rows) -> RowHashes:
    """Return the hash of the first known ancestor of each row, in order; of several parents, the last counts."""
    known, place = np.unique(row_hashes(rows), return_inverse=True)
    for parts in _blocks_from_the_end(lineage):
        above = known.copy()
        for child, parent in _edges_to(known, parts):
            above[child] = parent
        known, inverse = np.unique(above, return_inverse=True)
        place = inverse[place]
    return known[place]


def is_member(hashes: RowHashes, known: RowHashes) -> NDArray[np.bool_]:
    """Return for each hash whether it is among the known ones, which must be sorted."""
    if not len(known):
        return np.zeros(len(hashes), bool)
    return known[_places(hashes, known)] == hashes


def _blocks_from_the_end(lineage: Rows) -> Iterator[Iterator[pa.Table]]:
    tables = (part.read([ROW_ID, "parent_id", "block"]) for part in reversed(lineage.parts) if part.num_rows)
    return (parts for _, parts in groupby(tables, key=lambda table: table["block"][0].as_py()))


def _edges_to(known: RowHashes, parts: Iterator[pa.Table]) -> Iterator[tuple[NDArray[np.intp], RowHashes]]:
    """Yield, for each lineage part, the indexes in `known` of its child rows, and the hashes of their parents."""
    for part in parts if len(known) else ():
        children, parents = _hash_ids(part[ROW_ID]), _hash_ids(part["parent_id"])
        place = _places(children, known)
        is_known = known[place] == children
        yield place[is_known], parents[is_known]


def _places(hashes: RowHashes, known: RowHashes) -> NDArray[np.intp]:
    """Return the index of each hash in `known` (sorted, not empty); an arbitrary one for a hash that is not there."""
    return np.minimum(np.searchsorted(known, hashes), len(known) - 1)


def _hash_ids(ids: pa.ChunkedArray) -> RowHashes:
    texts: list[Any] = ids.to_pylist()
    return np.fromiter(map(hash, texts), np.int64, len(texts))
