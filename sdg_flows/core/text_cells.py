"""A column's cells as text."""

from __future__ import annotations

import pyarrow as pa

from sdg_flows.core.errors import ColumnsError


def text_cells(table: pa.Table, column: str, block: str) -> pa.ChunkedArray:
    """Give a column's cells as text in their shortest form: 1.0 is `1`, true is `true`.

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
