"""Aggregates a column, such as its mean or mode, from summaries of its parts."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.rows import Rows

Reduction: TypeAlias = Literal["mode", "min", "max", "mean", "median"]

_VALUE = "value"
_COUNT = "count"
_MAX_PENDING = 100_000


def summarize(column: pa.ChunkedArray, by: Reduction) -> pa.Table:
    """Summarize a part of a column: its values for mean and median, else one value or counts.

    Raises:
        pyarrow.ArrowNotImplementedError: the reduction has no meaning for what the column holds.
    """
    if by == "mode":
        counted = pc.value_counts(column.drop_null())
        return pa.table({_VALUE: counted.field("values"), _COUNT: counted.field("counts")})
    if by in ("mean", "median"):
        return pa.table({_VALUE: column})
    return pa.table({_VALUE: pa.repeat(_REDUCTIONS[by](column), 1)})


def aggregate(summaries: Rows, by: Reduction) -> pa.Scalar:
    """Return the one value, nulls not counted; null for a column of nulls. Mean and median are of type double.

    The mode of values that are equally frequent is the smallest.

    Raises:
        pyarrow.ArrowNotImplementedError: the mean or median of what are no numbers.
    """
    if by == "mode":
        return _mode(summaries)
    _REDUCTIONS[by](summaries.schema.empty_table()[_VALUE])
    return _REDUCTIONS[by](summaries.table()[_VALUE].combine_chunks())


def _median(column: pa.ChunkedArray | pa.Array) -> pa.Scalar:
    return pc.quantile(column, q=0.5)[0]


_REDUCTIONS = {"min": pc.min, "max": pc.max, "mean": pc.mean, "median": _median}


def _mode(summaries: Rows) -> pa.Scalar:
    """Add the counts up; no more than the different values, and as many rows again, are in memory at a time."""
    counted = summaries.schema.empty_table()
    waiting, rows = [counted], 0
    for part in summaries.tables():
        waiting.append(part)
        rows += part.num_rows
        if rows > max(_MAX_PENDING, counted.num_rows):
            counted = _merge_counts(waiting)
            waiting, rows = [counted], 0
    counted = _merge_counts(waiting)
    return pc.min(counted[_VALUE].filter(pc.equal(counted[_COUNT], pc.max(counted[_COUNT]))))


def _merge_counts(counted: list[pa.Table]) -> pa.Table:
    rows = pa.concat_tables(counted).combine_chunks()
    values = pc.dictionary_encode(rows[_VALUE].combine_chunks())
    counts = np.bincount(values.indices.to_numpy(), rows[_COUNT].to_numpy(), len(values.dictionary))
    return pa.table({_VALUE: values.dictionary, _COUNT: counts.astype(np.int64)})
