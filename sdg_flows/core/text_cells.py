"""Converts cells to text."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.errors import ColumnsError

_AROUND = " \t\r\n\"'`*"


def text_cells(table: pa.Table, column: str, block: str) -> pa.ChunkedArray:
    """Return a column's cells as text in their shortest form: 1.0 is `1`, true is `true`.

    Raises:
        ColumnsError: Arrow has no text for what the column holds, such as lists, records or bytes that are no UTF-8.
    """
    try:
        return table[column].cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        found = table[column].type
        raise ColumnsError(
            f"block {block!r}: column {column!r} holds {found}. Expected text, numbers or booleans."
        ) from error


def normalize_answers(cells: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Return texts in lower case, without quotes and stars around them and a full stop behind; null for no text at all.

    So a teacher's `**Yes.**` is the same as YES.
    """
    said = pc.utf8_lower(pc.utf8_rtrim(pc.utf8_ltrim(cells, _AROUND), f"{_AROUND}."))
    return pc.if_else(pc.equal(said, ""), pa.scalar(None, said.type), said)
