"""Small tables, written as columns."""

from collections.abc import Sequence

import pyarrow as pa

from sdg_flows.core.table import ROW_ID


def table(**columns: Sequence[object] | pa.Array) -> pa.Table:
    """Return a table whose rows have the ids r0, r1, …"""
    rows = len(next(iter(columns.values())))
    return pa.table({ROW_ID: pa.array([f"r{at}" for at in range(rows)], pa.string()), **columns})


def cells(of: pa.Table, column: str) -> list[object]:
    """Return a column's values."""
    return of[column].to_pylist()


def reasons(rejected: pa.Table) -> dict[str, str]:
    """Return the reason of each rejected row, by id."""
    return dict(zip(cells(rejected, ROW_ID), cells(rejected, "reason"), strict=True))
