"""Input rows on their way into parts, each row under an id that is made of its content and its occurrence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sdg_flows.core.equal_rows import digest_rows, first_equal_positions
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID, input_row_id, row_contents, with_column
from sdg_flows.storage.parts import StoredPart, store_part


def store_rows(tables: Iterable[pa.Table], folder: Path) -> Rows:
    """Store each table as a part in `folder`, `row_id` first: the ids that `with_input_ids` gives all rows together."""
    parts: list[StoredPart] = []
    known: list[pa.Table] = []
    for number, table in enumerate(tables):
        ids = pa.array([input_row_id(content, 0) for content in row_contents(table)], pa.string())
        part = table.add_column(0, ROW_ID, ids)
        parts.append(store_part(part, folder / f"{number:06}.arrow"))
        known.append(digest_rows(part, [ROW_ID]))
    _renumber_equal_rows(parts, occurrences(first_equal_positions(Rows.of(*known))))
    return Rows.concat(parts)


def occurrences(firsts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each row how many equal rows come before it, from the place of the first of them."""
    counted = np.zeros(len(firsts), np.int64)
    again = np.flatnonzero(firsts != np.arange(len(firsts)))
    again = again[np.argsort(firsts[again], kind="stable")]
    ordered = firsts[again]
    counted[again] = np.arange(len(again)) - np.searchsorted(ordered, ordered) + 1
    return counted


def _renumber_equal_rows(parts: Iterable[StoredPart], counted: NDArray[np.int64]) -> None:
    """Store the parts anew that hold rows with equal ones before them, under their own ids."""
    start = 0
    for part in parts:
        own = counted[start : start + part.num_rows]
        start += part.num_rows
        if own.any():
            table = part.read()
            ids = table[ROW_ID].to_numpy()
            again = np.flatnonzero(own)
            said = row_contents(table.drop_columns([ROW_ID]).take(pa.array(again)))
            ids[again] = [input_row_id(content, int(before)) for content, before in zip(said, own[again], strict=True)]
            store_part(with_column(table, ROW_ID, pa.array(ids, pa.string())), part.path)
