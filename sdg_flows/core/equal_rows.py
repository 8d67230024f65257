"""Rows of a table in parts that are equal, found by digests, some of the digests in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sdg_flows.core.row_digests import row_digests
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID

FIRST = "first"
"""The id of the first row that is equal to a row, null where that is the row itself."""
_DIGEST = "digest"

_MAX_DIGESTS = 250_000
"""Digests that are compared at one time, unless the table would be read more than `_MAX_PASSES` times."""
_MAX_PASSES = 32


def with_digests(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """Return the id of each row and a digest of its cells in the named columns."""
    return digest_rows(table, names).add_column(0, ROW_ID, table[ROW_ID])


def digest_rows(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """Return for each row the column `digest`, of its cells in the named columns."""
    return pa.table({_DIGEST: row_digests(table.select(dict.fromkeys(names)))})


def first_equal_ids(rows: Rows) -> Iterator[pa.Table]:
    """Yield for each part of digested rows the column `first`."""
    firsts = first_equal_positions(rows)
    places = np.arange(len(firsts))
    named = np.unique(firsts[firsts != places])
    ids = _ids_at(rows, named)
    start = 0
    for part in rows.parts:
        own = firsts[start : start + part.num_rows]
        stays = own == places[start : start + part.num_rows]
        yield pa.table({FIRST: ids.take(pa.array(np.searchsorted(named, own), mask=stays))})
        start += part.num_rows


def first_equal_positions(rows: Rows, at_once: int = _MAX_DIGESTS) -> NDArray[np.int64]:
    """Return for each digested row the place of the first row that is equal to it."""
    firsts = np.arange(rows.num_rows)
    groups = min(-(-rows.num_rows // at_once), _MAX_PASSES)
    for group in range(groups):
        places, found = _group_digests(rows, group, groups)
        firsts[places] = places[_first_of_equal(found)]
    return firsts


def _group_digests(rows: Rows, group: int, groups: int) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Return the places of the rows of a group and their digests as two numbers; equal rows are of one group."""
    places: list[NDArray[np.int64]] = []
    found: list[NDArray[np.uint64]] = []
    start = 0
    for part in rows.tables([_DIGEST]):
        for chunk in part[_DIGEST].chunks:
            numbers = np.frombuffer(chunk.buffers()[1], np.uint64).reshape(-1, 2)[chunk.offset :][: len(chunk)]
            own = np.flatnonzero(numbers[:, 0] % groups == group)
            places.append(own + start)
            found.append(numbers[own])
            start += len(chunk)
    return np.concatenate(places), np.concatenate(found)


def _first_of_equal(digests: NDArray[np.uint64]) -> NDArray[np.int64]:
    order = np.lexsort((digests[:, 1], digests[:, 0]))
    ordered = digests[order]
    same = np.zeros(len(order), np.bool_)
    same[1:] = (ordered[1:] == ordered[:-1]).all(axis=1)
    starts = np.maximum.accumulate(np.where(same, 0, np.arange(len(order))))
    firsts = np.empty_like(order)
    firsts[order] = order[starts]
    return firsts


def _ids_at(rows: Rows, places: NDArray[np.int64]) -> pa.ChunkedArray:
    """Return the ids of the rows at places, which are ascending."""
    found: list[pa.Array] = []
    start = 0
    for part in rows.tables([ROW_ID]):
        end = start + part.num_rows
        own = places[np.searchsorted(places, start) : np.searchsorted(places, end)]
        found += part[ROW_ID].take(pa.array(own - start)).chunks
        start = end
    return pa.chunked_array(found, pa.string()).combine_chunks()
